import { describe, expect, it } from 'vitest'
import type { Post } from '@/api'
import { joined } from './thread'

const post = (id: string, second: number, text = id) =>
  ({ id, text, posted_at: `2026-01-01T00:00:0${second}Z` }) as Post

describe('joined', () => {
  it('keeps each post once, the fresher one, in the order of writing', () => {
    const all = joined([post('1', 1), post('2', 2, 'old')], [post('2', 2, 'edited'), post('3', 3)])
    expect(all.map((p) => [p.id, p.text])).toEqual([
      ['1', '1'],
      ['2', 'edited'],
      ['3', '3'],
    ])
  })
  it('puts what came late into its place', () => {
    expect(joined([post('2', 2)], [post('1', 1), post('3', 3)]).map((p) => p.id)).toEqual(['1', '2', '3'])
  })
})
