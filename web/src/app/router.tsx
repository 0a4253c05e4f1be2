// router: the addresses of the product. Screens outside the inbox are loaded when they are first opened. Features do
// not know each other; where one shows another (the person beside a conversation) it is put in here.
import { Trans } from '@lingui/react/macro'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  useNavigate,
  useParams,
  useSearch,
} from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { meQuery, startQuery, useMe } from '@/api'
import { HomeScreen } from '@/features/home'
import { InboxScreen, type Filters, type NoteDialog } from '@/features/inbox'
import type { PolicyTab } from '@/features/policy'
import type { PeopleView } from '@/features/people'
import { Card, SkeletonRows } from '@/ui'
import { whole } from '@/i18n'
import { speakAs, useOwnLocale } from './locale'
import { Lost, NotFound } from './Lost'
import { VIEWS } from './navigation'
import { searchValue } from './search'
import { Shell } from './Shell'

interface Context {
  client: QueryClient
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <Lost error={error} onRetry={reset} />,
  notFoundComponent: NotFound,
})

// ---- before sign-in ----------------------------------------------------------------------------------------------

const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  beforeLoad: async ({ context }) => {
    const { needs_owner } = await context.client.ensureQueryData(startQuery())
    const me = await context.client.ensureQueryData(meQuery())
    if (!needs_owner && !me) throw redirect({ to: '/signin', search: {} })
  },
  component: function Start() {
    return (
      <StartScreen
        connect={(onDone, onBack) => <ConnectForm onDone={onDone} onCancel={onBack} />}
        policy={(onDone) => (
          <Card>
            <StarterForm onDone={onDone} />
          </Card>
        )}
      />
    )
  },
})
const StartScreen = lazy(async () => ({ default: (await whole(import('@/features/start'))).StartScreen }))
const ConnectForm = lazy(async () => ({
  default: (await whole(import('@/features/channels'))).ConnectForm,
}))
const StarterForm = lazy(async () => ({
  default: (await whole(import('@/features/policy'))).StarterForm,
}))

const signin = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>): { next?: string; failed?: string } => ({
    ...(typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) && { next: search.next }),
    ...(typeof search.failed === 'string' && { failed: search.failed }),
  }),
  beforeLoad: async ({ context }) => {
    const { needs_owner } = await context.client.ensureQueryData(startQuery())
    if (needs_owner) throw redirect({ to: '/start' })
    if (await context.client.ensureQueryData(meQuery())) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => whole(import('@/features/auth')), 'SignInScreen'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: function Invitation() {
    return <InvitationScreen token={invitation.useParams().token} />
  },
})
const InvitationScreen = lazy(async () => ({
  default: (await whole(import('@/features/auth'))).InvitationScreen,
}))

// ---- the shell of a member ---------------------------------------------------------------------------------------

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery())
    if (me) return speakAs(me.locale)
    const { needs_owner } = await context.client.fetchQuery(startQuery())
    if (needs_owner) throw redirect({ to: '/start' })
    throw redirect({ to: '/signin', search: location.href === '/' ? {} : { next: location.href } })
  },
  component: function ShellRoute() {
    useOwnLocale()
    const me = useMe()
    const [setup, setSetup] = useState(me.setup_needed)
    if (me.setup_needed && !setup) setSetup(true)
    if (!setup) return <Shell />
    return (
      <Suspense>
        <SetupFirst onDone={() => setSetup(false)} />
      </Suspense>
    )
  },
})
const SetupFirst = lazy(async () => ({ default: (await import('./SetupFirst')).SetupFirst }))

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$view', params: { view: 'all' } })
  },
})

const home = createRoute({ getParentRoute: () => shell, path: '/home', component: HomeScreen })

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
const KINDS = ['lead', 'complaint', 'question', 'praise', 'other'] as const

function filtersOf(search: Record<string, unknown>): Filters {
  const filters: Filters = {}
  for (const key of ['channel', 'label', 'owner', 'team', 'network', 'storm'] as const) {
    const value = text(search[key])
    if (value) filters[key] = value
  }
  const kind = KINDS.find((k) => k === search.kind)
  if (kind) filters.kind = kind
  if (search.changed === true) filters.changed = true
  return filters
}

const NAMES = VIEWS.map((v) => v.view)
const ConversationPerson = lazy(async () => ({
  default: (await whole(import('@/features/people'))).ConversationPerson,
}))
const person = (conversation: string) => (
  <Suspense fallback={<SkeletonRows rows={4} />}>
    <ConversationPerson conversation={conversation} />
  </Suspense>
)
const nothing = <HomeScreen />
const AddDialog = lazy(async () => ({ default: (await whole(import('@/features/people'))).AddDialog }))
const note: NoteDialog = (what, onClose) => (
  <Suspense>
    <AddDialog kind={what.kind} person={what.person} source={what.source} onClose={onClose} />
  </Suspense>
)

const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox/$view',
  validateSearch: filtersOf,
  component: function Inbox() {
    const { view } = inbox.useParams()
    const search: Filters & { post?: string } = useSearch({ strict: false })
    const filters = useMemo(() => filtersOf({ ...search }), [search])
    const open = useConversationParam()
    return (
      <InboxScreen
        view={view}
        conversation={open}
        filters={filters}
        person={person}
        nothing={nothing}
        note={note}
        post={search.post}
        views={NAMES}
      />
    )
  },
})
const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$conversation',
  validateSearch: (raw: Record<string, unknown>): { post?: string } => {
    const id = text(raw.post)
    return id && /^\d+$/.test(id) ? { post: id } : {}
  },
  component: () => null,
})

function useConversationParam(): string | null {
  return useParams({ strict: false }).conversation ?? null
}

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: (raw: Record<string, unknown>): PeopleView => ({
    tab: text(raw.tab),
    segment: text(raw.segment),
    build: raw.build === true || undefined,
  }),
  component: function People() {
    const navigate = useNavigate()
    return (
      <PeopleScreen
        summary={<FirstEvening compact />}
        tabs={[{ value: 'slipping', label: <Trans>Slipping away</Trans>, body: <SlippingList /> }]}
        view={people.useSearch()}
        onView={(next) => void navigate({ to: '/people', search: next })}
      />
    )
  },
})
const duplicates = createRoute({
  getParentRoute: () => shell,
  path: '/people/duplicates',
  component: lazyRouteComponent(() => whole(import('@/features/people')), 'DuplicatesScreen'),
})
const PeopleScreen = lazy(async () => ({
  default: (await whole(import('@/features/people'))).PeopleScreen,
}))
const FirstEvening = lazy(async () => ({
  default: (await whole(import('@/features/relationships'))).FirstEvening,
}))
const SlippingList = lazy(async () => ({
  default: (await whole(import('@/features/relationships'))).SlippingList,
}))
const PersonScreen = lazy(async () => ({
  default: (await whole(import('@/features/people'))).PersonScreen,
}))
const personPage = createRoute({
  getParentRoute: () => shell,
  path: '/people/$person',
  component: function PersonPage() {
    const { person: id } = personPage.useParams()
    return <PersonScreen key={id} id={id} />
  },
})

const RelationshipsScreen = lazy(async () => ({
  default: (await whole(import('@/features/relationships'))).RelationshipsScreen,
}))
const relationshipsHome = createRoute({
  getParentRoute: () => shell,
  path: '/relationships',
  beforeLoad: () => {
    throw redirect({ to: '/relationships/$view', params: { view: 'stages' } })
  },
})
const relationships = createRoute({
  getParentRoute: () => shell,
  path: '/relationships/$view',
  validateSearch: (raw: Record<string, unknown>): { person?: string } => {
    const id = text(raw.person)
    return id && /^\d+$/.test(id) ? { person: id } : {}
  },
  component: function Relationships() {
    const { view } = relationships.useParams()
    const { person } = relationships.useSearch()
    const navigate = useNavigate()
    return (
      <RelationshipsScreen
        view={view}
        person={person}
        onPerson={(id) =>
          void navigate({ to: '/relationships/$view', params: { view }, search: id ? { person: id } : {} })
        }
      />
    )
  },
})

const SearchScreen = lazy(async () => ({
  default: (await whole(import('@/features/search'))).SearchScreen,
}))
const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: (
    raw: Record<string, unknown>,
  ): { q: string; channel?: string; from?: string; to?: string } => ({
    q: text(raw.q) ?? '',
    channel: text(raw.channel),
    from: text(raw.from),
    to: text(raw.to),
  }),
  component: function Search() {
    const asked = search.useSearch()
    const navigate = useNavigate()
    return (
      <SearchScreen
        asked={asked}
        onAsk={(next) => void navigate({ to: '/search', search: next, replace: true })}
      />
    )
  },
})

const RoutingScreen = lazy(async () => ({
  default: (await whole(import('@/features/routing'))).RoutingScreen,
}))
const routing = createRoute({
  getParentRoute: () => shell,
  path: '/routing',
  validateSearch: (raw: Record<string, unknown>): { tab?: string } => ({ tab: text(raw.tab) }),
  component: function Routing() {
    const { tab } = routing.useSearch()
    const navigate = useNavigate()
    return (
      <RoutingScreen
        tab={tab}
        onTab={(next) =>
          void navigate({ to: '/routing', search: next === 'rules' ? {} : { tab: next }, replace: true })
        }
      />
    )
  },
})

const PolicyScreen = lazy(async () => ({
  default: (await whole(import('@/features/policy'))).PolicyScreen,
}))
const policy = createRoute({
  getParentRoute: () => shell,
  path: '/policy',
  validateSearch: (raw: Record<string, unknown>): { tab?: PolicyTab } =>
    raw.tab === 'blocks' || raw.tab === 'signs' ? { tab: raw.tab } : {},
  component: function PolicyPage() {
    const navigate = useNavigate()
    const { tab } = policy.useSearch()
    return (
      <PolicyScreen
        tab={tab ?? 'policy'}
        onTab={(next) => void navigate({ to: '/policy', search: next === 'policy' ? {} : { tab: next } })}
      />
    )
  },
})

const PublishScreen = lazy(async () => ({
  default: (await whole(import('@/features/publish'))).PublishScreen,
}))
const publish = createRoute({
  getParentRoute: () => shell,
  path: '/publish',
  validateSearch: (raw: Record<string, unknown>): { tab?: string } => ({ tab: text(raw.tab) }),
  component: function Publish() {
    return <PublishScreen tab={publish.useSearch().tab} />
  },
})

const QueryScreen = lazy(async () => ({
  default: (await whole(import('@/features/listening'))).QueryScreen,
}))
const listened = createRoute({
  getParentRoute: () => shell,
  path: '/listening/$query',
  component: function Listened() {
    const navigate = useNavigate()
    return <QueryScreen id={listened.useParams().query} onGone={() => void navigate({ to: '/listening' })} />
  },
})

const plain = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component })

/** A screen with tabs, of which an address may name one. */
const tabbed = <P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch: (raw: Record<string, unknown>): { tab?: string } => ({ tab: text(raw.tab) }),
    component,
  })

const routes = root.addChildren([
  start,
  signin,
  invitation,
  shell.addChildren([
    index,
    home,
    inbox.addChildren([conversation]),
    people,
    duplicates,
    relationshipsHome,
    relationships,
    personPage,
    search,
    routing,
    plain(
      '/mentions',
      lazyRouteComponent(() => whole(import('@/features/mentions')), 'MentionsScreen'),
    ),
    plain(
      '/outbox',
      lazyRouteComponent(() => whole(import('@/features/outbox')), 'OutboxScreen'),
    ),
    publish,
    plain(
      '/listening',
      lazyRouteComponent(() => whole(import('@/features/listening')), 'ListeningScreen'),
    ),
    listened,
    policy,
    plain(
      '/channels',
      lazyRouteComponent(() => whole(import('@/features/channels')), 'ChannelsScreen'),
    ),
    tabbed(
      '/members',
      lazyRouteComponent(() => whole(import('@/features/members')), 'MembersScreen'),
    ),
    plain(
      '/import',
      lazyRouteComponent(() => whole(import('@/features/import')), 'ImportScreen'),
    ),
    tabbed(
      '/settings',
      lazyRouteComponent(() => whole(import('@/features/settings')), 'SettingsScreen'),
    ),
    plain(
      '/audit',
      lazyRouteComponent(() => whole(import('@/features/audit')), 'AuditScreen'),
    ),
  ]),
])

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: routes,
    context: { client },
    defaultPreload: false,
    scrollRestoration: false,
    parseSearch: parseSearchWith(searchValue),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
