import { describe, expect, it } from 'vitest'
import type { RoutingActRow, RoutingField } from '@/api'
import { emptyAct, emptyDraft, isReady, isWhole, minutesText, moveTarget, phrasesOf } from './rule'

const fields: RoutingField[] = [
  { field: 'kind', type: 'word', of: null, ops: ['is', 'is_not'], words: ['lead'], doc: '' },
  { field: 'answered', type: 'yes_no', of: null, ops: ['yes', 'no'], words: [], doc: '' },
]
const acts: RoutingActRow[] = [
  { act: 'team', needs: ['team'], may: [], doc: '' },
  { act: 'notify', needs: [], may: ['team', 'member'], doc: '' },
]

describe('a rule while it is built', () => {
  it('needs a name, an act and whole conditions', () => {
    const draft = emptyDraft()
    expect(isReady(draft, fields, acts)).toBe(false)
    draft.name = 'Leads'
    expect(isReady(draft, fields, acts)).toBe(false)
    draft.then = [emptyAct('team')]
    expect(isReady(draft, fields, acts)).toBe(false)
    draft.then = [{ ...emptyAct('team'), team: '7' }]
    expect(isReady(draft, fields, acts)).toBe(true)
    draft.when = [{ all: [{ field: 'kind', op: 'is', values: [], number: 0 }] }]
    expect(isReady(draft, fields, acts)).toBe(false)
  })

  it('knows which conditions need values', () => {
    expect(isWhole({ field: 'kind', op: 'is', values: [' '], number: 0 }, fields)).toBe(false)
    expect(isWhole({ field: 'kind', op: 'is', values: ['lead'], number: 0 }, fields)).toBe(true)
    expect(isWhole({ field: 'answered', op: 'no', values: [], number: 0 }, fields)).toBe(true)
    expect(isWhole({ field: 'shoe', op: 'is', values: ['x'], number: 0 }, fields)).toBe(false)
  })

  it('reads phrases by line and by comma', () => {
    expect(phrasesOf('refund, money back\n still waiting ,')).toEqual([
      'refund',
      'money back',
      'still waiting',
    ])
  })

  it('moves by one place and stays at the ends', () => {
    const ids = ['a', 'b', 'c']
    expect(moveTarget(ids, 'b', -1)).toBe('a')
    expect(moveTarget(ids, 'a', 1)).toBe('c')
    expect(moveTarget(ids, 'b', 1)).toBe(null)
    expect(moveTarget(ids, 'a', -1)).toBe(undefined)
    expect(moveTarget(ids, 'c', 1)).toBe(undefined)
  })

  it('says minutes in the largest whole unit', () => {
    expect(minutesText(45)).toEqual({ n: 45, unit: 'min' })
    expect(minutesText(240)).toEqual({ n: 4, unit: 'h' })
    expect(minutesText(1440)).toEqual({ n: 24, unit: 'h' })
    expect(minutesText(2880)).toEqual({ n: 2, unit: 'd' })
  })
})
