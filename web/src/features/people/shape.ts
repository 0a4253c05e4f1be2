// shape: what the page works out by itself, without the server and without a screen: times, days, money, intervals.

const DAY = 86_400_000

/** What a field of type datetime-local shows for a moment: "2026-11-22T14:05", in the reader's time. */
export function toField(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** The moment that a field of type datetime-local says; nothing when it is empty or no time. */
export function fromField(text: string): string | undefined {
  const at = new Date(text)
  return text && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined
}

/** A day as a date of promise: its last minute, in the reader's time. */
export function endOfDay(day: string): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? fromField(`${day}T23:59`) : undefined
}

/** Minutes by which a time zone is ahead of UTC at a moment; nothing for a zone the browser does not know. */
function ahead(zone: string, at: Date): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }).formatToParts(at)
    const n = (type: string) => Number(parts.find((p) => p.type === type)?.value)
    const there = Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'))
    return Math.round((there - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000)
  } catch {
    return undefined
  }
}

export interface LocalTime {
  text: string
  /** Hours by which they are ahead of the reader; negative: behind. */
  hours: number
  night: boolean
}

/** What the clock shows where a person lives. */
export function localTime(zone: string, at: Date, locale: string, own?: string): LocalTime | undefined {
  const theirs = ahead(zone, at)
  const mine = own ? ahead(own, at) : -at.getTimezoneOffset()
  if (theirs === undefined || mine === undefined) return undefined
  const text = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    at,
  )
  const hour = new Date(at.getTime() + theirs * 60_000).getUTCHours()
  return { text, hours: (theirs - mine) / 60, night: hour < 7 || hour >= 22 }
}

const digits = (currency: string): number => {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    )
  } catch {
    return 2
  }
}

/** 1250000 of EUR as the reader writes it: "€12,500.00", without cents when there are none. */
export function money(minor: number, currency: string, locale: string): string {
  const places = digits(currency)
  const value = minor / 10 ** places
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: Number.isInteger(value) ? 0 : places,
    }).format(value)
  } catch {
    return `${value} ${currency}`
  }
}

/** What somebody typed as an amount, in the smallest unit; nothing when it is no amount. "12.500,50" is the same as
 * "12,500.50": the last mark with one or two figures behind it divides. */
export function minorOf(text: string, currency: string): number | undefined {
  const plain = text.replace(/[\s'’]/g, '')
  if (!/^\d[\d.,]*$/.test(plain)) return undefined
  const cents = /[.,](\d{1,2})$/.exec(plain)
  const whole = (cents ? plain.slice(0, cents.index) : plain).replace(/[.,]/g, '')
  const part = cents?.[1] ? Number(cents[1].padEnd(2, '0')) / 100 : 0
  return Math.round((Number(whole) + part) * 10 ** digits(currency))
}

/** "2019-03 to 2024" as short as its days allow. */
export function years(from: string | null, to: string | null): string {
  const year = (day: string | null) => day?.slice(0, 4) ?? ''
  if (!from && !to) return ''
  if (from && to && year(from) === year(to)) return year(from)
  return `${year(from)} – ${year(to)}`
}

export type KeepState = 'fine' | 'soon' | 'late'
/** How it stands with the interval in which we want to be in touch. */
export function keepState(keep: { due_at: string | null; latest_at: string | null }, now: number): KeepState {
  if (keep.latest_at && Date.parse(keep.latest_at) < now) return 'late'
  if (keep.due_at && Date.parse(keep.due_at) < now) return 'soon'
  return 'fine'
}

/** Days until a moment, by the calendar of the reader: 0 = today, -1 = yesterday. */
export function daysUntil(at: string, now: number): number {
  const midnight = (ms: number) => {
    const d = new Date(ms)
    return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime()
  }
  return Math.round((midnight(Date.parse(at)) - midnight(now)) / DAY)
}

interface Linked {
  id: string
  repairs_id: string | null
}
/** Moments in their order, each failure with what put it right behind it. */
export function withRepairs<M extends Linked>(moments: M[]): { moment: M; repairs: M[] }[] {
  const known = new Set(moments.map((m) => m.id))
  return moments
    .filter((m) => !m.repairs_id || !known.has(m.repairs_id))
    .map((moment) => ({
      moment,
      repairs: moments.filter((m) => m.repairs_id === moment.id).reverse(),
    }))
}

interface Happened {
  kind: string
  title: string
  at: string
}
const YEAR = 365 * DAY
/** The two newest failures within a year of each other, the later not older than a year: making up works once. */
export function letDownAgain<M extends Happened>(
  moments: M[],
  now: number,
): { first: M; again: M } | undefined {
  const failures = moments
    .filter((m) => m.kind === 'failure')
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const [again, first] = failures
  if (!again || !first) return undefined
  const near = Date.parse(again.at) - Date.parse(first.at) <= YEAR
  return near && now - Date.parse(again.at) <= YEAR ? { first, again } : undefined
}

export type Trend = 'up' | 'down' | 'flat'
/** Which way a strength goes; nothing while there is no past. Less than a point and a half is no movement. */
export function trendOf(change: number | null): Trend | null {
  if (change === null) return null
  return change >= 1.5 ? 'up' : change <= -1.5 ? 'down' : 'flat'
}
