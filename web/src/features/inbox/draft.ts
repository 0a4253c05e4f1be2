// draft: what one writes is saved by itself: at once in the browser, a moment later on the server. When the server is
// away, the browser's copy stays and is saved later.
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, take, type Draft } from '@/api'
import { newKey } from './text'

export interface Kept {
  text: string
  replyTo: string | null
  /** Key of the sending that this draft leads to. */
  key: string
  at: number
}
export type Saved = 'clean' | 'saving' | 'saved' | 'local'

const SAVE_MS = 800
const place = (id: string) => `kith-draft-${id}`

export function keptDraft(id: string): Kept | null {
  try {
    const text = localStorage.getItem(place(id))
    return text ? (JSON.parse(text) as Kept) : null
  } catch {
    return null
  }
}

function keep(id: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(place(id), JSON.stringify(kept))
    else localStorage.removeItem(place(id))
  } catch {
    // Without storage the server's copy is the only one.
  }
}

/** The browser's copy wins when it is younger: the server may have been away. */
export function startingDraft(id: string, server: Draft | null): Kept {
  const local = keptDraft(id)
  const serverAt = server ? Date.parse(server.updated_at) : 0
  if (local && local.at > serverAt) return local
  return {
    text: server?.text ?? '',
    replyTo: server?.reply_to_id ?? null,
    key: local?.key ?? newKey(),
    at: serverAt,
  }
}

export function useDraft(id: string, server: Draft | null) {
  const [draft, setDraft] = useState(() => startingDraft(id, server))
  const [saved, setSaved] = useState<Saved>('clean')
  const timer = useRef<number>(undefined)
  const waiting = useRef<Kept | null>(null)

  const save = useCallback(async () => {
    const now = waiting.current
    if (!now) return
    waiting.current = null
    setSaved('saving')
    try {
      const path = { params: { path: { id } } }
      if (now.text.trim())
        await take(
          api.PUT('/api/v1/conversations/{id}/draft', {
            ...path,
            body: { text: now.text, reply_to_id: now.replyTo },
          }),
        )
      else await take(api.DELETE('/api/v1/conversations/{id}/draft', path))
      setSaved('saved')
    } catch {
      waiting.current ??= now
      setSaved('local')
    }
  }, [id])

  const write = useCallback(
    (change: Partial<Pick<Kept, 'text' | 'replyTo'>>) => {
      setDraft((before) => {
        const next = { ...before, ...change, at: Date.now() }
        keep(id, next)
        waiting.current = next
        return next
      })
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(() => void save(), SAVE_MS)
    },
    [id, save],
  )

  /** After the text went out: the server drops its draft together with the decision. */
  const clear = useCallback(() => {
    window.clearTimeout(timer.current)
    waiting.current = null
    keep(id, null)
    setDraft({ text: '', replyTo: null, key: newKey(), at: Date.now() })
    setSaved('clean')
  }, [id])

  // Leaving the conversation saves what still waits; coming back online does, too.
  useEffect(() => {
    const again = () => void save()
    window.addEventListener('online', again)
    return () => {
      window.removeEventListener('online', again)
      window.clearTimeout(timer.current)
      void save()
    }
  }, [save])

  return { draft, write, clear, saved }
}
