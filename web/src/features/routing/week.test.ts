import { describe, expect, it } from 'vitest'
import { dayNames, tidyDay, WORKDAYS, weekText } from './week'

describe('a week of office hours', () => {
  it('takes what people type', () => {
    expect(tidyDay('9-12, 13:00 – 17.30')).toBe('09:00-12:00 13:00-17:30')
    expect(tidyDay('')).toBe('')
    expect(tidyDay('09:00-17:00')).toBe('09:00-17:00')
  })

  it('begins on Monday', () => {
    expect(dayNames('en')[0]).toBe('Monday')
    expect(dayNames('de')[6]).toBe('Sonntag')
  })

  it('says days with the same hours together', () => {
    expect(weekText(WORKDAYS, dayNames('en'), 'closed')).toBe('Mo–Fr 09:00–17:00')
    expect(weekText(['', '', '', '', '', '', ''], dayNames('en'), 'closed')).toBe('closed')
    expect(weekText(['09:00-12:00 13:00-17:00', '', '', '', '', '10:00-12:00', ''], dayNames('en'), '')).toBe(
      'Mo 09:00–12:00, 13:00–17:00 · Sa 10:00–12:00',
    )
  })
})
