import { describe, expect, it } from 'vitest'
import {
  boundsOf,
  byDay,
  dayKey,
  fromField,
  mondayOf,
  soon,
  step,
  toField,
  weeksOf,
  zonesDiffer,
} from './days'

describe('the days of the calendar', () => {
  it('begin on Monday and show a month whole', () => {
    const weeks = weeksOf(new Date(2026, 10, 17), 'month') // November 2026 begins on a Sunday
    expect(weeks).toHaveLength(6)
    expect(dayKey(weeks[0]?.[0] ?? new Date(0))).toBe('2026-10-26')
    expect(dayKey(weeks[5]?.[6] ?? new Date(0))).toBe('2026-12-06')
    expect(dayKey(mondayOf(new Date(2026, 10, 22)))).toBe('2026-11-16')
  })
  it('are seven in a week, and the bounds hold them', () => {
    const weeks = weeksOf(new Date(2026, 10, 17), 'week')
    expect(weeks).toHaveLength(1)
    const { from, to } = boundsOf(weeks)
    expect(new Date(from)).toEqual(new Date(2026, 10, 16))
    expect(new Date(to)).toEqual(new Date(2026, 10, 23))
  })
  it('step to the last day of a shorter month', () => {
    expect(dayKey(step(new Date(2026, 0, 31), 'month', 1))).toBe('2026-02-28')
    expect(dayKey(step(new Date(2026, 0, 31), 'week', -1))).toBe('2026-01-24')
  })
  it('hold what is due on them', () => {
    const at = new Date(2026, 10, 17, 23, 59).toISOString()
    expect(byDay([{ due_at: at }]).get('2026-11-17')).toHaveLength(1)
  })
})

describe('a moment', () => {
  it('comes back from its field as it went in', () => {
    const at = new Date(2026, 2, 29, 14, 5)
    expect(toField(at)).toBe('2026-03-29T14:05')
    expect(fromField(toField(at))).toBe(at.toISOString())
    expect(fromField('')).toBeNull()
    expect(fromField('2026-03')).not.toBe('')
  })
  it('is offered on a full hour that lies ahead', () => {
    expect(soon(new Date(2026, 10, 17, 14, 40))).toEqual(new Date(2026, 10, 17, 16))
  })
  it('is shown in the zone of the house where clocks differ', () => {
    const at = new Date(Date.UTC(2026, 6, 1, 12))
    expect(zonesDiffer(at, 'Europe/Berlin', 'Europe/Paris')).toBe(false)
    expect(zonesDiffer(at, 'Europe/Berlin', 'UTC')).toBe(true)
    expect(zonesDiffer(at, 'Europe/Berlin', 'Nowhere/Atall')).toBe(false)
  })
})
