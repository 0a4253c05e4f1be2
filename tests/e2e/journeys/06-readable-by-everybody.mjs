// Every screen, light and dark, judged by axe-core: nothing that it calls serious or critical.
import { judge } from '../lib/axe.mjs'
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { signIn } from '../lib/pages.mjs'
import { SCREENS, show } from '../lib/screens.mjs'
import { assert } from '../lib/wait.mjs'

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
