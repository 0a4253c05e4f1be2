// Sidebar: the views of the inbox with their counts, the teams, and the other places. On a phone it is behind "More".
import { useLingui } from '@lingui/react'
import { Trans, useLingui as useT } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { savedViewsQuery, statusQuery, useMe, viewsQuery, type SavedView, type View } from '@/api'
import { COMMANDS, useCommandList, type CommandId } from '@/keys'
import {
  Count,
  IconButton,
  IconFilter,
  IconHome,
  IconKeyboard,
  IconMention,
  IconPeople,
  IconProblem,
  IconSearch,
  IconSettings,
  IconSignOut,
  Menu,
  Tip,
  type Icon,
} from '@/ui'
import type { ReactNode } from 'react'
import { Logo } from '@/ui'
import { PLACES, VIEWS, WORKSPACE, type Place } from './navigation'
import css from './Sidebar.module.css'

interface LineProps {
  icon: Icon
  label: ReactNode
  on: boolean
  keys?: string
  after?: ReactNode
  to: string
}

function Line({ icon: Sign, label, on, keys, after, to }: LineProps) {
  return (
    <Link
      to={to}
      className={css.link}
      data-on={on || undefined}
      aria-current={on ? 'page' : undefined}
      aria-keyshortcuts={keys}
    >
      <Sign size={16} strokeWidth={1.75} aria-hidden />
      <span className={css.grow}>{label}</span>
      {after}
    </Link>
  )
}

const keysOf = (id?: CommandId) => (id ? COMMANDS[id].keys[0] : undefined)

/** "/inbox/mine/7" shows the view "mine". */
export function viewOf(path: string): string | null {
  return /^\/inbox\/([^/]+)/.exec(path)?.[1] ?? null
}

function Views({ views, current, group }: { views: View[]; current: string | null; group: string }) {
  const { i18n } = useLingui()
  return VIEWS.filter((v) => v.group === group).map(({ view, label, icon, command }) => {
    const found = views.find((v) => v.view === view)
    return (
      <Line
        key={view}
        to={`/inbox/${view}`}
        icon={icon}
        label={i18n._(label)}
        on={current === view}
        keys={keysOf(command)}
        after={
          found && found.count > 0 && view !== 'done' && <Count value={found.count} capped={found.capped} />
        }
      />
    )
  })
}

function Saved({ views, current }: { views: SavedView[]; current: string | null }) {
  return views.map((v) => (
    <Line
      key={v.id}
      to={`/inbox/saved-${v.id}`}
      icon={IconFilter}
      label={v.name}
      on={current === `saved-${v.id}`}
      after={v.count > 0 && v.view !== 'done' && <Count value={v.count} capped={v.capped} />}
    />
  ))
}

export function Sidebar() {
  const { i18n } = useLingui()
  const { t } = useT()
  const me = useMe()
  const { run } = useCommandList()
  const { pathname } = useLocation()
  const { data: views } = useQuery(viewsQuery())
  const { data: status } = useQuery(statusQuery())
  const navigate = useNavigate()
  const items = views?.items ?? []
  const saved = useQuery(savedViewsQuery()).data?.items ?? []
  const shared = saved.filter((v) => v.shared !== 'me')
  const mine = saved.filter((v) => v.shared === 'me')
  const current = viewOf(pathname)
  const stuck = (status?.outbox_unclear ?? 0) + (status?.outbox_failed ?? 0)
  const place = ({ to, label, icon, command }: Place) => (
    <Line
      key={to}
      to={to}
      icon={icon}
      label={i18n._(label)}
      on={pathname === to || pathname.startsWith(`${to}/`)}
      keys={keysOf(command)}
      after={
        to === '/outbox' && stuck > 0 ? (
          <Count value={stuck} hot />
        ) : (
          to === '/channels' &&
          (status?.trouble.length ?? 0) > 0 && (
            <>
              <IconProblem size={14} className={css.bad} aria-hidden />
              <span className="sr">
                <Trans>needs attention</Trans>
              </span>
            </>
          )
        )
      }
    />
  )
  return (
    <nav className={css.side} aria-label={t`Places`}>
      <div className={css.head}>
        <Menu
          target={
            <button type="button" className={css.org}>
              <span className={css.logo}>
                <Logo />
              </span>
              <span>{me.organisation || 'Kith'}</span>
            </button>
          }
          entries={[
            { heading: `${me.member.name} · @${me.member.handle}` },
            {
              label: <Trans>Settings</Trans>,
              icon: IconSettings,
              keys: 'g s',
              run: () => void navigate({ to: '/settings' }),
            },
            { label: <Trans>Keys</Trans>, icon: IconKeyboard, keys: '?', run: () => void run('app.keys') },
            'line',
            { label: <Trans>Sign out</Trans>, icon: IconSignOut, run: () => void run('app.signout') },
          ]}
        />
        <Tip label={<Trans>Search and commands</Trans>} keys="mod+k">
          <span>
            <IconButton
              icon={IconSearch}
              label={t`Search and commands`}
              tip={false}
              aria-keyshortcuts="Control+K"
              onClick={() => run('app.palette')}
            />
          </span>
        </Tip>
      </div>
      <div className={css.scroll}>
        <div className={css.group}>
          <Line
            to="/home"
            icon={IconHome}
            label={<Trans>Overview</Trans>}
            on={pathname === '/home'}
            keys="g h"
          />
          <Line
            to="/mentions"
            icon={IconMention}
            label={<Trans>For me</Trans>}
            on={pathname === '/mentions'}
            after={me.unseen_mentions > 0 && <Count value={me.unseen_mentions} hot />}
          />
        </div>
        <div className={css.group}>
          <div className={css.heading}>
            <Trans>Inbox</Trans>
          </div>
          <Views views={items} current={current} group="main" />
          <Views views={items} current={current} group="kind" />
          <Views views={items} current={current} group="state" />
        </div>
        {shared.length > 0 && (
          <div className={css.group}>
            <div className={css.heading}>
              <Trans>Shared views</Trans>
            </div>
            <Saved views={shared} current={current} />
          </div>
        )}
        {mine.length > 0 && (
          <div className={css.group}>
            <div className={css.heading}>
              <Trans>My views</Trans>
            </div>
            <Saved views={mine} current={current} />
          </div>
        )}
        {items.some((v) => v.view === 'team') && (
          <div className={css.group}>
            <div className={css.heading}>
              <Trans>Teams</Trans>
            </div>
            {items
              .filter((v) => v.team)
              .map((v) => (
                <Line
                  key={v.team?.id}
                  to={`/inbox/team-${v.team?.id}`}
                  icon={IconPeople}
                  label={v.team?.name}
                  on={current === `team-${v.team?.id}`}
                  after={v.count > 0 && <Count value={v.count} capped={v.capped} />}
                />
              ))}
          </div>
        )}
        <div className={css.group}>
          <div className={css.heading}>
            <Trans>Workspace</Trans>
          </div>
          {PLACES.map(place)}
          {WORKSPACE.filter((p) => !p.permission || me.permissions.includes(p.permission)).map(place)}
        </div>
      </div>
    </nav>
  )
}
