import { describe, expect, it } from 'vitest'
import type { RelationshipSummary, StageFlow } from '@/api'
import { flowMonths } from './flow'
import { deepest, threeCounts } from './summary'

const stage = (name: RelationshipSummary['stages'][number]['stage'], count: number) => ({
  stage: name,
  count,
  examples: [],
  nearest: [],
})
const summary = (...counts: [number, number, number, number, number, number]): RelationshipSummary => ({
  people: counts.reduce((a, b) => a + b, 0),
  drifting: 0,
  dormant: 0,
  counted_at: null,
  stages: (['connection', 'contact', 'dialogue', 'relationship', 'loyal', 'advocate'] as const).map((s, i) =>
    stage(s, counts[i] ?? 0),
  ),
})

describe('the first evening', () => {
  it('ten_thousand_followers_without_dialogue_are_connections', () => {
    expect(threeCounts(summary(10_000, 12, 0, 0, 0, 0))).toEqual({
      connections: 10_012,
      dialogues: 0,
      relationships: 0,
    })
  })

  it('three_counts_add_up_to_all_people', () => {
    const all = summary(1240, 80, 31, 4, 1, 1)
    const { connections, dialogues, relationships } = threeCounts(all)
    expect([connections, dialogues, relationships]).toEqual([1320, 31, 6])
    expect(connections + dialogues + relationships).toBe(all.people)
  })

  it('the_deepest_stage_is_one_where_somebody_stands', () => {
    expect(deepest(summary(5, 2, 1, 0, 0, 0))).toBe('dialogue')
    expect(deepest(summary(0, 0, 0, 0, 0, 0))).toBeNull()
  })
})

describe('stage flow', () => {
  const flow: StageFlow = {
    counted_at: null,
    months: [
      {
        month: '2026-10',
        moves: [
          { from: 'connection', to: 'contact', count: 40 },
          { from: 'contact', to: 'dialogue', count: 3 },
          { from: 'dialogue', to: 'relationship', count: 2 },
          { from: 'advocate', to: 'loyal', count: 1 },
        ],
        standing: [
          { stage: 'dialogue', count: 7 },
          { stage: 'advocate', count: 1 },
        ],
      },
    ],
  }
  it('counts_what_went_deeper_and_what_fell_back_and_leaves_contacts_out', () => {
    expect(flowMonths(flow)).toEqual([
      { month: '2026-10', standing: { dialogue: 7, relationship: 0, loyal: 0, advocate: 1 }, up: 5, down: 1 },
    ])
  })
})
