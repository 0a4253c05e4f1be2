// provider: whose turn it is when several say what one command does.
import { fireEvent, render } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { KeysProvider, useCommands, type Handlers } from './provider'

function Says({ handlers, first = false }: { handlers: Handlers; first?: boolean }) {
  useCommands(handlers, first)
  return null
}

describe('whose_turn_it_is', () => {
  it('goes_to_the_newest_that_has_something_to_do', () => {
    const [list, thread] = [vi.fn(), vi.fn()]
    const screen = (shown: boolean, able: boolean) => (
      <KeysProvider>
        <Says handlers={{ 'conversation.done': list }} />
        {shown && <Says handlers={{ 'conversation.done': able && thread }} />}
      </KeysProvider>
    )
    const { rerender } = render(screen(true, true))
    fireEvent.keyDown(document.body, { key: 'e' })
    rerender(screen(true, false))
    fireEvent.keyDown(document.body, { key: 'e' })
    rerender(screen(false, false))
    fireEvent.keyDown(document.body, { key: 'e' })
    expect([thread.mock.calls.length, list.mock.calls.length]).toEqual([1, 2])
  })

  it('goes_to_what_is_chosen_though_a_conversation_is_drawn_later', () => {
    const [chosen, thread] = [vi.fn(), vi.fn()]
    const screen = (drawn: boolean) => (
      <KeysProvider>
        <Says handlers={{ 'conversation.done': chosen }} first />
        {drawn && <Says handlers={{ 'conversation.done': thread }} />}
      </KeysProvider>
    )
    const { rerender } = render(screen(false))
    rerender(screen(true))
    fireEvent.keyDown(document.body, { key: 'e' })
    expect([chosen.mock.calls.length, thread.mock.calls.length]).toEqual([1, 0])
  })
})
