// wait: everything here waits for a condition, never for a span of time; a wait that fails says what it wanted.
import assert from 'node:assert/strict'

export { assert }

/** How long a condition may take: the program under test may carry sanitizers, and the machine may be busy. */
export const PATIENCE = Number(process.env.KITH_E2E_PATIENCE_MS ?? 30_000)

const pause = (ms) => new Promise((done) => setTimeout(done, ms))

/** Calls `probe` until it gives something true, and gives that. An exception counts as "not yet" and is told at the end. */
export async function until(what, probe, { patience = PATIENCE, every = 100 } = {}) {
  const end = Date.now() + patience
  let last
  for (;;) {
    try {
      last = undefined
      const value = await probe()
      if (value) return value
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`waited ${patience} ms for: ${what}${last ? `\n${last.message}` : ''}`)
    await pause(every)
  }
}
