// insight: what is learnt from ties, and segments: keys begin with 'relationships' or 'segments', so that an event about a
// person makes them stale (events.ts).
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, take } from './client'
import type { operations } from './schema.gen'

const first = undefined as string | undefined
const nextOf = (page: { next: string | null }) => page.next ?? undefined

type Query<O extends keyof operations> = NonNullable<
  operations[O] extends { parameters: { query?: infer Q } } ? Q : never
>

export type GraphFilter = Query<'relationshipsGraph'>
export const graphQuery = (filter: GraphFilter) =>
  queryOptions({
    queryKey: ['relationships', 'graph', filter],
    queryFn: () => take(api.GET('/api/v1/relationships/graph', { params: { query: filter } })),
    placeholderData: keepPreviousData,
  })

export const pathsQuery = (id: string) =>
  queryOptions({
    queryKey: ['relationships', 'paths', id],
    queryFn: () =>
      take(api.GET('/api/v1/people/{id}/paths', { params: { path: { id }, query: { limit: 5 } } })),
  })

export const singleThreadQuery = () =>
  infiniteQueryOptions({
    queryKey: ['relationships', 'single-thread'],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/relationships/single-thread', {
          params: { query: { cursor: pageParam, limit: 30 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export const capacityQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'capacity'],
    queryFn: () => take(api.GET('/api/v1/relationships/capacity')),
  })

/** `days` before now, beside as many before that. */
export const attentionQuery = (days: number) =>
  queryOptions({
    queryKey: ['relationships', 'attention', days],
    queryFn: () =>
      take(
        api.GET('/api/v1/relationships/attention', {
          params: { query: { from: new Date(Date.now() - days * 86_400_000).toISOString() } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

export const recoveryQuery = () =>
  infiniteQueryOptions({
    queryKey: ['relationships', 'recovery'],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/relationships/recovery', { params: { query: { cursor: pageParam, limit: 30 } } }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export type ListeningFilter = Query<'relationshipsListening'>
export type ListeningBy = NonNullable<ListeningFilter['by']>
export const listeningQuery = (filter: ListeningFilter) =>
  queryOptions({
    queryKey: ['relationships', 'listening', filter],
    queryFn: () => take(api.GET('/api/v1/relationships/listening', { params: { query: filter } })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

export const buildersQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'builders'],
    queryFn: () => take(api.GET('/api/v1/relationships/builders')),
  })

export const builderMeQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'builder-me'],
    queryFn: () => take(api.GET('/api/v1/me/builder')),
  })

/** Whom to ask to lead a channel; without one: a plan. */
export const leadQuery = (channel?: string) =>
  queryOptions({
    queryKey: ['relationships', 'lead', channel ?? ''],
    queryFn: () => take(api.GET('/api/v1/relationships/lead', { params: { query: { channel } } })),
  })

/** What the parts of a strength weigh, and what members' own ratings would make of it. */
export const weightsQuery = () =>
  queryOptions({
    queryKey: ['relationships', 'weights'],
    queryFn: () => take(api.GET('/api/v1/relationships/weights')),
  })

/** What the reader likes, for common ground. */
export const interestsQuery = () =>
  queryOptions({ queryKey: ['interests'], queryFn: () => take(api.GET('/api/v1/me/interests')) })

/** How strong a relationship was, week by week. */
export const courseQuery = (id: string) =>
  queryOptions({
    queryKey: ['relationship', id, 'course'],
    queryFn: () =>
      take(
        api.GET('/api/v1/people/{id}/relationship/course', {
          params: { path: { id }, query: { weeks: 52 } },
        }),
      ),
  })

// ---- segments ----

export const segmentFieldsQuery = () =>
  queryOptions({
    queryKey: ['segment-fields'],
    queryFn: () => take(api.GET('/api/v1/segment-fields')),
    staleTime: Infinity,
  })

export const segmentsQuery = () =>
  queryOptions({ queryKey: ['segments', 'list'], queryFn: () => take(api.GET('/api/v1/segments')) })

/** One with its count as of now. */
export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: () => take(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
  })

export const segmentPeopleQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['segments', 'people', id],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/segments/{id}/people', {
          params: { path: { id }, query: { cursor: pageParam, limit: 60 } },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
  })

export type Conditions = unknown
/** How many a condition holds for now, and some of them. */
export const segmentPreviewQuery = (conditions: Conditions) =>
  queryOptions({
    queryKey: ['segments', 'preview', conditions],
    queryFn: () => take(api.POST('/api/v1/segments/preview', { body: { conditions: conditions as never } })),
    placeholderData: keepPreviousData,
  })

/** Fields of the team's own. */
export const fieldsQuery = () =>
  queryOptions({ queryKey: ['fields'], queryFn: () => take(api.GET('/api/v1/fields')), staleTime: 60_000 })
