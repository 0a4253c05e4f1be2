import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  columnMeaning,
  handlesOf,
  meaningOf,
  withColumn,
  withMeaning,
  type Options,
} from './options'

const guessed: Options = { network: 'x', columns: { text: 'body', author: 'who', time: 'at' }, ours: [] }

describe('options of an import', () => {
  it('reads the meaning of a column from the columns of the meanings', () => {
    expect(meaningOf(guessed, 'body')).toBe('text')
    expect(meaningOf(guessed, 'mood')).toBeNull()
  })

  it('gives a meaning to one column only, and a column one meaning', () => {
    expect(withMeaning(guessed, 'mood', 'text').columns).toEqual({ text: 'mood', author: 'who', time: 'at' })
    expect(withMeaning(guessed, 'body', 'url').columns).toEqual({ url: 'body', author: 'who', time: 'at' })
    expect(withMeaning(guessed, 'body', null).columns).toEqual({ author: 'who', time: 'at' })
    expect(withMeaning({}, 'body', 'text').columns).toEqual({ text: 'body' })
  })

  it('reads handles as people write them', () => {
    expect(handlesOf(' @acme, acme_help;support ')).toEqual(['acme', 'acme_help', 'support'])
    expect(handlesOf('')).toEqual([])
  })

  it('takes a corrected column over the guess', () => {
    const corrected = withColumn({ share: true }, 'Wo', 'email')
    expect(corrected).toEqual({ share: true, columns: { Wo: 'email' } })
    expect(columnMeaning(corrected, 'Wo', 'other')).toBe('email')
    expect(columnMeaning(corrected, 'Wer', 'name')).toBe('name')
    expect(columnMeaning(withColumn({}, 'Wo', 'none'), 'Wo', 'email')).toBeNull()
  })

  it('reads addresses and leaves out what is none yet', () => {
    expect(addressesOf('ada@e.example, bo@e.example;')).toEqual(['ada@e.example', 'bo@e.example'])
    expect(addressesOf('ada, @x')).toEqual([])
  })
})
