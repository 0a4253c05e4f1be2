import { describe, expect, it } from 'vitest'
import { bytes, graphemes, mentionAt, newKey, pieces } from './text'

describe('text of a reply', () => {
  it('counts_letters_as_people_do', () => {
    expect(graphemes('abc')).toBe(3)
    expect(graphemes('👨‍👩‍👧‍👦 é')).toBe(3)
    expect(bytes('é')).toBe(2)
  })

  it('cuts_at_findings_and_lets_the_hard_one_win', () => {
    const found = pieces('one two three', [
      { kind: 'soft', start: 0, end: 7 },
      { kind: 'hard', start: 4, end: 7 },
    ])
    expect(found.map((p) => [p.text, p.kind])).toEqual([
      ['one ', 'soft'],
      ['two', 'hard'],
      [' three', null],
    ])
  })

  it('ignores_findings_about_the_whole_text_and_those_behind_its_end', () => {
    expect(pieces('ab', [{ kind: 'hard', start: 0, end: 0 }])).toEqual([
      { text: 'ab', kind: null, finding: -1 },
    ])
    expect(pieces('ab', [{ kind: 'soft', start: 1, end: 9 }]).map((p) => p.text)).toEqual(['a', 'b'])
    expect(pieces('ab', [{ kind: 'soft', start: 5, end: 9 }])).toHaveLength(1)
  })

  it.each([
    ['hello @jo', 9, { start: 6, query: 'jo' }],
    ['@', 1, { start: 0, query: '' }],
    ['mail@jo', 7, null],
    ['@jo later', 9, null],
    ['(@mara.k', 8, { start: 1, query: 'mara.k' }],
  ])('finds_the_name_being_typed_in_%j', (text, caret, want) => {
    expect(mentionAt(text, caret)).toEqual(want)
  })

  it('makes_a_new_key_each_time', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/)
    expect(newKey()).not.toBe(newKey())
  })
})
