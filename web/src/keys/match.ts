// match: from a key press to the name of a key in the table, and through sequences like "g i". Pure.

export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** "k", "?", "mod+k", "escape"; empty for presses that are never a command. */
export function pressName(press: Press): string {
  if (press.altKey || ['Shift', 'Control', 'Meta', 'Alt', 'Dead', 'Process'].includes(press.key)) return ''
  const key = press.key.toLowerCase()
  return press.ctrlKey || press.metaKey ? `mod+${key}` : key
}

export const SEQUENCE_MS = 1200

/** What `name`, after the half-finished `before` (or ''), means: a whole key, the start of one, or nothing. */
export function step(
  before: string,
  name: string,
  known: readonly string[],
): { whole?: string; half?: string } {
  for (const wanted of before ? [`${before} ${name}`, name] : [name]) {
    if (known.includes(wanted)) return { whole: wanted }
    if (known.some((key) => key.startsWith(`${wanted} `))) return { half: wanted }
  }
  return {}
}
