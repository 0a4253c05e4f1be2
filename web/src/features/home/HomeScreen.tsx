// HomeScreen: the home of the inbox: heard against told for a period, who waits, what was handed to one's teams.
// Also shown beside the list while no conversation is chosen.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { homeQuery, useMe, type Conversation, type Handoff, type Home } from '@/api'
import {
  Balance,
  Chip,
  DayBars,
  Empty,
  Failed,
  formatLocale,
  IconClock,
  IconHandover,
  IconKept,
  IconWaiting,
  longSpan,
  NetworkSign,
  Notice,
  Page,
  PersonMark,
  Section,
  Segments,
  shortSpan,
  SkeletonRows,
  useHandoffReasonWords,
  useNow,
  figure,
} from '@/ui'
import { FEW, shareBounds } from '@/ui/figures'
import css from './Home.module.css'

type Days = '7' | '28' | '90'

export function HomeScreen() {
  const { t } = useLingui()
  const me = useMe()
  const [days, setDays] = useState<Days>('7')
  const { data, error, isPending, refetch } = useQuery(homeQuery(Number(days)))
  return (
    <Page
      title={<Trans>Overview</Trans>}
      lead={me.organisation}
      width="m"
      actions={
        <Segments
          label={t`Period`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '7', label: t`7 days` },
            { value: '28', label: t`28 days` },
            { value: '90', label: t`90 days` },
          ]}
        />
      }
    >
      {isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Body home={data} />
      )}
    </Page>
  )
}

function Body({ home }: { home: Home }) {
  const now = useNow()
  return (
    <div className={css.grid}>
      <div className={css.tiles}>
        <Tile to="mine" value={home.mine_count} label={<Trans>on your desk</Trans>} />
        <Tile
          to="unassigned"
          value={home.unassigned_count}
          capped={home.unassigned_capped}
          label={<Trans>without an owner</Trans>}
        />
        <Tile
          to="waiting"
          value={home.waiting_count}
          capped={home.waiting_capped}
          label={<Trans>wait for us</Trans>}
          small={
            home.oldest_waiting_since && (
              <Trans>longest {longSpan(now - Date.parse(home.oldest_waiting_since))}</Trans>
            )
          }
        />
        <Tile
          to="unanswered"
          value={home.unanswered_count}
          capped={home.unanswered_capped}
          label={<Trans>never got an answer</Trans>}
          small={<Trans>all time</Trans>}
        />
      </div>
      {home.handoffs.length > 0 && (
        <Section title={<Trans>Handed to your teams</Trans>} lead={<Trans>Not acknowledged yet.</Trans>}>
          <div className={css.rows}>
            {home.handoffs.map((h) => (
              <HandoffRow key={h.id} handoff={h} />
            ))}
          </div>
        </Section>
      )}
      <Section title={<Trans>Heard and told</Trans>} lead={<Period home={home} />}>
        <HeardTold home={home} />
      </Section>
      <Section title={<Trans>Who waits longest</Trans>}>
        {home.waiting.length === 0 ? (
          <Empty
            icon={IconKept}
            title={<Trans>Nobody waits</Trans>}
            action={
              home.unanswered_count > 0 && (
                <Link to="/inbox/$view" params={{ view: 'unanswered' }}>
                  <Trans>Who never got an answer, oldest first</Trans>
                </Link>
              )
            }
          >
            {home.unanswered_count > 0 && (
              <Trans>No conversation that is open. In older ones, some were never answered.</Trans>
            )}
          </Empty>
        ) : (
          <div className={css.rows}>
            {home.waiting.map((c) => (
              <WaitingRow key={c.id} c={c} />
            ))}
          </div>
        )}
      </Section>
    </div>
  )
}

function Period({ home }: { home: Home }) {
  const { i18n } = useLingui()
  const date = new Intl.DateTimeFormat(formatLocale(i18n.locale), { day: 'numeric', month: 'short' })
  return (
    <Trans>
      {date.format(new Date(home.from))} to {date.format(new Date(home.to))}, all channels, by the time of the
      posts.
    </Trans>
  )
}

interface TileProps {
  to: string
  value: number
  capped?: boolean
  label: React.ReactNode
  small?: React.ReactNode
}

function Tile({ to, value, capped, label, small }: TileProps) {
  return (
    <Link to="/inbox/$view" params={{ view: to }} className={css.tile}>
      <b>
        {figure(value)}
        {capped && '+'}
      </b>
      {label}
      {small && <small>{small}</small>}
    </Link>
  )
}

function HeardTold({ home }: { home: Home }) {
  const { i18n } = useLingui()
  const total = home.heard + home.told
  if (total === 0)
    return (
      <p className={css.quiet}>
        <Trans>Nothing was heard and nothing was told in this period.</Trans>
      </p>
    )
  const ratio = home.ratio?.toLocaleString(i18n.locale, { maximumFractionDigits: 1 })
  const bounds = shareBounds(home.heard, total)
  const percent = (x: number) => x.toLocaleString(i18n.locale, { style: 'percent', maximumFractionDigits: 0 })
  const most = Math.max(...home.by_channel.map((c) => Math.max(c.heard, c.told)), 1)
  return (
    <div className={css.balance}>
      <div className={css.big}>
        <div>
          <Trans>heard</Trans>
          <b>{figure(home.heard)}</b>
          <div className={css.quiet}>
            <Trans>posts from others</Trans>
          </div>
        </div>
        <div>
          <b>{figure(home.told)}</b>
          <Trans>told</Trans>
          <div className={css.quiet}>
            <Plural value={home.told_prompted} one="# answer" other="# answers" />,{' '}
            <Trans>{home.told_unprompted} unprompted</Trans>
          </div>
        </div>
        <div className={css.bar}>
          <Balance heard={home.heard} told={home.told} size="l" />
        </div>
      </div>
      {home.ratio !== null && home.ratio < 1 ? (
        <Notice tone="amber">
          <Trans>We tell more than we listen: {ratio} posts heard for each one told.</Trans>
        </Notice>
      ) : (
        ratio && (
          <p className={css.quiet}>
            <Trans>{ratio} posts heard for each one told.</Trans>{' '}
            {total < FEW && (
              <Trans>
                On {total} posts only: the share heard lies between {percent(bounds.low)} and{' '}
                {percent(bounds.high)}.
              </Trans>
            )}
          </p>
        )
      )}
      <DayBars days={home.by_day} />
      {home.by_channel.length > 1 && (
        <div className={css.channels}>
          {home.by_channel.map((c) => (
            <div key={c.channel.id} className={css.channel}>
              <span>
                <NetworkSign network={c.channel.network} />
                <span>{c.channel.name}</span>
              </span>
              <Balance heard={c.heard} told={c.told} scale={most} />
              <span className={css.numbers} aria-hidden>
                {figure(c.heard)} : {figure(c.told)}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function WaitingRow({ c }: { c: Conversation }) {
  const now = useNow()
  const name = c.person?.name ?? c.subject
  return (
    <Link
      to="/inbox/$view/$conversation"
      params={{ view: 'waiting', conversation: c.id }}
      className={css.row}
    >
      <PersonMark name={name} stage={c.person?.stage ?? 'connection'} size={32} />
      <div>
        <div className={css.line}>
          <b>{name}</b>
          <span>{c.first_words}</span>
        </div>
        <div className={css.reason}>{c.reason}</div>
      </div>
      {c.waiting_since && (
        <Chip icon={IconWaiting} tone="plain">
          {shortSpan(now - Date.parse(c.waiting_since))}
        </Chip>
      )}
    </Link>
  )
}

function HandoffRow({ handoff }: { handoff: Handoff }) {
  const reasons = useHandoffReasonWords()
  const now = useNow()
  const left = handoff.due_at ? Date.parse(handoff.due_at) - now : null
  return (
    <Link
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: handoff.conversation_id }}
      className={css.row}
    >
      <IconHandover size={18} aria-hidden />
      <div>
        <div className={css.line}>
          <b>{handoff.subject || reasons[handoff.reason]}</b>
          <span>{handoff.ask}</span>
        </div>
        <div className={css.reason}>
          <Trans>
            {reasons[handoff.reason]} · from {handoff.from_member?.name} to {handoff.to_team?.name}
          </Trans>
        </div>
      </div>
      {left !== null && (
        <Chip icon={IconClock} tone={left < 0 ? 'red' : left < 7_200_000 ? 'amber' : 'plain'}>
          {left < 0 ? <Trans>{shortSpan(left)} late</Trans> : <Trans>{shortSpan(left)} left</Trans>}
        </Chip>
      )}
    </Link>
  )
}
