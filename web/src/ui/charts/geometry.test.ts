import { describe, expect, it } from 'vitest'
import { axisSteps } from './geometry'

describe('axis steps', () => {
  it.each([
    [0, [0, 1]],
    [2, [0, 1, 2]],
    [7, [0, 5, 10]],
    [31, [0, 20, 40]],
    [1240, [0, 500, 1000, 1500]],
  ])('up_to_%d', (most, steps) => expect(axisSteps(most)).toEqual(steps))
})
