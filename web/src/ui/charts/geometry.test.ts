import { describe, expect, it } from 'vitest'
import { around, axisSteps, lines, silences } from './geometry'

describe('axis steps', () => {
  it.each([
    [0, [0, 1]],
    [2, [0, 1, 2]],
    [7, [0, 5, 10]],
    [31, [0, 20, 40]],
    [1240, [0, 500, 1000, 1500]],
  ])('up_to_%d', (most, steps) => expect(axisSteps(most)).toEqual(steps))
})

describe('discs around a centre', () => {
  it.each([
    ['one_role_has_everything', 0, [1]],
    ['customers_are_few', 0.02, [0.6, 0.2, 0.1, 0.08]],
    ['nine_of_the_same_size', 0.1, Array.from({ length: 9 }, () => 0.1)],
    ['nobody_but_customers', 1, []],
  ])('none_touches_another: %s', (_, centre, others) => {
    const discs = around(centre, others, 80)
    expect(discs).toHaveLength(others.length + 1)
    expect(discs[0]).toMatchObject({ x: 0, y: 0 })
    discs.forEach((a, i) =>
      discs.slice(i + 1).forEach((b) => {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.r + b.r)
      }),
    )
  })

  it('the_area_is_the_share', () => {
    const [centre, other] = around(0.64, [0.16], 100)
    expect(centre.r).toBeCloseTo(80)
    expect(other?.r).toBeCloseTo(40)
  })
})

describe('lines', () => {
  it.each([
    [
      'none_covers_another',
      [
        [0, 40],
        [10, 50],
        [45, 90],
      ],
      [0, 1, 0],
    ],
    [
      'three_on_one_day',
      [
        [0, 40],
        [0, 50],
        [0, 30],
      ],
      [0, 1, 2],
    ],
    [
      'far_apart',
      [
        [0, 10],
        [20, 30],
      ],
      [0, 0],
    ],
    ['nothing_to_name', [], []],
  ])('%s', (_, labels, found) =>
    expect(lines(labels.map(([from = 0, to = 0]) => ({ from, to })))).toEqual(found),
  )
})

describe('silences', () => {
  const weeks = (text: string) => Array.from(text, (c) => c === 'x')
  it.each([
    ['x.x.x.x', 14, []],
    [
      'x..........x',
      7,
      [
        { from: 3, to: 8, state: 'drifting' },
        { from: 8, to: 11, state: 'dormant' },
      ],
    ],
    ['xx.......', 14, [{ from: 7, to: 9, state: 'drifting' }]],
    ['.........', 7, []],
    ['....x', 7, []],
  ])('%s_at_an_interval_of_%d_days', (text, interval, found) =>
    expect(silences(weeks(text), interval)).toEqual(found),
  )
})
