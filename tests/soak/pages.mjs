// pages URL COOKIE N: N real Chromium pages on the list of all open conversations, until a line comes on stdin; then, once
// each shows what a fresh request gives, or half a minute later, one line of JSON on stdout: what each of them shows, without
// having been loaded again, and what there is.
import { launch } from '../e2e/lib/browser.mjs'

const [url, cookie, n] = process.argv.slice(2)
const browser = await launch()
const pages = []
for (let i = 0; i < Number(n); i++) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 2400 } })
  await context.addCookies([{ name: 'kith_session', value: cookie, url }])
  const page = await context.newPage()
  await page.goto('/inbox/all')
  await page.getByRole('listbox', { name: /^Conversations:/ }).getByRole('option').first().waitFor()
  pages.push(page)
}
await new Promise((resolve) => process.stdin.once('data', resolve))
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a page shows. Rows that left the view stay greyed where they were, until one asks for the fresh list. */
async function look(page) {
  if (await page.getByRole('button', { name: /^\d+ new$/ }).count()) {
    await page.keyboard.press('.')
    return null
  }
  const rows = page.getByRole('listbox', { name: /^Conversations:/ }).getByRole('option')
  return rows.evaluateAll((all) =>
    all.filter((row) => !row.querySelector('[data-gone]')).map((row) => row.id.split('-').pop()),
  )
}

/** What a fresh request gives at this moment: people go on answering what the crowd said. */
const fresh = (page) =>
  page.evaluate(async () => {
    const answer = await fetch('/api/v1/conversations?view=all&limit=200')
    return (await answer.json()).items.map((c) => c.id)
  })

/** The last look, and whether it was what a fresh request gave: half a minute to come to that. */
async function settled(page) {
  let shown = null
  let there = []
  for (let tries = 0; tries < 60; tries++) {
    await sleep(500)
    shown = (await look(page)) ?? shown
    there = await fresh(page)
    if (JSON.stringify([...(shown ?? [])].sort()) === JSON.stringify([...there].sort())) return { shown, there, same: true }
  }
  return { shown, there, same: false }
}

const shown = []
for (const page of pages) shown.push(await settled(page))
console.log(JSON.stringify(shown))
await browser.close()
process.exit(0)
