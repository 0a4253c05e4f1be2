// snooze: until when a conversation may sleep. Pure.
import { t } from '@lingui/core/macro'

export interface SnoozeChoice {
  id: string
  label: string
  until: Date | null // null: until they write
}

function at(base: Date, days: number, hour: number): Date {
  const d = new Date(base)
  d.setDate(d.getDate() + days)
  d.setHours(hour, 0, 0, 0)
  return d
}

/** A Date as <input type="datetime-local"> writes it. */
export function localInput(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

/** Later today, tomorrow morning, next week: what is still ahead of `now`; and until they write. What sleeps until a time
 * comes back with their next post, too. */
export function snoozeChoices(now: Date): SnoozeChoice[] {
  const later = new Date(now.getTime() + 3 * 3_600_000)
  const monday = (8 - now.getDay()) % 7 || 7
  const all: SnoozeChoice[] = []
  if (later.getDate() === now.getDate() && later.getHours() < 20)
    all.push({ id: 'later', label: t`Later today`, until: later })
  all.push({ id: 'tomorrow', label: t`Tomorrow`, until: at(now, 1, 9) })
  if (monday > 1) all.push({ id: 'week', label: t`Next week`, until: at(now, monday, 9) })
  all.push({ id: 'fortnight', label: t`In two weeks`, until: at(now, 14, 9) })
  all.push({ id: 'answer', label: t`Until they write`, until: null })
  return all
}
