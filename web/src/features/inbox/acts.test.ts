import { describe, expect, it } from 'vitest'
import { threadOf } from '../../../dev/world'
import { stillAsSeen, wayBack } from './acts'

const seen = threadOf('v3').conversation
const jo = { id: '77', name: 'Jo', handle: 'jo' } as NonNullable<typeof seen.owner>

describe('a change that met a newer version', () => {
  it('is_made_again_when_only_something_beside_it_happened', () => {
    const now = {
      ...seen,
      version: seen.version + 3,
      post_count: seen.post_count + 1,
      last_in_at: '2030-01-01T00:00:00Z',
    }
    expect(stillAsSeen(seen, now, { owner_id: '77' })).toBe(true)
    expect(stillAsSeen(seen, now, { kind: 'lead' })).toBe(true)
    expect(stillAsSeen(seen, now, { status: 'open' })).toBe(true)
  })

  it('is_refused_when_somebody_changed_the_same_thing', () => {
    expect(stillAsSeen(seen, { ...seen, owner: jo }, { owner_id: '78' })).toBe(false)
    expect(stillAsSeen(seen, { ...seen, status: 'done' }, { status: 'snoozed' })).toBe(false)
    expect(stillAsSeen(seen, { ...seen, kind: 'praise' }, { kind: 'lead' })).toBe(false)
    expect(
      stillAsSeen(seen, { ...seen, team: { id: '5', name: 'Sales' } as typeof seen.team }, { team_id: '6' }),
    ).toBe(false)
  })

  it('does_not_set_aside_what_was_not_read', () => {
    const now = { ...seen, last_in_at: '2030-01-01T00:00:00Z' }
    expect(stillAsSeen(seen, now, { status: 'done' })).toBe(false)
    expect(stillAsSeen(seen, now, { status: 'snoozed' })).toBe(false)
  })
})

describe('an act on many, taken back', () => {
  const ids = [seen.id]
  it('gives_each_conversation_what_it_had', () => {
    expect(wayBack({ ids, act: 'assign', owner_id: '9' }, { ...seen, owner: jo }, 7)).toEqual({
      version: 7,
      owner_id: '77',
    })
    expect(wayBack({ ids, act: 'assign', owner_id: '9' }, { ...seen, owner: null }, 7)).toEqual({
      version: 7,
      owner_id: null,
    })
    expect(wayBack({ ids, act: 'done' }, { ...seen, status: 'open' }, 8)).toEqual({
      version: 8,
      status: 'open',
    })
  })

  it('lets_sleep_on_what_slept', () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const slept = { ...seen, status: 'snoozed' as const, snoozed_until: until }
    expect(wayBack({ ids, act: 'done' }, slept, 8)).toEqual({
      version: 8,
      status: 'snoozed',
      snoozed_until: until,
    })
    expect(wayBack({ ids, act: 'done' }, { ...slept, snoozed_until: null }, 8)).toEqual({
      version: 8,
      status: 'snoozed',
    })
  })
})
