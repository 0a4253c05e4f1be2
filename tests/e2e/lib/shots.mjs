// shots: saves a picture of every screen; says which page raised an error or is wider than its window.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { launch, Visitor } from './browser.mjs'
import { adoptPolicy, demo, OWNER, owner } from './client.mjs'
import { Kith, TREE } from './kith.mjs'
import { overflow, SCREENS, show } from './screens.mjs'

const SIZES = { 1440: 900, 1024: 768, 390: 844 }
const [out = join(TREE, 'build/shots'), only] = process.argv.slice(2)
const wanted = only ? only.split(',') : Object.keys(SCREENS)
const locale = process.env.LOCALE ?? 'en'
mkdirSync(resolve(out), { recursive: true })

const kith = new Kith()
const browser = await launch()
try {
  await kith.open()
  const client = await owner(kith)
  if (!only) await picture(true, [], '')
  await adoptPolicy(client, locale)
  await demo(client)
  await client.want('PATCH', 'me', { locale })
  await picture(false, wanted, client.cookie)
} finally {
  await browser.close()
  await kith.remove()
}

async function picture(front, names, cookie) {
  for (const theme of ['light', 'dark'])
    for (const [width, height] of Object.entries(SIZES)) {
      const viewport = { width: Number(width), height }
      const colours = { colorScheme: theme, locale: locale === 'de' ? 'de-DE' : 'en-GB', hasTouch: viewport.width < 500 }
      const visitor = await Visitor.enter(browser, kith, theme, { viewport, ...colours })
      const { page, context } = visitor
      const save = async (name) => {
        const wide = await overflow(page)
        if (wide) console.log(`${name}-${width}-${theme}: ${wide}`)
        await page.screenshot({ path: join(out, `${name}-${width}-${theme}.png`) })
      }
      if (front) {
        await page.goto('/signin')
        await page.getByRole('heading', { level: 1 }).waitFor()
        await save('signin')
      } else {
        // The cookie of the API's session: no form to fill for each picture.
        const [name, value] = cookie.split('=')
        await context.addCookies([{ name, value, url: kith.url }])
        for (const one of names) {
          await show(page, one).catch((error) => console.log(`${one}-${width}-${theme}: ${error.message.split('\n')[0]}`))
          await save(one)
        }
      }
      for (const error of visitor.errors) console.log(`${theme} ${width}: ${error}`)
      await context.close()
    }
}
