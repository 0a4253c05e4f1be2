import { i18n } from '@lingui/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { snoozeChoices } from './snooze'

beforeAll(() => i18n.activate('en'))

describe('snooze', () => {
  it('offers_only_moments_that_are_still_ahead', () => {
    for (const hour of [7, 12, 19, 23])
      for (let day = 1; day <= 7; day++) {
        const now = new Date(2026, 5, day, hour, 30)
        for (const { id, until } of snoozeChoices(now))
          if (id !== 'answer') expect(until?.getTime()).toBeGreaterThan(now.getTime())
      }
  })

  it('does_not_offer_later_today_in_the_evening', () => {
    const ids = (hour: number) => snoozeChoices(new Date(2026, 5, 3, hour)).map((c) => c.id)
    expect(ids(10)).toContain('later')
    expect(ids(20)).not.toContain('later')
  })

  it('means_monday_morning_by_next_week', () => {
    const week = snoozeChoices(new Date(2026, 5, 3, 10)).find((c) => c.id === 'week')
    expect(week?.until?.getDay()).toBe(1)
    expect(week?.until?.getHours()).toBe(9)
  })

  it('may_wait_for_an_answer_however_long', () => {
    expect(snoozeChoices(new Date()).at(-1)).toMatchObject({ id: 'answer', until: null })
  })
})
