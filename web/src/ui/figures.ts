// figures: what can be said about heard against told without lying. Pure.

/** Wilson score interval of a share, 95 %: what few cases allow to say. */
export function shareBounds(part: number, whole: number): { low: number; high: number } {
  if (whole <= 0) return { low: 0, high: 1 }
  const z = 1.96
  const p = part / whole
  const denominator = 1 + (z * z) / whole
  const middle = (p + (z * z) / (2 * whole)) / denominator
  const half = (z / denominator) * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Below this many cases a rate shows its bounds. */
export const FEW = 30
