import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Thread } from '@/api'
import { render, type Routes } from '../../../dev/render'
import { checkOf, threadOf } from '../../../dev/world'
import { Composer } from './Composer'

const fresh = (): Thread => ({ ...threadOf('v3'), draft: null })

function show(thread: Thread, routes?: Routes) {
  return render(
    <Composer
      thread={thread}
      mode="reply"
      onMode={() => undefined}
      replyTo={null}
      onReplyTo={() => undefined}
      others={[]}
      focus={0}
      onLeave={() => undefined}
    />,
    routes,
  )
}
const field = () => screen.findByRole('textbox', { name: 'Your answer' })

describe('composer', () => {
  it('says_on_the_button_who_sends_where', async () => {
    show(fresh())
    expect(await screen.findByRole('button', { name: 'Send as Mara to Bluesky' })).toBeDefined()
  })

  it('sends_with_the_version_on_screen_and_one_key', async () => {
    const thread = fresh()
    const { asked } = show(thread, ({ path }) =>
      path.endsWith('/reply') ? { status: 201, data: { ...threadOf('v2').outbox[0], id: 'new' } } : undefined,
    )
    await userEvent.type(await field(), 'Hello there')
    await userEvent.click(screen.getByRole('button', { name: /Send as Mara/ }))
    await waitFor(() => expect(asked.some((a) => a.path.endsWith('/reply'))).toBe(true))
    const sent = asked.find((a) => a.path.endsWith('/reply'))?.body as {
      text: string
      version: number
      key: string
    }
    expect(sent.text).toBe('Hello there')
    expect(sent.version).toBe(thread.conversation.version)
    expect(sent.key).toMatch(/^[0-9a-f]{32}$/)
    await waitFor(async () => expect(((await field()) as HTMLTextAreaElement).value).toBe(''))
  })

  it('keeps_the_same_key_when_a_send_failed_and_is_tried_again', async () => {
    const { asked } = show(fresh(), ({ path }) =>
      path.endsWith('/reply')
        ? { status: 503, data: { type: '/problems/busy', title: 'Busy', status: 503, detail: 'Try again.' } }
        : undefined,
    )
    await userEvent.type(await field(), 'Hello')
    const button = screen.getByRole('button', { name: /Send as Mara/ })
    await userEvent.click(button)
    await screen.findByRole('alert')
    await userEvent.click(button)
    await waitFor(() => expect(asked.filter((a) => a.path.endsWith('/reply'))).toHaveLength(2))
    const keys = asked.filter((a) => a.path.endsWith('/reply')).map((a) => (a.body as { key: string }).key)
    expect(new Set(keys).size).toBe(1)
  })

  it('stops_a_text_that_a_hard_rule_forbids_and_says_why', async () => {
    const { asked } = show(fresh())
    await userEvent.type(await field(), 'Call 030 1234567')
    await screen.findByText(/telephone number/)
    const button = screen.getByRole('button', { name: 'Stopped by a rule' })
    await userEvent.click(button)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(asked.some((a) => a.path.endsWith('/reply'))).toBe(false)
  })

  it('says_that_warnings_were_seen_only_of_the_text_they_stood_beside', async () => {
    const finding = {
      rule: 'promises',
      check: 'blocked',
      kind: 'soft',
      why: 'No promise without a plan.',
      tell: 'Say when.',
      words: 'promise',
      start: 2,
      end: 9,
      value: 0,
    }
    const { asked } = show(fresh(), ({ path }) =>
      path.endsWith('/check')
        ? {
            data: {
              verdict: 'warn',
              findings: [finding],
              sends_as: '@acme',
              graphemes: 9,
              bytes: 9,
              limits: { graphemes: 300, bytes: 0 },
              policy_version: 1,
              asks: [],
            },
          }
        : path.endsWith('/reply')
          ? { status: 201, data: { ...threadOf('v2').outbox[0], id: 'new' } }
          : undefined,
    )
    await userEvent.type(await field(), 'I promise')
    await userEvent.click(await screen.findByRole('button', { name: /Send anyway as Mara/ }))
    await waitFor(() => expect(asked.some((a) => a.path.endsWith('/reply'))).toBe(true))
    const sent = asked.find((a) => a.path.endsWith('/reply'))?.body as { warnings_seen: boolean }
    expect(sent.warnings_seen).toBe(true)
  })

  it('asks_a_second_person_where_a_rule_wants_one_and_says_which', async () => {
    const finding = {
      rule: 'gravity',
      check: 'blocked',
      kind: 'review',
      why: 'Two look at this.',
      tell: 'Ask a colleague.',
      words: 'court',
      start: 3,
      end: 8,
      value: 0,
    }
    const { asked } = show(fresh(), ({ path }) =>
      path.endsWith('/check')
        ? {
            data: {
              verdict: 'review',
              findings: [finding],
              sends_as: '@acme',
              graphemes: 9,
              bytes: 9,
              limits: { graphemes: 300, bytes: 0 },
              policy_version: 1,
              asks: [
                { who: 'role', name: 'manager', within_minutes: 120, rules: ['gravity'] },
                { who: 'team', name: 'Legal', within_minutes: 1440, rules: ['gravity'] },
              ],
            },
          }
        : path.endsWith('/reply')
          ? {
              status: 201,
              data: { ...threadOf('v2').outbox[0], id: 'new', state: 'held', second_person: true },
            }
          : undefined,
    )
    await userEvent.type(await field(), 'In court')
    await screen.findByText(/Two look at this/)
    screen.getByText('Before it leaves: a manager (2 hours) → team Legal (24 hours)')
    await userEvent.click(screen.getByRole('button', { name: 'Send as Mara: needs a manager' }))
    await waitFor(() => expect(asked.some((a) => a.path.endsWith('/reply'))).toBe(true))
    const sent = asked.find((a) => a.path.endsWith('/reply'))?.body as { ask_second: boolean }
    expect(sent.ask_second).toBe(true)
  })

  it('sends_nothing_before_the_policy_in_force_is_known', async () => {
    show(fresh(), ({ path }) =>
      path.endsWith('/check') ? { data: { ...checkOf('Hello'), acknowledged: false } } : undefined,
    )
    await userEvent.type(await field(), 'Hello')
    const button = await screen.findByRole('button', { name: 'Read the policy first' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByRole('link', { name: 'Read it' })).toBeDefined()
  })

  it('puts_a_block_where_the_caret_is', async () => {
    show(fresh(), ({ path }) =>
      path === '/saved-texts'
        ? {
            data: {
              items: [
                {
                  id: 'b1',
                  kind: 'fact',
                  title: 'Hours',
                  text: 'We open at nine.',
                  created_by: null,
                  created_at: '2026-01-01T00:00:00Z',
                  changed_by: null,
                  changed_at: null,
                },
              ],
              next: null,
            },
          }
        : undefined,
    )
    await userEvent.type(await field(), 'Hello Sam.')
    await userEvent.click(await screen.findByRole('button', { name: 'Block' }))
    await userEvent.click(await screen.findByText('Hours'))
    await waitFor(async () =>
      expect(((await field()) as HTMLTextAreaElement).value).toBe('Hello Sam. We open at nine.'),
    )
  })

  it('shows_what_came_meanwhile_when_a_send_is_stale_and_keeps_the_draft', async () => {
    const thread = fresh()
    const [first] = thread.posts
    if (!first) throw new Error('the world has posts')
    const newer = {
      ...first,
      id: 'fresh',
      text: 'Jo answered already',
      direction: 'out' as const,
      member: { id: 'm2', name: 'Jo', handle: 'jo' },
    }
    show(thread, ({ path, method }) => {
      if (path.endsWith('/reply'))
        return { status: 409, data: { type: '/problems/stale', title: 'Stale', status: 409 } }
      if (method === 'GET' && path === '/conversations/v3')
        return { data: { ...thread, posts: [...thread.posts, newer] } }
      return undefined
    })
    await userEvent.type(await field(), 'My words')
    await userEvent.click(screen.getByRole('button', { name: /Send as Mara/ }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('Jo answered already')
    await userEvent.click(screen.getByRole('button', { name: 'Back to my draft' }))
    expect(((await field()) as HTMLTextAreaElement).value).toBe('My words')
  })

  it('keeps_the_text_in_the_browser_when_the_server_is_away', async () => {
    const view = show(fresh(), ({ path }) =>
      path.endsWith('/draft')
        ? { status: 503, data: { type: '/problems/busy', title: 'Busy', status: 503 } }
        : undefined,
    )
    await userEvent.type(await field(), 'Not lost')
    view.unmount()
    show(fresh())
    expect(((await field()) as HTMLTextAreaElement).value).toBe('Not lost')
  })
})

describe('heard against told, where one writes', () => {
  const weighed =
    (heard: number, told: number): Routes =>
    ({ path }) =>
      path.startsWith('/relationships/listening')
        ? {
            data: {
              by: 'person',
              items: [],
              all: path.includes('by=person') ? { heard, told } : { heard: 3, told: 0 },
            },
          }
        : undefined

  it('is_said_when_more_was_told_and_does_not_stop_the_send', async () => {
    show(fresh(), weighed(2, 5))
    expect(await screen.findByRole('note', { name: 'More told than heard' })).toBeDefined()
    expect(screen.getByText(/2 heard, 5 told unprompted/)).toBeDefined()
    await userEvent.type(await field(), 'How are you?')
    expect(screen.getByRole('button', { name: /Send as Mara/ }).getAttribute('aria-disabled')).toBeNull()
  })

  it('is_silent_when_as_much_was_heard', async () => {
    const { asked } = show(fresh(), weighed(5, 5))
    await waitFor(() =>
      expect(asked.filter((a) => a.path.startsWith('/relationships/listening'))).toHaveLength(3),
    )
    expect(screen.queryByRole('note', { name: 'More told than heard' })).toBeNull()
  })
})
