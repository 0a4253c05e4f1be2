// geometry: where the parts of the pictures stand. Pure, in the units of each picture's own view box.

export interface Circle {
  key: string
  x: number
  y: number
  r: number
}

/** Radius of a circle whose area is `share` of a circle with radius `whole`. */
export const areaRadius = (share: number, whole: number): number =>
  share <= 0 ? 0 : whole * Math.sqrt(Math.min(1, share))

/** One circle in the middle, the others around it by falling size, none touching another. Areas are on one scale. */
export function around(
  middle: { key: string; n: number },
  others: { key: string; n: number }[],
  size: number,
): Circle[] {
  const total = middle.n + others.reduce((n, o) => n + o.n, 0)
  if (total <= 0) return []
  const least = size * 0.026
  const gap = size * 0.02
  // The largest scale at which everything fits: halved until the ring holds the others.
  for (let whole = size * 0.36; whole > size * 0.05; whole *= 0.94) {
    const radius = (n: number) => Math.max(least, areaRadius(n / total, whole))
    const inner = radius(middle.n)
    const rest = others.filter((o) => o.n > 0).sort((a, b) => b.n - a.n)
    if (rest.length === 0) return [{ key: middle.key, x: size / 2, y: size / 2, r: inner }]
    const widest = radius(rest[0]?.n ?? 0)
    const angles = (orbit: number) => rest.map((o) => 2 * Math.asin((radius(o.n) + gap / 2) / orbit))
    const turn = (orbit: number) => angles(orbit).reduce((a, b) => a + b, 0)
    let orbit = inner + widest + gap * 1.6
    while (turn(orbit) > 2 * Math.PI && orbit + widest <= size / 2) orbit += gap
    const sum = turn(orbit)
    if (orbit + widest > size / 2 || sum > 2 * Math.PI) continue
    const need = angles(orbit)
    const free = (2 * Math.PI - sum) / rest.length
    let angle = -Math.PI / 2 - (need[0] ?? 0) / 2
    const ring = rest.map((o, i) => {
      const wide = need[i] ?? 0
      const at = angle + wide / 2
      angle += wide + free
      return {
        key: o.key,
        x: size / 2 + orbit * Math.cos(at),
        y: size / 2 + orbit * Math.sin(at),
        r: radius(o.n),
      }
    })
    return [{ key: middle.key, x: size / 2, y: size / 2, r: inner }, ...ring]
  }
  return []
}

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
