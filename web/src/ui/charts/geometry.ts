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
