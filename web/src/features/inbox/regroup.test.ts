import { expect, test } from 'vitest'
import { below } from './regroup'

const post = (id: string, parent_id: string | null = null) => ({ id, parent_id })

test('answers go along, however deep and in whatever order they stand', () => {
  const posts = [post('4', '3'), post('1'), post('2', '1'), post('3', '2'), post('5', '1'), post('6')]
  expect([...below(posts, new Set(['2']))].sort()).toEqual(['2', '3', '4'])
  expect([...below(posts, new Set(['1', '6']))].sort()).toEqual(['1', '2', '3', '4', '5', '6'])
  expect([...below(posts, new Set(['gone']))]).toEqual([])
})

test('a ring ends', () => {
  expect([...below([post('1', '2'), post('2', '1')], new Set(['1']))].sort()).toEqual(['1', '2'])
})
