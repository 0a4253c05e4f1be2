// presence: tells colleagues that one looks at or writes in a conversation, and learns who else does. The server
// forgets after a while, so it is told again while one stays.
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, presenceQuery, useMe, type Presence } from '@/api'
import { useDocumentVisibility } from '@/ui'

const TELL_MS = 20_000

export function useOthers(conversation: string, first: Presence[]): Presence[] {
  const me = useMe().member.id
  const { data } = useQuery({
    ...presenceQuery(conversation),
    initialData: { items: first, next: null },
    refetchInterval: 45_000,
  })
  return data.items.filter((p) => p.member.id !== me && p.state !== 'away')
}

export function useTellPresence(conversation: string, writing: boolean): void {
  const visible = useDocumentVisibility() === 'visible'
  const state = writing ? 'writing' : 'looking'
  useEffect(() => {
    if (!visible) return
    const tell = (now: 'looking' | 'writing' | 'away') =>
      // Nobody is told of a failure: it is a courtesy, not data.
      void api
        .PUT('/api/v1/presence', { body: { conversation_id: conversation, state: now } })
        .catch(() => undefined)
    tell(state)
    const timer = window.setInterval(() => tell(state), TELL_MS)
    return () => window.clearInterval(timer)
  }, [conversation, state, visible])
  useEffect(
    () => () => {
      void api
        .PUT('/api/v1/presence', { body: { conversation_id: conversation, state: 'away' } })
        .catch(() => undefined)
    },
    [conversation],
  )
}
