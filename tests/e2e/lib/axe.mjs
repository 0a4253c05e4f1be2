// axe: what axe-core finds on a page that it calls serious or critical.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TREE } from './kith.mjs'

const AXE = readFileSync(join(TREE, 'web/node_modules/axe-core/axe.min.js'), 'utf8')

const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
export const COLOURS = ['color-contrast', 'link-in-text-block']

/** A line for each place; `name` says which screen it is; `rules`: tags or names of rules. */
export async function judge(page, name, rules = ALL) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const found = await page.evaluate(
    // eslint-disable-next-line no-undef
    (runOnly) => axe.run(document, { resultTypes: ['violations'], runOnly }),
    rules,
  )
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.slice(0, 4).map((n) => `${name}: ${v.id} at ${n.target.join(' ')}: ${n.any[0]?.message ?? v.help}`))
}
