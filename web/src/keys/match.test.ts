import { describe, expect, it } from 'vitest'
import { COMMANDS, COMMAND_IDS } from './commands'
import { pressName, step } from './match'

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

describe('keys', () => {
  it('names_presses_as_the_table_writes_them', () => {
    expect(pressName(press('j'))).toBe('j')
    expect(pressName(press('?'))).toBe('?')
    expect(pressName(press('Escape'))).toBe('escape')
    expect(pressName(press('k', { ctrlKey: true }))).toBe('mod+k')
    expect(pressName(press('k', { metaKey: true }))).toBe('mod+k')
    expect(pressName(press('k', { altKey: true }))).toBe('')
    expect(pressName(press('Shift'))).toBe('')
  })

  it('walks_through_sequences_and_forgets_a_false_start', () => {
    const known = ['g i', 'g m', 'j']
    expect(step('', 'g', known)).toEqual({ half: 'g' })
    expect(step('g', 'i', known)).toEqual({ whole: 'g i' })
    expect(step('g', 'j', known)).toEqual({ whole: 'j' })
    expect(step('g', 'q', known)).toEqual({})
  })

  it('gives_each_key_to_one_command_of_a_section', () => {
    const seen = new Map<string, string>()
    for (const id of COMMAND_IDS)
      for (const key of COMMANDS[id].keys) {
        // The queue of duplicates, the page of a person, the list of people and a conversation are never on one screen.
        const { section } = COMMANDS[id]
        const room = ['duplicates', 'person', 'segment', 'calendar'].includes(section) ? section : 'free'
        const place = `${COMMANDS[id].typing ? 'typing' : room} ${key}`
        expect(seen.get(place), place).toBeUndefined()
        seen.set(place, id)
      }
  })

  it('has_no_key_that_is_the_start_of_another', () => {
    const keys = COMMAND_IDS.flatMap((id) => COMMANDS[id].keys)
    for (const key of keys) expect(keys.some((other) => other.startsWith(`${key} `))).toBe(false)
  })
})
