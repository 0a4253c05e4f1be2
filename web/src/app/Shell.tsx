// Shell: what is around every screen of a signed-in member: sidebar, banners, palette, keys, the event stream.
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api, followEvents, meQuery, setCsrf, take, useCan, useMe, type LinkState } from '@/api'
import { KeySheet, Palette, useCommandList, useCommands, type PaletteItem } from '@/keys'
import {
  ConfirmMeProvider,
  Count,
  IconInbox,
  IconMenu,
  IconPeople,
  IconPerson,
  IconSearch,
  Kbd,
  useDebouncedValue,
  useTheme,
  useToast,
} from '@/ui'
import { Banners } from './Banners'
import { usePauseAll } from './PauseBars'
import { Sidebar, viewOf } from './Sidebar'
import css from './Shell.module.css'

/** The pages of the relationships section that have a command. */
const SEEN = [
  'stages',
  'slipping',
  'map',
  'introductions',
  'threads',
  'capacity',
  'balance',
  'attention',
  'recovery',
  'builders',
  'weights',
] as const

function useStream(): LinkState {
  const client = useQueryClient()
  const [state, setState] = useState<LinkState>('connecting')
  useEffect(() => {
    // A short gap is nobody's business.
    let timer: number | undefined
    const stop = followEvents(client, (next) => {
      window.clearTimeout(timer)
      if (next === 'lost') timer = window.setTimeout(() => setState('lost'), 2500)
      else if (next === 'open') setState('open')
    })
    return () => {
      window.clearTimeout(timer)
      stop()
    }
  }, [client])
  return state
}

function usePaletteExtra(): (words: string) => PaletteItem[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words, 150)
  const { data } = useQuery({
    queryKey: ['palette', asked],
    queryFn: () => take(api.GET('/api/v1/people', { params: { query: { q: asked, limit: 6 } } })),
    enabled: asked.length > 1,
    staleTime: 30_000,
    // A name that one sees stays until the next answer: Enter takes what is shown.
    placeholderData: keepPreviousData,
  })
  const people = asked.length > 1 ? data?.items : undefined
  return useCallback(
    (query: string) => {
      if (query !== words) window.setTimeout(() => setWords(query))
      if (!query) return []
      const found: PaletteItem[] = (people ?? []).map((person) => ({
        id: `person-${person.id}`,
        group: t`People`,
        label: person.name,
        icon: <IconPerson size={16} aria-hidden />,
        hint: person.handle,
        run: () => void navigate({ to: '/people/$person', params: { person: person.id } }),
      }))
      found.push({
        id: 'search',
        group: t`Search`,
        label: t`Search all posts for “${query}”`,
        icon: <IconSearch size={16} aria-hidden />,
        run: () => void navigate({ to: '/search', search: { q: query } }),
      })
      return found
    },
    [people, words, navigate, t],
  )
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  return useCallback(async () => {
    try {
      await take(api.DELETE('/api/v1/session'))
    } catch (error) {
      toast.fail(error)
      return
    }
    setCsrf('')
    client.clear()
    client.setQueryData(meQuery().queryKey, null)
    await navigate({ to: '/signin' })
  }, [client, navigate, toast])
}

export function Shell() {
  const { t } = useLingui()
  const link = useStream()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [palette, setPalette] = useState(false)
  const [sheet, setSheet] = useState(false)
  const [more, setMore] = useState(false)
  const { theme, setTheme } = useTheme()
  const signOut = useSignOut()
  const pauseAll = usePauseAll()
  const mayPause = useCan('reply')
  const extra = usePaletteExtra()
  const { half } = useCommandList()

  useCommands({
    'app.palette': () => setPalette((open) => !open),
    'app.keys': () => setSheet(true),
    'app.search': () => void navigate({ to: '/search', search: { q: '' } }),
    'app.theme': () => {
      const dark =
        theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
      setTheme(dark ? 'light' : 'dark')
    },
    'app.signout': () => void signOut(),
    ...(mayPause && { 'app.pause': pauseAll }),
    'go.home': () => void navigate({ to: '/home' }),
    'go.mine': () => void navigate({ to: '/inbox/$view', params: { view: 'mine' } }),
    'go.following': () => void navigate({ to: '/inbox/$view', params: { view: 'following' } }),
    'go.unassigned': () => void navigate({ to: '/inbox/$view', params: { view: 'unassigned' } }),
    'go.all': () => void navigate({ to: '/inbox/$view', params: { view: 'all' } }),
    'go.unanswered': () => void navigate({ to: '/inbox/$view', params: { view: 'unanswered' } }),
    'go.people': () => void navigate({ to: '/people' }),
    'go.listening': () => void navigate({ to: '/listening' }),
    'go.duplicates': () => void navigate({ to: '/people/duplicates' }),
    'go.relationships': () => void navigate({ to: '/relationships' }),
    ...Object.fromEntries(
      SEEN.map((view) => [
        `see.${view}`,
        () => void navigate({ to: '/relationships/$view', params: { view } }),
      ]),
    ),
    'go.outbox': () => void navigate({ to: '/outbox' }),
    'go.publish': () => void navigate({ to: '/publish', search: {} }),
    'go.policy': () => void navigate({ to: '/policy' }),
    'go.channels': () => void navigate({ to: '/channels' }),
    'go.members': () => void navigate({ to: '/members' }),
    'go.import': () => void navigate({ to: '/import' }),
    'go.audit': () => void navigate({ to: '/audit' }),
    'go.routing': () => void navigate({ to: '/routing', search: {} }),
    'go.settings': () => void navigate({ to: '/settings' }),
  })

  // A new screen: the sheet of a phone closes, and a screen reader is taken to its content.
  const main = useRef<HTMLElement>(null)
  const screen = pathname.split('/')[1]
  const firstScreen = useRef(screen)
  useEffect(() => {
    setMore(false)
  }, [pathname])
  useEffect(() => {
    if (firstScreen.current === screen) return
    firstScreen.current = screen
    // Whoever has opened the palette meanwhile keeps typing there.
    const at = document.activeElement
    if (!main.current?.contains(at) && !at?.closest('[role=dialog]'))
      main.current?.focus({ preventScroll: true })
  }, [screen])

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        <Trans>To the content</Trans>
      </a>
      <Banners link={link} />
      <div className={css.columns}>
        <div className={css.side}>
          <Sidebar />
        </div>
        <main className={css.main} id="main" ref={main} tabIndex={-1}>
          <div className={css.screen}>
            <ConfirmMeProvider>
              <Outlet />
            </ConfirmMeProvider>
          </div>
        </main>
      </div>
      {more && (
        <div className={css.sheet}>
          <Sidebar />
        </div>
      )}
      <BottomBar more={more} onMore={() => setMore(!more)} />
      <Palette opened={palette} onClose={() => setPalette(false)} extra={extra} />
      <KeySheet opened={sheet} onClose={() => setSheet(false)} />
      {half && (
        <div className={css.half} aria-hidden>
          <Kbd keys={half} /> …
        </div>
      )}
      <span className="sr" role="status">
        {link === 'lost' ? t`No connection` : ''}
      </span>
    </div>
  )
}

function BottomBar({ more, onMore }: { more: boolean; onMore: () => void }) {
  const { t } = useLingui()
  const me = useMe()
  const { pathname } = useLocation()
  const on = useMemo(
    () => (more ? 'more' : viewOf(pathname) ? 'inbox' : pathname.split('/')[1]),
    [more, pathname],
  )
  return (
    <nav className={css.bottom} aria-label={t`Main places`}>
      <Link
        to="/inbox/$view"
        params={{ view: viewOf(pathname) ?? 'all' }}
        className={css.tab}
        data-on={on === 'inbox' || undefined}
      >
        <IconInbox size={20} strokeWidth={1.75} aria-hidden />
        <Trans>Inbox</Trans>
      </Link>
      <Link to="/search" search={{ q: '' }} className={css.tab} data-on={on === 'search' || undefined}>
        <IconSearch size={20} strokeWidth={1.75} aria-hidden />
        <Trans>Search</Trans>
      </Link>
      <Link to="/people" className={css.tab} data-on={on === 'people' || undefined}>
        <IconPeople size={20} strokeWidth={1.75} aria-hidden />
        <Trans>People</Trans>
      </Link>
      <button
        type="button"
        className={css.tab}
        data-on={on === 'more' || undefined}
        aria-expanded={more}
        onClick={onMore}
      >
        <IconMenu size={20} strokeWidth={1.75} aria-hidden />
        <span>
          <Trans>More</Trans> {me.unseen_mentions > 0 && <Count value={me.unseen_mentions} />}
        </span>
      </button>
    </nav>
  )
}
