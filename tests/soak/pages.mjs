// pages URL COOKIE N: N real Chromium pages on the list of all open conversations, until a line comes on stdin; then, once
// they have been quiet, one line of JSON on stdout: the ids that each of them shows, without having been loaded again.
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
await new Promise((resolve) => setTimeout(resolve, 5000)) // lists are fetched at most every second and a half
const shown = []
for (const page of pages) {
  if (await page.getByRole('button', { name: /^\d+ new$/ }).count()) await page.keyboard.press('.')
  await new Promise((resolve) => setTimeout(resolve, 500))
  // Rows that left the view stay greyed where they were, until one asks for the fresh list.
  const rows = page.getByRole('listbox', { name: /^Conversations:/ }).getByRole('option')
  shown.push(
    await rows.evaluateAll((all) => all.filter((row) => !row.querySelector('[data-gone]')).map((row) => row.id.split('-').pop())),
  )
}
console.log(JSON.stringify(shown))
await browser.close()
process.exit(0)
