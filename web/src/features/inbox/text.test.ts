import { describe, expect, it } from 'vitest'
import { bytes, graphemes, insertAt, mentionAt, newKey, pieces, sentenceAt } from './text'

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

describe('sentenceAt', () => {
  it('gives_the_sentence_that_holds_a_place', () => {
    const text = 'Hello Sam. I will call you on Monday! Until then, rest.'
    expect(sentenceAt(text, text.indexOf('call'))).toBe('I will call you on Monday!')
    expect(sentenceAt(text, 0)).toBe('Hello Sam.')
    expect(sentenceAt(text, text.length)).toBe('Until then, rest.')
    expect(sentenceAt('We send it\non Monday', 13)).toBe('on Monday')
  })
})

describe('insertAt', () => {
  it('puts_a_block_at_the_caret_with_spaces_about_it', () => {
    expect(insertAt('Hello Sam.', 10, 'We open at nine.')).toEqual({
      text: 'Hello Sam. We open at nine.',
      caret: 27,
    })
    expect(insertAt('See there', 4, 'https://a.example')).toEqual({
      text: 'See https://a.example there',
      caret: 22,
    })
    expect(insertAt('', 0, 'x')).toEqual({ text: 'x', caret: 1 })
  })
})
