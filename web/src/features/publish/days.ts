// days: the days of the calendar, and moments as a form writes them. Pure; everything in the browser's own time zone.

export type Span = 'month' | 'week'

export const dayKey = (d: Date): string =>
  `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`

const plusDays = (d: Date, n: number) => new Date(d.getFullYear(), d.getMonth(), d.getDate() + n)

/** The Monday on or before a day. */
export const mondayOf = (d: Date): Date => plusDays(d, -((d.getDay() + 6) % 7))

/** Weeks that show a month whole, or the one week of a day. */
export function weeksOf(at: Date, span: Span): Date[][] {
  const first = span === 'month' ? new Date(at.getFullYear(), at.getMonth(), 1) : at
  const last = span === 'month' ? new Date(at.getFullYear(), at.getMonth() + 1, 0) : at
  const weeks: Date[][] = []
  for (let monday = mondayOf(first); monday <= last; monday = plusDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => plusDays(monday, i)))
  return weeks
}

/** From the first moment of the first day to the last of the last. */
export function boundsOf(weeks: Date[][]): { from: string; to: string } {
  const first = weeks[0]?.[0] ?? new Date()
  const last = weeks[weeks.length - 1]?.[6] ?? new Date()
  return { from: first.toISOString(), to: plusDays(last, 1).toISOString() }
}

/** The same day of the next or an earlier month (its last day where it has fewer), or a week on. */
export function step(at: Date, span: Span, by: number): Date {
  if (span === 'week') return plusDays(at, 7 * by)
  const days = new Date(at.getFullYear(), at.getMonth() + by + 1, 0).getDate()
  return new Date(at.getFullYear(), at.getMonth() + by, Math.min(at.getDate(), days))
}

export function byDay<T extends { due_at: string }>(items: readonly T[]): Map<string, T[]> {
  const days = new Map<string, T[]>()
  for (const item of items) {
    const key = dayKey(new Date(item.due_at))
    days.set(key, [...(days.get(key) ?? []), item])
  }
  return days
}

/** As a field of type datetime-local has it: "2026-11-30T16:05". */
export function toField(d: Date): string {
  return `${dayKey(d)}T${String(d.getHours()).padStart(2, '0')}:${String(d.getMinutes()).padStart(2, '0')}`
}

/** The moment in UTC; null while the field is not whole. */
export function fromField(value: string): string | null {
  const at = new Date(value)
  return value && !Number.isNaN(at.getTime()) ? at.toISOString() : null
}

/** The next full hour, at least 30 minutes ahead. */
export function soon(now: Date): Date {
  const at = new Date(now.getTime() + 30 * 60_000)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours() + 1)
}

/** Do two zones show another time at this moment? */
export function zonesDiffer(at: Date, a: string, b: string): boolean {
  const clock = (timeZone: string) =>
    new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  try {
    return clock(a) !== clock(b)
  } catch {
    return false // a zone that this browser does not know
  }
}
