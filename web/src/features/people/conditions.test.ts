import { describe, expect, it } from 'vitest'
import type { SegmentField } from '@/api'
import { add, exchange, fromJson, group, isWhole, line, linesOf, toJson } from './conditions'

const field = (name: string, type: string, ops: string[], values: string[] = []): SegmentField => ({
  field: name,
  type,
  ops,
  values,
  doc: '',
})
const fields = [
  field('stage', 'word', ['is', 'is_not'], ['dialogue', 'loyal']),
  field('role', 'word', ['is', 'is_not'], ['', 'customer']),
  field('strength', 'number', ['at_least', 'at_most']),
  field('last_contact', 'days', ['within', 'before', 'never']),
  field('name', 'text', ['has', 'has_not', 'is']),
  field('has_email', 'yes_no', ['is']),
  field('field', 'text', ['has', 'has_not', 'is']),
]

describe('conditions', () => {
  it.each([
    ['a_line', { field: 'stage', op: 'is', value: 'loyal' }],
    ['several_words', { field: 'stage', op: 'is_not', value: ['dialogue', 'loyal'] }],
    ['no_role', { field: 'role', op: 'is', value: '' }],
    ['a_number', { field: 'strength', op: 'at_least', value: 40 }],
    ['days', { field: 'last_contact', op: 'before', value: 90 }],
    ['never', { field: 'last_contact', op: 'never', value: 0 }],
    ['yes_and_no', { field: 'has_email', op: 'is', value: false }],
    ['a_field_of_our_own', { field: 'field', op: 'has', value: 'blue', id: '77' }],
  ])('%s_comes_back_as_it_was_saved', (_, leaf) =>
    expect(toJson(fields, fromJson(fields, leaf))).toEqual({ all: [leaf] }),
  )

  it('groups_of_all_any_and_none_come_back', () => {
    const leaf = { field: 'stage', op: 'is', value: 'loyal' }
    const tree = { any: [leaf, { all: [leaf, { not: { any: [leaf, leaf] } }] }] }
    expect(toJson(fields, fromJson(fields, tree))).toEqual(tree)
  })

  it('not_all_of_them_keeps_its_meaning', () => {
    const leaf = { field: 'has_email', op: 'is', value: true }
    expect(toJson(fields, fromJson(fields, { not: { all: [leaf, leaf] } }))).toEqual({
      not: { any: [{ all: [leaf, leaf] }] },
    })
    expect(toJson(fields, fromJson(fields, { not: leaf }))).toEqual({ not: { any: [leaf] } })
  })

  it('what_is_not_filled_in_yet_is_left_out', () => {
    const stage = line(fields, 'stage')
    const root = group('all', [
      stage,
      line(fields, 'has_email'),
      group('any', [line(fields, 'name', { values: ['  '] })]),
    ])
    expect(isWhole(fields, stage)).toBe(false)
    expect(linesOf(root)).toHaveLength(3)
    expect(toJson(fields, root)).toEqual({ all: [{ field: 'has_email', op: 'is', value: true }] })
  })

  it('parts_are_added_exchanged_and_taken_out_wherever_they_are', () => {
    const inner = group('any', [line(fields, 'stage', { values: ['loyal'] })])
    const root = group('all', [inner])
    const more = add(root, inner.id, line(fields, 'has_email'))
    expect(linesOf(more).map((l) => l.field)).toEqual(['stage', 'has_email'])
    const stage = linesOf(more)[0]
    expect(stage && linesOf(exchange(more, stage.id, { ...stage, values: ['dialogue'] }))[0]?.values).toEqual(
      ['dialogue'],
    )
    expect(linesOf(exchange(more, inner.id, null))).toHaveLength(0)
  })
})
