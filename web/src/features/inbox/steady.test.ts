import { describe, expect, it } from 'vitest'
import { neighbour, NOTHING, settle } from './steady'

const none = new Set<string>()
const first = settle(NOTHING, ['a', 'b', 'c'], none)

describe('steady list', () => {
  it('shows_the_first_list_as_it_is', () => {
    expect(first.order).toEqual(['a', 'b', 'c'])
    expect(first.pending).toEqual([])
  })

  it('keeps_new_rows_waiting_instead_of_moving_what_one_looks_at', () => {
    const next = settle(first, ['x', 'a', 'y', 'b', 'c'], none)
    expect(next.order).toEqual(['a', 'b', 'c'])
    expect(next.pending).toEqual(['x', 'y'])
  })

  it('keeps_the_order_when_the_server_has_another', () => {
    expect(settle(first, ['c', 'a', 'b'], none).order).toEqual(['a', 'b', 'c'])
  })

  it('leaves_rows_that_others_took_away_in_their_place', () => {
    const next = settle(first, ['a', 'c'], none)
    expect(next.order).toEqual(['a', 'b', 'c'])
    expect([...next.gone]).toEqual(['b'])
  })

  it('lets_go_of_rows_that_the_reader_took_away', () => {
    const next = settle(first, ['a', 'c'], new Set(['b']))
    expect(next.order).toEqual(['a', 'c'])
    expect(next.gone.size).toBe(0)
  })

  it('appends_the_next_page', () => {
    const next = settle(first, ['a', 'b', 'c', 'd', 'e'], none)
    expect(next.order).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(next.pending).toEqual([])
  })

  it('starts_anew_when_nothing_is_left', () => {
    expect(settle(first, ['z'], new Set(['a', 'b', 'c'])).order).toEqual(['z'])
  })

  it('shows_an_empty_view_as_empty', () => {
    expect(settle(first, [], none)).toEqual({ order: [], pending: [], gone: none })
  })

  it('moves_the_cursor_to_the_next_row_and_at_the_end_to_the_one_before', () => {
    expect(neighbour(['a', 'b', 'c'], 'b')).toBe('c')
    expect(neighbour(['a', 'b', 'c'], 'c')).toBe('b')
    expect(neighbour(['a'], 'a')).toBeNull()
  })
})
