// time: moments and durations in words. All screens share one clock that ticks every half minute, so that "3 min"
// does not grow old while one looks.
import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useSyncExternalStore } from 'react'

let now = Date.now()
const listeners = new Set<() => void>()
let timer: number | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = Date.now()
    for (const l of listeners) l()
  }, 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      window.clearInterval(timer)
      timer = undefined
    }
  }
}

/** The shared clock, in milliseconds; never behind a moment that the server just told of. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  )
}

const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR

/** "3 min", "2 h", "5 d": short enough for a row. */
export function shortSpan(ms: number): string {
  const span = Math.abs(ms)
  if (span < MIN) return t`now`
  if (span < HOUR) {
    const n = Math.floor(span / MIN)
    return t`${n} min`
  }
  if (span < 48 * HOUR) {
    const n = Math.floor(span / HOUR)
    return t`${n} h`
  }
  if (span < 60 * DAY) {
    const n = Math.floor(span / DAY)
    return t`${n} d`
  }
  const n = Math.floor(span / (30 * DAY))
  return n < 24 ? t`${n} mo` : t`${Math.floor(n / 12)} y`
}

/** "3 minutes", "2 hours", "5 days": for sentences. */
export function longSpan(ms: number): string {
  const span = Math.abs(ms)
  if (span < HOUR) return plural(Math.max(1, Math.floor(span / MIN)), { one: '# minute', other: '# minutes' })
  if (span < 48 * HOUR) return plural(Math.floor(span / HOUR), { one: '# hour', other: '# hours' })
  if (span < 60 * DAY) return plural(Math.floor(span / DAY), { one: '# day', other: '# days' })
  const months = Math.floor(span / (30 * DAY))
  if (months < 24) return plural(months, { one: '# month', other: '# months' })
  return plural(Math.floor(months / 12), { one: '# year', other: '# years' })
}

/** 12,345 as the reader's language writes it. */
export const figure = (n: number): string => new Intl.NumberFormat(i18n.locale).format(n)

/** The browser's own flavour of the language (en-GB writes 14:05), else the language itself. */
export function formatLocale(locale: string): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(locale)) ?? locale
}

export function fullTime(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))
}

/** 14:05 today, "12 Mar" this year, else with the year. */
function stamp(at: Date, today: Date, locale: string): string {
  if (at.toDateString() === today.toDateString())
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at)
  return dayOf(at, today, locale)
}

/** "12 Mar" this year, else with the year. */
function dayOf(at: Date, today: Date, locale: string): string {
  const year = at.getFullYear() === today.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year }).format(at)
}

/** 14:05 today, "12 Mar, 14:05" this year, else with the year. */
function exact(at: Date, today: Date, locale: string): string {
  const near = at.toDateString() === today.toDateString()
  const year = at.getFullYear() === today.getFullYear() ? undefined : 'numeric'
  const day = near ? {} : ({ day: 'numeric', month: 'short', year } as const)
  return new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' }).format(at)
}

interface TimeProps {
  at: string
  /** stamp: 14:05 or 12 Mar; ago: 3 min; exact: 12 Mar, 14:05; day: 12 Mar, today too */
  as?: 'stamp' | 'ago' | 'exact' | 'day'
}

/** A moment, as short as its place needs; the full date is in its title. */
export function Time({ at, as = 'stamp' }: TimeProps) {
  const { i18n } = useLingui()
  const locale = formatLocale(i18n.locale)
  const clock = useNow()
  const date = new Date(at)
  const text =
    as === 'ago'
      ? shortSpan(clock - date.getTime())
      : as === 'exact'
        ? exact(date, new Date(clock), locale)
        : as === 'day'
          ? dayOf(date, new Date(clock), locale)
          : stamp(date, new Date(clock), locale)
  return (
    <time dateTime={at} title={fullTime(at, locale)}>
      {text}
    </time>
  )
}
