// Every screen, light and dark, judged by axe-core: nothing that it calls serious or critical.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { TREE } from '../lib/kith.mjs'
import { signIn } from '../lib/pages.mjs'
import { SCREENS, show } from '../lib/screens.mjs'
import { assert } from '../lib/wait.mjs'

const AXE = readFileSync(join(TREE, 'web/node_modules/axe-core/axe.min.js'), 'utf8')

async function judge(page, name) {
  await page.evaluate(AXE)
  const found = await page.evaluate(() =>
    // eslint-disable-next-line no-undef
    axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  )
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.slice(0, 4).map((n) => `${name}: ${v.id} at ${n.target.join(' ')}: ${n.any[0]?.message ?? v.help}`))
}

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  for (const theme of ['light', 'dark']) {
    const page = await t.visitor(kith, theme, { colorScheme: theme })
    await t.step(`${theme}: what one sees before signing in`, async () => {
      await page.goto('/signin')
      await page.getByRole('heading', { level: 1 }).waitFor()
      assert.deepEqual(await judge(page, 'signin'), [])
    })
    if (theme === 'light') {
      await adoptPolicy(client)
      await demo(client)
    }
    await t.step(`${theme}: every screen of a member`, async () => {
      await signIn(page, OWNER)
      const found = []
      for (const name of Object.keys(SCREENS)) {
        await show(page, name)
        found.push(...(await judge(page, name)))
      }
      assert.deepEqual(found, [])
    })
    await page.close()
  }
}
