// queries: what screens read, by key. Keys begin with the noun, so that an event of the stream can name what is out
// of date (events.ts). Mutations live beside the screens that make them.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ApiError, setCsrf, take } from './client'
import type { operations, TimelineEntry, Token } from './schema.gen'

export type ConversationFilter = Omit<
  NonNullable<operations['conversationsList']['parameters']['query']>,
  'cursor' | 'limit'
>
export type SearchFilter = Omit<operations['searchList']['parameters']['query'], 'cursor' | 'limit'>
export type AuditFilter = Omit<
  NonNullable<operations['auditList']['parameters']['query']>,
  'cursor' | 'limit'
>

const first = undefined as string | undefined
const nextOf = (page: { next: string | null }) => page.next ?? undefined

export const startQuery = () =>
  queryOptions({ queryKey: ['start'], queryFn: () => take(api.GET('/api/v1/start')), staleTime: 60_000 })

/** The signed-in member; null when nobody is signed in. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: async () => {
      try {
        const me = await take(api.GET('/api/v1/me'))
        setCsrf(me.csrf)
        return me
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
  })

export const statusQuery = () =>
  queryOptions({
    queryKey: ['status'],
    queryFn: () => take(api.GET('/api/v1/status')),
    refetchInterval: 60_000,
  })

export const viewsQuery = () =>
  queryOptions({ queryKey: ['views'], queryFn: () => take(api.GET('/api/v1/views')) })

/** Views that were kept under a name, each with its count for the reader. */
export const savedViewsQuery = () =>
  queryOptions({ queryKey: ['saved-views'], queryFn: () => take(api.GET('/api/v1/saved-views')) })

export const homeQuery = (days: number) =>
  queryOptions({
    queryKey: ['home', days],
    queryFn: () => take(api.GET('/api/v1/home', { params: { query: { days } } })),
    placeholderData: keepPreviousData,
  })

export const conversationsQuery = (filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: ['conversations', filter],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/conversations', { params: { query: { ...filter, cursor: pageParam, limit: 50 } } }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['thread', id],
    queryFn: () => take(api.GET('/api/v1/conversations/{id}', { params: { path: { id } } })),
  })

export const stormQuery = (id: string) =>
  queryOptions({
    queryKey: ['storm', id],
    queryFn: () => take(api.GET('/api/v1/storms/{id}', { params: { path: { id } } })),
  })

/** The page of a thread's posts before a cursor, oldest first. */
export const earlierPosts = (id: string, cursor: string) =>
  take(
    api.GET('/api/v1/conversations/{id}/posts', { params: { path: { id }, query: { cursor, limit: 100 } } }),
  )

export const presenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['presence', id],
    queryFn: () => take(api.GET('/api/v1/conversations/{id}/presence', { params: { path: { id } } })),
  })

export const membersQuery = () =>
  queryOptions({ queryKey: ['members'], queryFn: () => take(api.GET('/api/v1/members')), staleTime: 60_000 })

export const teamsQuery = () =>
  queryOptions({ queryKey: ['teams'], queryFn: () => take(api.GET('/api/v1/teams')), staleTime: 60_000 })

export const labelsQuery = () =>
  queryOptions({ queryKey: ['labels'], queryFn: () => take(api.GET('/api/v1/labels')), staleTime: 60_000 })

export const invitationsQuery = () =>
  queryOptions({ queryKey: ['invitations'], queryFn: () => take(api.GET('/api/v1/invitations')) })

export const tokensQuery = () =>
  queryOptions({ queryKey: ['tokens'], queryFn: () => take(api.GET('/api/v1/tokens')) })

/** A password that a phone shows, not a token of a program. */
export const isAppPassword = (token: Token) => token.scopes.includes('contacts')

export const contactsQuery = () =>
  queryOptions({ queryKey: ['contacts'], queryFn: () => take(api.GET('/api/v1/me/contacts')) })

export const networksQuery = () =>
  queryOptions({
    queryKey: ['networks'],
    queryFn: () => take(api.GET('/api/v1/networks')),
    staleTime: Infinity,
  })

export const channelsQuery = () =>
  queryOptions({
    queryKey: ['channels'],
    queryFn: () => take(api.GET('/api/v1/channels')),
    refetchInterval: 60_000,
  })

export const mentionsQuery = () =>
  queryOptions({ queryKey: ['mentions'], queryFn: () => take(api.GET('/api/v1/me/mentions')) })

export const handoffsQuery = (box: 'given' | 'received', open: boolean) =>
  queryOptions({
    queryKey: ['handoffs', box, open],
    queryFn: () => take(api.GET('/api/v1/handoffs', { params: { query: { box, open } } })),
  })

export const peopleQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['people', q],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/people', { params: { query: { q: q || undefined, cursor: pageParam, limit: 50 } } }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  })

export type PeopleFilter = Omit<
  NonNullable<operations['peopleList']['parameters']['query']>,
  'cursor' | 'limit'
>
/** All people in an order, narrowed down. */
export const peopleListQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filter],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/people', { params: { query: { ...filter, cursor: pageParam, limit: 50 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  })

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id],
    queryFn: () => take(api.GET('/api/v1/people/{id}', { params: { path: { id } } })),
  })

export type TimelineFilter = Omit<
  NonNullable<operations['personTimeline']['parameters']['query']>,
  'cursor' | 'limit'
>
export type TimelineKind = TimelineEntry['what']
export const timelineQuery = (id: string, filter: TimelineFilter) =>
  infiniteQueryOptions({
    queryKey: ['timeline', id, filter],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/people/{id}/timeline', {
          params: { path: { id }, query: { ...filter, cursor: pageParam, limit: 30 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const duplicatesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['duplicates'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/people/duplicates', { params: { query: { cursor: pageParam, limit: 20 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

/** How far the look at all people is; asked again while it runs. */
export const matchScanQuery = () =>
  queryOptions({
    queryKey: ['match-scan'],
    queryFn: () => take(api.GET('/api/v1/people/duplicates/scan')),
    refetchInterval: (query) => {
      const state = query.state.data?.state
      return state === 'running' || state === 'ready' ? 2000 : false
    },
  })

/** Two persons side by side, judged as of now. */
export const besideQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ['beside', a, b],
    queryFn: () => take(api.GET('/api/v1/people/duplicates/{a}/{b}', { params: { path: { a, b } } })),
  })

export const mergesQuery = (id: string) =>
  queryOptions({
    queryKey: ['merges', id],
    queryFn: () => take(api.GET('/api/v1/people/{id}/merges', { params: { path: { id } } })),
  })

/** What members wrote down about a person: moments, facts, promises, deals, value. */
export const recordsQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', id],
    queryFn: () => take(api.GET('/api/v1/people/{id}/records', { params: { path: { id } } })),
  })

/** Stage, what is missing for the next, strength with its parts; of the organisation and of each member. */
export const relationshipQuery = (id: string) =>
  queryOptions({
    queryKey: ['relationship', id],
    queryFn: () => take(api.GET('/api/v1/people/{id}/relationship', { params: { path: { id } } })),
  })

// ---- relationships: keys begin with 'relationships'; a person's event makes them stale ----

export const relationshipSummaryQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'summary'],
    queryFn: () => take(api.GET('/api/v1/relationships/summary')),
  })

export type SlippingFilter = Omit<
  NonNullable<operations['relationshipsSlipping']['parameters']['query']>,
  'cursor' | 'limit'
>
export type SlippingWhy = NonNullable<SlippingFilter['why']>
export const slippingQuery = (filter: SlippingFilter) =>
  infiniteQueryOptions({
    queryKey: ['relationships', 'slipping', filter],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/relationships/slipping', {
          params: { query: { ...filter, cursor: pageParam, limit: 20 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  })

export const stageFlowQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'flow'],
    queryFn: () => take(api.GET('/api/v1/relationships/flow')),
  })

export const rhythmQuery = (id: string) =>
  queryOptions({
    queryKey: ['rhythm', id],
    queryFn: () =>
      take(api.GET('/api/v1/people/{id}/rhythm', { params: { path: { id }, query: { weeks: 52 } } })),
  })

/** What could be merged with a conversation: others of the same person on its channel. */
export const kinQuery = (id: string) =>
  queryOptions({
    queryKey: ['kin', id],
    queryFn: () => take(api.GET('/api/v1/conversations/{id}/kin', { params: { path: { id } } })),
  })

export const knownByQuery = (id: string) =>
  queryOptions({
    queryKey: ['known-by', id],
    queryFn: () => take(api.GET('/api/v1/people/{id}/known-by', { params: { path: { id } } })),
  })

export const searchQuery = (filter: SearchFilter) =>
  infiniteQueryOptions({
    queryKey: ['search', filter],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/search', { params: { query: { ...filter, cursor: pageParam, limit: 40 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
    enabled: filter.q.trim().length > 0,
    placeholderData: keepPreviousData,
  })

export const regionsQuery = () =>
  queryOptions({ queryKey: ['channels', 'regions'], queryFn: () => take(api.GET('/api/v1/regions')) })

export type OutboxState = NonNullable<NonNullable<operations['outboxList']['parameters']['query']>['state']>
export const outboxQuery = (state: OutboxState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['outbox', state ?? 'all'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/outbox', { params: { query: { state, cursor: pageParam, limit: 50 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

/** Answers that wait for the reader's yes. */
export const approvalsQuery = () =>
  queryOptions({
    queryKey: ['approvals'],
    queryFn: async () => (await take(api.GET('/api/v1/approvals'))).items,
  })

export const plannedQuery = (span: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['planned', span.from, span.to],
    queryFn: () => take(api.GET('/api/v1/planned', { params: { query: span } })),
  })

/** Where one may post, with limits, and heard against told. */
export const placesQuery = () =>
  queryOptions({ queryKey: ['planned', 'places'], queryFn: () => take(api.GET('/api/v1/planned/places')) })

export const policyQuery = () =>
  queryOptions({ queryKey: ['policy'], queryFn: () => take(api.GET('/api/v1/policy')) })

export const policyStarterQuery = (locale: 'en' | 'de') =>
  queryOptions({
    queryKey: ['policy', 'starter', locale],
    queryFn: () => take(api.GET('/api/v1/policy/starter', { params: { query: { locale } } })),
    staleTime: Infinity,
  })

/** What Kith says of a text that may become the policy: what keeps it from being adopted, what is worth a look. */
export const policyOpinionQuery = (text: string) =>
  queryOptions({
    queryKey: ['policy', 'opinion', text],
    queryFn: () => take(api.POST('/api/v1/policy/check', { body: { text } })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  })

export const savedTextsQuery = () =>
  queryOptions({ queryKey: ['saved-texts'], queryFn: () => take(api.GET('/api/v1/saved-texts')) })

export const signsQuery = () =>
  queryOptions({ queryKey: ['signs'], queryFn: () => take(api.GET('/api/v1/signs')) })

export const policyVersionsQuery = () =>
  queryOptions({ queryKey: ['policy', 'versions'], queryFn: () => take(api.GET('/api/v1/policy/versions')) })

export const acknowledgementsQuery = () =>
  queryOptions({
    queryKey: ['policy', 'acknowledgements'],
    queryFn: () => take(api.GET('/api/v1/policy/acknowledgements')),
  })

export const importsQuery = () =>
  queryOptions({ queryKey: ['imports'], queryFn: () => take(api.GET('/api/v1/imports')) })

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: () => take(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    // The stream tells of progress; this is for when the stream is down.
    refetchInterval: (query) =>
      ['checking', 'running'].includes(query.state.data?.state ?? '') ? 1500 : false,
  })

export const importSampleQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id, 'sample'],
    queryFn: () => take(api.GET('/api/v1/imports/{id}/sample', { params: { path: { id } } })),
    staleTime: Infinity,
  })

export const settingsQuery = () =>
  queryOptions({ queryKey: ['settings'], queryFn: () => take(api.GET('/api/v1/settings')) })

export const demoQuery = () =>
  queryOptions({ queryKey: ['demo'], queryFn: () => take(api.GET('/api/v1/demo')) })

export const sessionsQuery = () =>
  queryOptions({ queryKey: ['sessions'], queryFn: () => take(api.GET('/api/v1/me/sessions')) })

export const holdsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['holds'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/holds', { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const erasuresQuery = () =>
  infiniteQueryOptions({
    queryKey: ['erasures'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/erasures', { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/audit', { params: { query: { ...filter, cursor: pageParam, limit: 100 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  })

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => take(api.GET('/api/v1/invitation/{token}', { params: { path: { token } } })),
    retry: false,
  })

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['trace', id],
    queryFn: () => take(api.GET('/api/v1/posts/{id}/trace', { params: { path: { id } } })),
  })

// ---- routing: rules, deadlines, hours, who is here; one key, because each changes what the others say ----

export const routingTablesQuery = () =>
  queryOptions({
    queryKey: ['routing', 'tables'],
    queryFn: () => take(api.GET('/api/v1/routing/tables')),
    staleTime: Infinity,
  })

export const routingRulesQuery = () =>
  queryOptions({ queryKey: ['routing', 'rules'], queryFn: () => take(api.GET('/api/v1/routing/rules')) })

export const routingChangesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['routing', 'changes'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/routing/changes', { params: { query: { cursor: pageParam, limit: 10 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

/** How far the walk over open conversations is; asked again while it runs. */
export const routingRunQuery = () =>
  queryOptions({
    queryKey: ['routing', 'run'],
    queryFn: () => take(api.GET('/api/v1/routing/run')),
    refetchInterval: (query) => {
      const state = query.state.data?.state
      return state === 'running' || state === 'ready' ? 1500 : false
    },
  })

export const routingActsQuery = (days: number) =>
  queryOptions({
    queryKey: ['routing', 'acts', days],
    queryFn: () => take(api.GET('/api/v1/routing/acts', { params: { query: { days } } })),
  })

// ---- listening: queries, topics, what they found ----

/** All queries with their counts; asked again while history is looked through. */
export const queriesQuery = () =>
  queryOptions({
    queryKey: ['queries', 'all'],
    queryFn: () => take(api.GET('/api/v1/queries')),
    refetchInterval: (query) => (query.state.data?.items.some((q) => q.filled < 1) ? 2000 : false),
  })

/** Whether a text is a query, and what it costs. */
export const queryReadQuery = (body: string, verb: 'watch' | 'hide' | 'skip') =>
  queryOptions({
    queryKey: ['query-read', body, verb],
    queryFn: () => take(api.POST('/api/v1/queries/read', { body: { body, verb } })),
    staleTime: Infinity,
  })

export const queryDaysQuery = (id: string, days: number) =>
  queryOptions({
    queryKey: ['queries', 'days', id, days],
    queryFn: () => take(api.GET('/api/v1/queries/{id}/days', { params: { path: { id }, query: { days } } })),
  })

export const queryPostsQuery = (id: string, hidden: boolean) =>
  infiniteQueryOptions({
    queryKey: ['queries', 'posts', id, hidden],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/queries/{id}/posts', {
          params: { path: { id }, query: { cursor: pageParam, hidden, limit: 20 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const queryChangesQuery = () =>
  infiniteQueryOptions({
    queryKey: ['queries', 'changes'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/queries/changes', { params: { query: { cursor: pageParam, limit: 10 } } })),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const deadlinesQuery = () =>
  queryOptions({ queryKey: ['routing', 'deadlines'], queryFn: () => take(api.GET('/api/v1/deadlines')) })

export type DeadlineReportFilter = NonNullable<operations['deadlineReport']['parameters']['query']>
export const deadlineReportQuery = (filter: DeadlineReportFilter) =>
  queryOptions({
    queryKey: ['routing', 'report', filter],
    queryFn: () => take(api.GET('/api/v1/deadlines/report', { params: { query: filter } })),
    placeholderData: keepPreviousData,
  })

export const calendarsQuery = () =>
  queryOptions({ queryKey: ['routing', 'calendars'], queryFn: () => take(api.GET('/api/v1/calendars')) })

export const rosterQuery = () =>
  queryOptions({
    queryKey: ['routing', 'roster'],
    queryFn: () => take(api.GET('/api/v1/roster')),
    refetchInterval: 60_000,
  })

export const skillsQuery = () =>
  queryOptions({ queryKey: ['routing', 'skills'], queryFn: () => take(api.GET('/api/v1/skills')) })

export const absencesQuery = () =>
  queryOptions({ queryKey: ['routing', 'absences'], queryFn: () => take(api.GET('/api/v1/absences')) })
export const securityQuery = () =>
  queryOptions({ queryKey: ['security'], queryFn: () => take(api.GET('/api/v1/me/security')) })

export const secondPolicyQuery = () =>
  queryOptions({
    queryKey: ['settings', 'second-factor'],
    queryFn: () => take(api.GET('/api/v1/second-factor')),
  })

export const membersSecurityQuery = () =>
  queryOptions({
    queryKey: ['members', 'security'],
    queryFn: () => take(api.GET('/api/v1/members/security')),
  })

/** Who may see a channel and speak as it. */
export const accessQuery = (channel: string) =>
  queryOptions({
    queryKey: ['channels', 'access', channel],
    queryFn: () => take(api.GET('/api/v1/channels/{id}/access', { params: { path: { id: channel } } })),
  })

/** Which channels a member may see and speak as. */
export const memberAccessQuery = (member: string) =>
  queryOptions({
    queryKey: ['members', 'access', member],
    queryFn: () => take(api.GET('/api/v1/members/{id}/access', { params: { path: { id: member } } })),
  })

export const providersQuery = () =>
  queryOptions({ queryKey: ['providers'], queryFn: () => take(api.GET('/api/v1/providers')) })
