/** "Firefox on Linux" out of what a browser calls itself; empty when it says nothing we know. */
export function thisDevice(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  return [browser, system]
    .filter((w): w is string => Boolean(w))
    .map((w) => names[w] ?? w)
    .join(' · ')
}
