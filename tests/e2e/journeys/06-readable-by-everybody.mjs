// Every screen, light and dark, judged by axe-core: nothing that it calls serious or critical.
import { COLOURS, judge } from '../lib/axe.mjs'
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { signIn } from '../lib/pages.mjs'
import { SCREENS, show } from '../lib/screens.mjs'
import { assert } from '../lib/wait.mjs'

// eslint-disable-next-line no-undef
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** The page hears of the other look a moment later. */
async function look(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme })
  await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor()
}

/** All rules in light; in dark, where only the colours are others, those that look at colours. */
async function both(page, name) {
  await look(page, 'light')
  const day = await ground(page)
  const light = await judge(page, `${name}, light`)
  await look(page, 'dark')
  assert.notEqual(await ground(page), day)
  return [...light, ...(await judge(page, `${name}, dark`, COLOURS))]
}

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  const page = await t.visitor(kith, 'anybody', { colorScheme: 'light' })
  await t.step('what one sees before signing in', async () => {
    await page.goto('/signin')
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.deepEqual(await both(page, 'signin'), [])
  })
  await adoptPolicy(client)
  await demo(client)
  await t.step('every screen of a member', async () => {
    await signIn(page, OWNER)
    const found = []
    for (const name of Object.keys(SCREENS)) {
      await show(page, name)
      found.push(...(await both(page, name)))
    }
    assert.deepEqual(found, [])
  })
}
