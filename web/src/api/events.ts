// events: one stream from the server names what changed; the screens that show it fetch it again. A name is
// "conversation", "post" ..., its data {"id": "..."}. Changes are collected for a moment, so that a busy import
// does not make the browser fetch the same list a hundred times.
import type { QueryClient, QueryKey } from '@tanstack/react-query'

export const TOPICS = [
  'conversation',
  'post',
  'person',
  'channel',
  'member',
  'outbox',
  'handoff',
  'import',
  'presence',
  'setting',
] as const
export type EventTopic = (typeof TOPICS)[number]
export type LinkState = 'connecting' | 'open' | 'lost'

const COLLECT_MS = 250
const LISTS_MS = 1500 // lists and counts: not more often than this

/** What is out of date when `topic` names `id`: at once, and with the lists. */
export function staleKeys(topic: EventTopic, id: string): { now: QueryKey[]; lists: QueryKey[] } {
  switch (topic) {
    case 'conversation':
      return {
        now: [['thread', id]],
        lists: [['conversations'], ['views'], ['saved-views'], ['home'], ['me'], ['mentions'], ['storm']],
      }
    case 'post':
      return { now: [], lists: [['search'], ['timeline']] }
    case 'person':
      return {
        now: [
          ['person', id],
          ['timeline', id],
          ['merges', id],
          ['records', id],
          ['relationship', id],
          ['rhythm', id],
          ['known-by', id],
        ],
        lists: [['people'], ['duplicates'], ['relationships'], ['segments']],
      }
    case 'channel':
      return { now: [['status'], ['channels']], lists: [['home']] }
    case 'member':
      return {
        now: [
          ['routing'],
          ['members'],
          ['teams'],
          ['invitations'],
          ['tokens'],
          ['me'],
          ['views'],
          ['saved-views'],
        ],
        lists: [],
      }
    case 'outbox':
      return { now: [['outbox'], ['approvals'], ['planned']], lists: [['status'], ['me']] }
    case 'handoff':
      return { now: [['handoffs'], ['me']], lists: [['home'], ['mentions'], ['views']] }
    case 'import':
      return { now: [['import', id]], lists: [['imports']] }
    case 'presence':
      return { now: [['presence', id]], lists: [] }
    case 'setting':
      return {
        now: [
          ['routing'],
          ['settings'],
          ['policy'],
          ['me'],
          ['start'],
          ['labels'],
          ['status'],
          ['demo'],
          ['pauses'],
          ['saved-views'],
          ['queries'],
        ],
        lists: [],
      }
  }
}

/** Fetches once more what is on screen, and what is on its way: it may have been read before the stream heard. */
function fetchAgain(client: QueryClient) {
  for (const query of client.getQueryCache().findAll({ type: 'active' })) {
    const again = () => client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    if (query.state.fetchStatus === 'fetching') query.promise?.then(again, () => undefined)
    else void again()
  }
}

/** Keeps the stream open until the returned function is called. */
export function followEvents(client: QueryClient, onState: (state: LinkState) => void): () => void {
  const now = new Map<string, QueryKey>()
  const lists = new Map<string, QueryKey>()
  let nowTimer: number | undefined
  let listTimer: number | undefined
  let opened = false

  const flush = (waiting: Map<string, QueryKey>) => {
    for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey })
    waiting.clear()
  }
  const note = (topic: EventTopic, id: string | null) => {
    const stale = staleKeys(topic, id ?? '')
    // Whom something is closed to hears that something changed, and not what: all of that kind is fetched again.
    if (id === null) stale.now = stale.now.map(([noun]) => [noun])
    for (const key of stale.now) now.set(JSON.stringify(key), key)
    for (const key of stale.lists) lists.set(JSON.stringify(key), key)
    nowTimer ??= window.setTimeout(() => {
      nowTimer = undefined
      flush(now)
    }, COLLECT_MS)
    if (stale.lists.length > 0)
      listTimer ??= window.setTimeout(() => {
        listTimer = undefined
        flush(lists)
      }, LISTS_MS)
  }

  let source: EventSource | undefined
  let retryTimer: number | undefined
  let pause = 1000
  const open = () => {
    onState('connecting')
    source = new EventSource('/api/v1/events')
    source.onopen = () => {
      // After a gap nobody knows what was missed: fetch what is known again. So is what was read before the first
      // opening, and only that: the screens have just begun.
      if (opened) void client.invalidateQueries()
      else fetchAgain(client)
      opened = true
      pause = 1000
      onState('open')
    }
    source.onerror = () => {
      onState('lost')
      // The browser itself tries again, except after a refusal.
      if (source?.readyState !== EventSource.CLOSED) return
      retryTimer = window.setTimeout(open, pause * (0.75 + Math.random() / 2))
      pause = Math.min(pause * 2, 30_000)
    }
    // The server itself missed what other servers said.
    source.addEventListener('all', () => void client.invalidateQueries())
    for (const topic of TOPICS)
      source.addEventListener(topic, (event) => {
        const { id } = JSON.parse((event as MessageEvent<string>).data) as { id: string | null }
        note(topic, id)
      })
  }
  // A stream whose network went away hangs without an error for minutes: the browser knows at once.
  const gone = () => {
    source?.close()
    window.clearTimeout(retryTimer)
    onState('lost')
  }
  const back = () => {
    source?.close()
    window.clearTimeout(retryTimer)
    pause = 1000
    open()
  }
  window.addEventListener('offline', gone)
  window.addEventListener('online', back)
  open()

  return () => {
    window.removeEventListener('offline', gone)
    window.removeEventListener('online', back)
    source?.close()
    window.clearTimeout(retryTimer)
    window.clearTimeout(nowTimer)
    window.clearTimeout(listTimer)
  }
}
