// steady: rows never jump under the cursor. The order one looks at stays; what is new waits to be shown, what left
// the view stays in its place, greyed, until one asks for the fresh list. Pure.

export interface Steady {
  /** Ids in the order in which they are shown. */
  order: string[]
  /** Ids that wait behind "12 new". */
  pending: string[]
  /** Shown ids that the fresh list no longer has. */
  gone: ReadonlySet<string>
}

export const NOTHING: Steady = { order: [], pending: [], gone: new Set() }

/**
 * The list to show, from the one shown and the fresh ids of the server (all loaded pages, best first).
 * `mine` are ids that the reader changed: they may leave at once.
 */
export function settle(before: Steady, fresh: readonly string[], mine: ReadonlySet<string>): Steady {
  if (before.order.length === 0) return { order: [...fresh], pending: [], gone: new Set() }
  const known = new Set(fresh)
  const kept = before.order.filter((id) => known.has(id) || !mine.has(id))
  const shown = new Set(kept)
  // Behind the last row shown come the rows of the next page: they may follow, nothing moves.
  let last = -1
  fresh.forEach((id, i) => {
    if (shown.has(id)) last = i
  })
  const tail = last < 0 ? [] : fresh.slice(last + 1).filter((id) => !shown.has(id))
  const tailSet = new Set(tail)
  const pending = fresh.filter((id) => !shown.has(id) && !tailSet.has(id))
  // A view that is empty is shown so: there is nothing that could jump.
  if (kept.length === 0 || fresh.length === 0) return { order: [...fresh], pending: [], gone: new Set() }
  return { order: [...kept, ...tail], pending, gone: new Set(kept.filter((id) => !known.has(id))) }
}

/** Where the cursor goes when the row `id` leaves: the next one, else the one before. */
export function neighbour(order: readonly string[], id: string): string | null {
  const at = order.indexOf(id)
  if (at < 0) return null
  return order[at + 1] ?? order[at - 1] ?? null
}
