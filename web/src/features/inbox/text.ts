// text: what the composer measures and finds in a text. Pure.

let segmenter: Intl.Segmenter | undefined

/** Length as people count letters: an emoji of a family is one. */
export function graphemes(text: string): number {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text)).length
}

export function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}

export type RuleKind = 'soft' | 'review' | 'hard'
const weight: Record<RuleKind, number> = { soft: 0, review: 1, hard: 2 }

export interface Piece {
  text: string
  /** The strictest finding that covers it. */
  kind: RuleKind | null
  /** Index of that finding. */
  finding: number
}

interface Place {
  kind: RuleKind
  start: number
  end: number
}

/** Cuts a text at the borders of findings (UTF-16 units), for the layer under the field. */
export function pieces(text: string, findings: readonly Place[]): Piece[] {
  const placed = findings
    .map((f, index) => ({ ...f, index }))
    .filter((f) => f.end > f.start && f.start < text.length)
  const cuts = new Set([0, text.length])
  for (const f of placed) cuts.add(f.start).add(Math.min(f.end, text.length))
  const at = [...cuts].sort((a, b) => a - b)
  const out: Piece[] = []
  for (let i = 0; i + 1 < at.length; i++) {
    const [start, end] = [at[i] ?? 0, at[i + 1] ?? 0]
    const over = placed.filter((f) => f.start <= start && f.end >= end)
    const worst = over.reduce<(typeof over)[number] | undefined>(
      (a, b) => (a && weight[a.kind] >= weight[b.kind] ? a : b),
      undefined,
    )
    out.push({ text: text.slice(start, end), kind: worst?.kind ?? null, finding: worst?.index ?? -1 })
  }
  return out
}

/** The @name that is being typed right before `caret`. */
export function mentionAt(text: string, caret: number): { start: number; query: string } | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret))
  return found ? { start: caret - (found[1] ?? '').length - 1, query: found[1] ?? '' } : null
}

/** The sentence around `at`, without the space about it. */
export function sentenceAt(text: string, at: number): string {
  const before = text.slice(0, at)
  const from = Math.max(before.lastIndexOf('. '), before.lastIndexOf('! '), before.lastIndexOf('? ')) + 1
  const line = before.lastIndexOf('\n') + 1
  const rest = text.slice(at)
  const end = /[.!?](?=\s|$)|\n/.exec(rest)
  return text
    .slice(Math.max(from, line), at + (end ? end.index + (end[0] === '\n' ? 0 : 1) : rest.length))
    .trim()
}

/** Puts `words` at the caret, with a space on either side where one is missing; the caret stands behind them. */
export function insertAt(text: string, caret: number, words: string): { text: string; caret: number } {
  const before = text.slice(0, caret)
  const after = text.slice(caret)
  const put = `${before && !/\s$/.test(before) ? ' ' : ''}${words}${after && !/^\s/.test(after) ? ' ' : ''}`
  return { text: before + put + after, caret: caret + put.length }
}

/** A key for one act of sending, the same at each try. */
export function newKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(random, (b) => b.toString(16).padStart(2, '0')).join('')
}
