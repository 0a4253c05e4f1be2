// geometry: where the parts of the pictures stand. Pure.

/** Round steps for an axis from 0: at most four of them, the last at or above `most`. */
export function axisSteps(most: number): number[] {
  if (most <= 0) return [0, 1]
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? power * 10)
  const steps = [0]
  while ((steps[steps.length - 1] ?? 0) < most) steps.push((steps[steps.length - 1] ?? 0) + step)
  return steps
}

export interface Disc {
  x: number
  y: number
  r: number
}

/** One disc in the centre and the others around it, each with the area of its share; none touches another. The first
 * stands at the top, and they go on clockwise. `least`: the smallest radius, so that each can be seen. */
export function around(centre: number, others: number[], full: number, least = 5): [Disc, ...Disc[]] {
  const radius = (share: number) => Math.max(least, full * Math.sqrt(Math.max(0, share)))
  const middle = radius(centre)
  const radii = others.map(radius)
  const gap = 8
  const half = (r: number, orbit: number) => Math.asin(Math.min(1, (r + gap / 2) / orbit))
  let orbit = middle + Math.max(least, ...radii) + gap
  while (radii.reduce((sum, r) => sum + 2 * half(r, orbit), 0) > 2 * Math.PI) orbit += 2
  // What is left of the circle is shared out between them.
  const free =
    (2 * Math.PI - radii.reduce((sum, r) => sum + 2 * half(r, orbit), 0)) / Math.max(1, radii.length)
  let angle = -Math.PI / 2 - half(radii[0] ?? 0, orbit)
  const discs = radii.map((r) => {
    angle += half(r, orbit)
    const disc = { x: orbit * Math.cos(angle), y: orbit * Math.sin(angle), r }
    angle += half(r, orbit) + free
    return disc
  })
  return [{ x: 0, y: 0, r: middle }, ...discs]
}

/** In which line each label stands, the lowest that is free, so that none covers another. */
export function lines(labels: { from: number; to: number }[]): number[] {
  const ends: { from: number; to: number }[][] = []
  return labels.map((label) => {
    const free = ends.findIndex((line) => line.every((l) => l.to < label.from || label.to < l.from))
    const at = free < 0 ? ends.length : free
    ;(ends[at] ??= []).push(label)
    return at
  })
}

export interface Silence {
  /** Index of the week in which the silence began to count, and that behind its last. */
  from: number
  to: number
  state: 'drifting' | 'dormant'
}

/** Silences longer than three of their own intervals (drifting) and eight (dormant); the last may go on. */
export function silences(spoken: boolean[], intervalDays: number): Silence[] {
  const found: Silence[] = []
  let last = spoken.indexOf(true)
  if (last < 0 || intervalDays <= 0) return found
  for (let i = last + 1; i <= spoken.length; i++) {
    if (i < spoken.length && !spoken[i]) continue
    const drift = last + Math.max(1, Math.ceil((3 * intervalDays) / 7))
    const sleep = last + Math.max(1, Math.ceil((8 * intervalDays) / 7))
    if (i > drift) found.push({ from: drift, to: Math.min(i, sleep), state: 'drifting' })
    if (i > sleep) found.push({ from: sleep, to: i, state: 'dormant' })
    last = i
  }
  return found
}
