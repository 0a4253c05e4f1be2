import { parseSearchWith } from '@tanstack/react-router'
import { describe, expect, it } from 'vitest'
import { searchValue } from './search'

describe('what stands behind the ? of an address', () => {
  it('keeps_an_id_that_was_typed_without_quotes', () => {
    const parse = parseSearchWith(searchValue)
    expect(parse('?person=915104859198324786')).toEqual({ person: '915104859198324786' })
    expect(parse('?person=%22915104859198324786%22')).toEqual({ person: '915104859198324786' })
  })

  it('reads_all_else_as_before', () => {
    const parse = parseSearchWith(searchValue)
    expect(parse('?days=28&build=true&q=red%20bike&tab=signs')).toEqual({
      days: 28,
      build: true,
      q: 'red bike',
      tab: 'signs',
    })
  })
})
