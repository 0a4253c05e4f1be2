// draft: what one is composing stays in the browser until it is decided. Pure but for the storage.
import type { Check, PostingPlace } from '@/api'

export interface Kept {
  channels: string[]
  text: string
  /** Texts of single channels; null or absent: the text of all. */
  own: Record<string, string | null>
  /** Ids of labels: what it is about. */
  labels: string[]
  later: boolean
  /** As its field has it. */
  at: string
  /** Key of the decision that this draft leads to. */
  key: string
}

const PLACE = 'kith-post'

export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  )
}

export const emptyDraft = (): Kept => ({
  channels: [],
  text: '',
  own: {},
  labels: [],
  later: false,
  at: '',
  key: newKey(),
})

export function keptDraft(): Kept | null {
  try {
    const kept = localStorage.getItem(PLACE)
    return kept ? { ...emptyDraft(), ...(JSON.parse(kept) as Partial<Kept>) } : null
  } catch {
    return null
  }
}

export function keepDraft(draft: Kept | null): void {
  try {
    if (draft?.text || draft?.channels.length) localStorage.setItem(PLACE, JSON.stringify(draft))
    else localStorage.removeItem(PLACE)
  } catch {
    // Without storage it lasts as long as the page.
  }
}

/** Without channels on which one cannot post (any more); with the only one there is. */
export function pruned(
  draft: Kept,
  places: readonly Pick<PostingPlace, 'channel' | 'no_post_reason'>[],
): Kept {
  const open = places.filter((p) => !p.no_post_reason).map((p) => p.channel.id)
  const channels = draft.channels.filter((id) => open.includes(id))
  return { ...draft, channels: channels.length === 0 && open.length === 1 ? open : channels }
}

export const textFor = (draft: Pick<Kept, 'text' | 'own'>, channel: string): string =>
  draft.own[channel] ?? draft.text

const WEIGHT = { ok: 0, warn: 1, review: 2, stop: 3 } as const

/** The strictest word of all channels. */
export function worst(checks: readonly Pick<Check, 'verdict'>[]): Check['verdict'] {
  return checks.reduce<Check['verdict']>((a, c) => (WEIGHT[c.verdict] > WEIGHT[a] ? c.verdict : a), 'ok')
}
