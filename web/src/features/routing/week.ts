// week: the days of a week as they are written down: "09:00-12:00 13:00-17:00", empty when closed. Monday first.

export const WORKDAYS = ['09:00-17:00', '09:00-17:00', '09:00-17:00', '09:00-17:00', '09:00-17:00', '', '']

/** Names of the days in a language, Monday first. 5 January 1970 was a Monday. */
export const dayNames = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, i) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(1970, 0, 5 + i)),
    ),
  )

/** What one types, as the server reads it: commas and dashes of all kinds, 9-17 as 09:00-17:00. */
export function tidyDay(text: string): string {
  const clock = (part: string) => {
    const [h = '', m = '00'] = part.split(/[:.]/)
    return h === '' ? part : `${h.padStart(2, '0')}:${m.padEnd(2, '0')}`
  }
  return text
    .replace(/\s*[–—-]\s*/g, '-')
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((span) => span.split('-').map(clock).join('-'))
    .join(' ')
}

/** Days that follow each other and have the same hours stand together: "Mon–Fri 09:00-17:00". */
export function weekText(week: string[], names: string[], closed: string): string {
  const parts: string[] = []
  for (let from = 0; from < 7;) {
    let to = from
    while (to < 6 && week[to + 1] === week[from]) to++
    const days = from === to ? short(names[from]) : `${short(names[from])}–${short(names[to])}`
    if (week[from]) parts.push(`${days} ${(week[from] ?? '').replaceAll('-', '–').replaceAll(' ', ', ')}`)
    from = to + 1
  }
  return parts.join(' · ') || closed
}
const short = (name = '') => name.slice(0, 2)

/** Every zone that the browser knows. */
export const zones = (): string[] => {
  const all = Intl.supportedValuesOf('timeZone')
  return all.includes('UTC') ? all : ['UTC', ...all]
}
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
