import { describe, expect, it } from 'vitest'
import {
  daysUntil,
  endOfDay,
  fromField,
  keepState,
  letDownAgain,
  localTime,
  minorOf,
  money,
  toField,
  trendOf,
  withRepairs,
  years,
} from './shape'

describe('times of fields', () => {
  it('a moment survives its way through a field, to the minute', () => {
    const at = new Date('2026-11-22T14:05:00Z')
    expect(fromField(toField(at))).toBe('2026-11-22T14:05:00.000Z')
  })
  it('what is no time is nothing', () => {
    expect(fromField('')).toBeUndefined()
    expect(fromField('soon')).toBeUndefined()
    expect(endOfDay('22.11.2026')).toBeUndefined()
  })
  it('a promise for a day may be kept until its last minute', () => {
    expect(new Date(endOfDay('2026-11-22') ?? '').getHours()).toBe(23)
  })
})

describe('the clock where a person lives', () => {
  const at = new Date('2026-11-22T12:30:00Z')
  it.each([
    ['Europe/Berlin', '13:30', 1, false],
    ['America/New_York', '07:30', -5, false],
    ['Asia/Kolkata', '18:00', 5.5, false],
    ['Pacific/Auckland', '01:30', 13, true],
  ])('%s shows %s', (zone, text, hours, night) => {
    expect(localTime(zone, at, 'en-GB', 'UTC')).toEqual({ text, hours, night })
  })
  it('a zone that nobody knows has no clock', () => {
    expect(localTime('Mars/Olympus', at, 'en-GB', 'UTC')).toBeUndefined()
  })
})

describe('money', () => {
  it.each([
    ['12500', 'EUR', 1_250_000],
    ['12.500,50', 'EUR', 1_250_050],
    ['12,500.50', 'EUR', 1_250_050],
    ["1'200", 'CHF', 120_000],
    ['0,5', 'EUR', 50],
    ['900', 'JPY', 900],
  ])('%s %s is %d of its smallest unit', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor)
  })
  it.each(['', 'much', '-5', '1e9'])('"%s" is no amount', (text) =>
    expect(minorOf(text, 'EUR')).toBeUndefined(),
  )
  it('is written without empty cents', () => {
    expect(money(1_250_000, 'EUR', 'en')).toBe('€12,500')
    expect(money(1_250_050, 'EUR', 'en')).toBe('€12,500.50')
  })
})

describe('intervals', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const day = (n: number) => new Date(now + n * 86_400_000).toISOString()
  it.each([
    [5, 10, 'fine'],
    [-1, 10, 'soon'],
    [-9, -1, 'late'],
  ])('due in %d and at the latest in %d days: %s', (due, latest, state) => {
    expect(keepState({ due_at: day(due), latest_at: day(latest) }, now)).toBe(state)
  })
  it('nothing is late before the first contact', () => {
    expect(keepState({ due_at: null, latest_at: null }, now)).toBe('fine')
  })
  it('days are counted by the calendar, not by hours', () => {
    const late = new Date(2026, 10, 22, 23, 50).getTime()
    expect(daysUntil(new Date(2026, 10, 23, 0, 10).toISOString(), late)).toBe(1)
    expect(daysUntil(new Date(2026, 10, 22, 0, 10).toISOString(), late)).toBe(0)
  })
  it('years are as short as they can be', () => {
    expect(years('2019-03-01', '2024-01-01')).toBe('2019 – 2024')
    expect(years('2024-03-01', '2024-11-01')).toBe('2024')
    expect(years(null, null)).toBe('')
  })
})

describe('failures and what put them right', () => {
  const m = (id: string, repairs_id: string | null = null) => ({ id, repairs_id })
  it('a repair stands with its failure, the earlier first', () => {
    expect(withRepairs([m('9', '3'), m('7', '3'), m('5'), m('3')])).toEqual([
      { moment: m('5'), repairs: [] },
      { moment: m('3'), repairs: [m('7', '3'), m('9', '3')] },
    ])
  })
  it('a repair whose failure is not shown stands alone', () => {
    expect(withRepairs([m('9', '3')])).toEqual([{ moment: m('9', '3'), repairs: [] }])
  })
})

describe('a second failure', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  const moment = (days: number, kind = 'failure') => ({
    kind,
    title: `${days}`,
    at: new Date(now - days * 86_400_000).toISOString(),
  })
  it('within a year of the one before is an alarm, of the two newest', () =>
    expect(letDownAgain([moment(200), moment(10), moment(100)], now)).toMatchObject({
      first: { title: '100' },
      again: { title: '10' },
    }))
  it.each([
    ['one failure', [moment(10), moment(20, 'recovery')]],
    ['a year and more between', [moment(10), moment(380)]],
    ['both are long ago', [moment(400), moment(500)]],
    ['none', []],
  ])('no alarm: %s', (_, moments) => expect(letDownAgain(moments, now)).toBeUndefined())
})

describe('which way it goes', () => {
  it.each([
    [null, null],
    [4, 'up'],
    [-1.5, 'down'],
    [1.4, 'flat'],
    [0, 'flat'],
  ])('a change of %s is %s', (change, way) => expect(trendOf(change)).toBe(way))
})
