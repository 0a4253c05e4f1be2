// The stream of events: what was read before it was open is fetched again, so that no screen keeps what is out of date.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { followEvents } from './events'

class Source {
  static last: Source
  onopen = () => {}
  onerror = () => {}
  readyState = 0
  constructor() {
    Source.last = this
  }
  addEventListener() {}
  close() {}
}

describe('events', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const start = () => {
    vi.stubGlobal('EventSource', Source)
    const client = new QueryClient()
    const answers: (() => void)[] = []
    let asked = 0
    const stops: (() => void)[] = []
    const show = (key: string, enabled = true) => {
      const queryFn = () =>
        new Promise<number>((resolve) => {
          const n = ++asked
          answers.push(() => {
            resolve(n)
          })
        })
      stops.push(new QueryObserver(client, { queryKey: [key], queryFn, enabled }).subscribe(() => {}))
    }
    const answer = () => {
      answers.splice(0).forEach((one) => {
        one()
      })
      return new Promise((resolve) => setTimeout(resolve, 5))
    }
    const follow = () => {
      stops.push(followEvents(client, () => {}))
    }
    const end = () => {
      stops.forEach((stop) => {
        stop()
      })
    }
    return { client, show, answer, follow, end, asked: () => asked }
  }

  it('fetches_again_what_was_read_before_the_stream_was_open', async () => {
    const at = start()
    at.show('read')
    await at.answer()
    at.show('on its way')
    at.follow()
    expect(at.asked()).toBe(2)
    Source.last.onopen()
    expect(at.asked()).toBe(3)
    await at.answer()
    await at.answer()
    expect(at.asked()).toBe(4)
    expect(at.client.getQueryData(['read'])).toBe(3)
    expect(at.client.getQueryData(['on its way'])).toBe(4)
    at.end()
  })

  it('fetches_everything_on_screen_after_a_gap', async () => {
    const at = start()
    at.follow()
    Source.last.onopen()
    at.show('read')
    await at.answer()
    Source.last.onopen()
    expect(at.asked()).toBe(2)
    await at.answer()
    expect(at.client.getQueryData(['read'])).toBe(2)
    at.end()
  })
})
