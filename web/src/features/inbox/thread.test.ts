import { describe, expect, it } from 'vitest'
import type { Happening, Note, Post, Thread } from '@/api'
import { entriesOf, joined } from './thread'

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

describe('entriesOf', () => {
  const did = (seq: number, verb: string, at: string) => ({ seq, verb, at }) as Happening
  const thread = (happenings: Happening[]) =>
    ({
      posts: [],
      notes: [{ id: '9', created_at: '2026-01-01T09:00:00Z' } as Note],
      handoffs: [],
      talks: [],
      outbox: [],
      happenings,
    }) as unknown as Thread
  const said = (list: Happening[]) =>
    entriesOf(thread(list)).map((e) => (e.what === 'happening' ? e.happenings.map((h) => h.verb) : e.what))

  it('says a note once, as the note itself', () => {
    expect(said([did(1, 'note.added', '2026-01-01T09:00:00Z')])).toEqual(['note'])
  })
  it('puts one sitting on one line, and what came later on its own', () => {
    expect(
      said([
        did(1, 'label.added', '2026-01-02T09:00:00Z'),
        did(2, 'conversation.assigned', '2026-01-02T09:05:00Z'),
        did(3, 'handoff.escalated', '2026-01-03T09:00:00Z'),
      ]),
    ).toEqual(['note', ['label.added', 'conversation.assigned'], ['handoff.escalated']])
  })
})
