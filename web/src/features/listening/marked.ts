// marked: a text in parts, those that made a query hold apart from the others.
export interface Span {
  where: string
  start: number
  end: number
}
export interface Part {
  text: string
  hit: boolean
}

const MOST = 400 // characters that are shown; around the first hit when the text is longer

/** Spans in any order, also over each other; those of other fields than the text are left out. */
export function marked(text: string, spans: Span[]): Part[] {
  const own = spans.filter((s) => s.where === 'text' && s.start < s.end && s.start < text.length)
  own.sort((a, b) => a.start - b.start)
  const from = text.length > MOST && own[0] ? Math.max(0, own[0].start - MOST / 4) : 0
  const to = Math.min(text.length, from + MOST)
  const parts: Part[] = []
  const add = (start: number, end: number, hit: boolean) => {
    const cut = text.slice(Math.max(start, from), Math.min(end, to))
    if (cut) parts.push({ text: cut, hit })
  }
  let at = from
  for (const s of own) {
    if (s.end <= at) continue
    add(at, s.start, false)
    add(Math.max(at, s.start), s.end, true)
    at = s.end
  }
  add(at, to, false)
  if (from > 0) parts.unshift({ text: '… ', hit: false })
  if (to < text.length) parts.push({ text: ' …', hit: false })
  return parts
}
