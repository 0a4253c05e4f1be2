import { describe, expect, it } from 'vitest'
import { shareBounds } from './figures'

describe('share bounds', () => {
  it.each([
    // Published table of Wilson intervals at 95 %.
    [0, 10, 0, 0.278],
    [5, 10, 0.237, 0.763],
    [10, 10, 0.722, 1],
    [81, 263, 0.255, 0.366],
  ])('of_%d_in_%d', (part, whole, low, high) => {
    const bounds = shareBounds(part, whole)
    expect(bounds.low).toBeCloseTo(low, 3)
    expect(bounds.high).toBeCloseTo(high, 3)
  })

  it('says_nothing_about_nothing', () => {
    expect(shareBounds(0, 0)).toEqual({ low: 0, high: 1 })
  })
})
