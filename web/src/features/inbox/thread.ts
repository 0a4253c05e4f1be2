// thread: one line of time out of posts, notes, hand-overs, happenings and what is on its way out. Pure.
import type { Happening, Handoff, Note, OutboxItem, Post, Talk, Thread } from '@/api'

export type Entry =
  | { what: 'post'; key: string; at: string; post: Post }
  | { what: 'note'; key: string; at: string; note: Note }
  | { what: 'talk'; key: string; at: string; talk: Talk }
  | { what: 'handoff'; key: string; at: string; handoff: Handoff }
  | { what: 'happening'; key: string; at: string; happenings: Happening[] }
  | { what: 'outbox'; key: string; at: string; item: OutboxItem }
  | { what: 'fold'; key: string; at: string; entries: Entry[]; posts: number }

/** Told by other rows already, or of no interest beside the words. */
const SILENT = new Set([
  'posts.received',
  'reply.decided',
  'reply.sent',
  'acknowledgement.sent',
  'note.added',
  'handoff.given',
  'talk.opened',
  'talk.said',
  'talk.closed',
])

/** Happenings in a row become one line when they are one sitting; what came a day later has its own time. */
const SITTING = 10 * 60_000

export function entriesOf(thread: Thread): Entry[] {
  const sentPosts = new Set(thread.posts.map((p) => p.id))
  const entries: Entry[] = [
    ...thread.posts.map((post): Entry => ({ what: 'post', key: `p${post.id}`, at: post.posted_at, post })),
    ...thread.notes.map((note): Entry => ({ what: 'note', key: `n${note.id}`, at: note.created_at, note })),
    ...thread.talks.map((talk): Entry => ({ what: 'talk', key: `t${talk.id}`, at: talk.opened_at, talk })),
    ...thread.handoffs.map((handoff): Entry => ({
      what: 'handoff',
      key: `h${handoff.id}`,
      at: handoff.created_at,
      handoff,
    })),
    ...thread.happenings
      .filter((h) => !SILENT.has(h.verb))
      .map((h): Entry => ({ what: 'happening', key: `e${h.seq}`, at: h.at, happenings: [h] })),
    ...thread.outbox
      .filter(
        (item) =>
          item.state !== 'cancelled' &&
          !(item.state === 'sent' && item.post_id && sentPosts.has(item.post_id)),
      )
      .map((item): Entry => ({ what: 'outbox', key: `o${item.id}`, at: item.created_at, item })),
  ]
  entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const out: Entry[] = []
  for (const entry of entries) {
    const last = out[out.length - 1]
    const sitting = last && Date.parse(entry.at) - Date.parse(last.at) < SITTING
    if (entry.what === 'happening' && last?.what === 'happening' && sitting)
      last.happenings.push(...entry.happenings)
    else out.push(entry.what === 'happening' ? { ...entry, happenings: [...entry.happenings] } : entry)
  }
  return out
}

/** Two parts of one thread, the second the fresher: each post once, in the order they were written. */
export function joined(older: Post[], newer: Post[]): Post[] {
  const all = new Map([...older, ...newer].map((post) => [post.id, post]))
  return [...all.values()].sort((a, b) => Date.parse(a.posted_at) - Date.parse(b.posted_at))
}

const HEAD = 1
const TAIL = 6

/** A long thread shows its first post and its last ones; between them one line that unfolds. */
export function folded(entries: Entry[], unfolded: boolean): Entry[] {
  if (unfolded || entries.length <= HEAD + TAIL + 2) return entries
  const middle = entries.slice(HEAD, entries.length - TAIL)
  const posts = middle.filter((e) => e.what === 'post').length
  if (posts < 2) return entries
  return [
    ...entries.slice(0, HEAD),
    { what: 'fold', key: 'fold', at: middle[0]?.at ?? '', entries: middle, posts },
    ...entries.slice(entries.length - TAIL),
  ]
}

/** Posts that came after `version` was on screen: what a stopped send shows. */
export function newSince(posts: Post[], seen: ReadonlySet<string>): Post[] {
  return posts.filter((post) => !seen.has(post.id))
}
