import { describe, expect, it } from 'vitest'
import { placeOfLine } from './lines'

describe('placeOfLine', () => {
  it('finds_a_line_its_end_and_the_end_of_the_text', () => {
    const text = 'one\ntwo\n\nfour'
    expect(placeOfLine(text, 1)).toEqual([0, 3])
    expect(placeOfLine(text, 2)).toEqual([4, 7])
    expect(placeOfLine(text, 3)).toEqual([8, 8])
    expect(placeOfLine(text, 4)).toEqual([9, 13])
    expect(placeOfLine(text, 9)).toEqual([13, 13])
  })
})
