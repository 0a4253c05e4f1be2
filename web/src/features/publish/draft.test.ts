import { describe, expect, it } from 'vitest'
import { emptyDraft, pruned, textFor, worst } from './draft'

const place = (id: string, no_post_reason: string | null = null) => ({
  channel: { id, name: id, network: 'bluesky' },
  no_post_reason,
})

describe('a draft for several channels', () => {
  it('says on a channel its own text, else the one of all', () => {
    const draft = { ...emptyDraft(), text: 'all', own: { a: 'own', b: null } }
    expect(textFor(draft, 'a')).toBe('own')
    expect(textFor(draft, 'b')).toBe('all')
    expect(textFor(draft, 'c')).toBe('all')
  })
  it('keeps only channels on which one can post, and takes the only one by itself', () => {
    const draft = { ...emptyDraft(), channels: ['a', 'gone'] }
    expect(pruned(draft, [place('a'), place('b')]).channels).toEqual(['a'])
    expect(pruned(emptyDraft(), [place('a')]).channels).toEqual(['a'])
    expect(pruned(emptyDraft(), [place('a', 'paused')]).channels).toEqual([])
    expect(pruned(emptyDraft(), [place('a'), place('b')]).channels).toEqual([])
  })
  it('is as strict as its strictest channel', () => {
    expect(worst([])).toBe('ok')
    expect(worst([{ verdict: 'warn' }, { verdict: 'review' }, { verdict: 'ok' }])).toBe('review')
    expect(worst([{ verdict: 'stop' }, { verdict: 'review' }])).toBe('stop')
  })
})
