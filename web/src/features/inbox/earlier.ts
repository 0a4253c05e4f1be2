// earlier: posts of a long thread before the page it opens with, fetched when the reader asks. What was shown once stays,
// also when new posts push it out of the newest page.
import { useCallback, useState } from 'react'
import { earlierPosts, type Post, type Thread } from '@/api'
import { joined } from './thread'

interface Older {
  posts: Post[]
  next: string | null
}

export function useEarlier(thread: Thread) {
  const [older, setOlder] = useState<Older | null>(null)
  const [newest, setNewest] = useState(thread.posts)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (newest !== thread.posts) {
    setNewest(thread.posts)
    if (older) setOlder({ ...older, posts: joined(older.posts, newest) })
  }
  const cursor = older ? older.next : thread.earlier
  const id = thread.conversation.id
  const load = useCallback(async () => {
    if (!cursor) return
    setBusy(true)
    setError(null)
    try {
      const page = await earlierPosts(id, cursor)
      setOlder((now) => ({ posts: joined(page.items, now?.posts ?? []), next: page.next }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }, [id, cursor])
  return { posts: older?.posts ?? [], more: cursor !== null, busy, error, load }
}
