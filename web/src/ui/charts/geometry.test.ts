import { describe, expect, it } from 'vitest'
import { areaRadius, around, axisSteps } from './geometry'

describe('circles around customers', () => {
  const cases = [
    { middle: 50, others: [30, 20] },
    { middle: 1, others: [900, 40, 3, 3, 2, 1, 1, 1] },
    { middle: 0, others: [5, 5, 5] },
    { middle: 100, others: [] },
    { middle: 1, others: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
  ]
  it.each(cases)('of $middle and $others never touch and stay inside', ({ middle, others }) => {
    const circles = around(
      { key: 'middle', n: middle },
      others.map((n, i) => ({ key: String(i), n })),
      200,
    )
    expect(circles).toHaveLength(others.length + 1)
    circles.forEach((a, i) => {
      expect(Math.min(a.x, a.y) - a.r).toBeGreaterThanOrEqual(0)
      expect(Math.max(a.x, a.y) + a.r).toBeLessThanOrEqual(200)
      circles
        .slice(i + 1)
        .forEach((b) => expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.r + b.r - 1e-9))
    })
  })

  it('draws_nothing_of_nothing', () => {
    expect(around({ key: 'middle', n: 0 }, [], 200)).toEqual([])
  })

  it('areas_follow_the_shares', () => {
    expect(areaRadius(0.25, 100) / areaRadius(1, 100)).toBeCloseTo(0.5)
    expect(areaRadius(0, 100)).toBe(0)
  })
})

describe('axis steps', () => {
  it.each([
    [0, [0, 1]],
    [2, [0, 1, 2]],
    [7, [0, 5, 10]],
    [31, [0, 20, 40]],
    [1240, [0, 500, 1000, 1500]],
  ])('up_to_%d', (most, steps) => expect(axisSteps(most)).toEqual(steps))
})
