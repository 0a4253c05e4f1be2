// screens: pictures of every screen, to look at: three widths, light and dark.
//   node scripts/screens.mjs OUT [URL] [--only NAME,...] [--widths 1440,390] [--themes light,dark] [--email E --password P]
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    widths: { type: 'string', default: '1440,1024,390' },
    themes: { type: 'string', default: 'light,dark' },
    email: { type: 'string' },
    password: { type: 'string' },
    locale: { type: 'string', default: 'en' },
  },
})
const [out = 'test-results/screens', url = 'http://127.0.0.1:5173'] = positionals
const heights = { 1440: 900, 1024: 768, 390: 844 }

const press = (key) => (page) => page.keyboard.press(key)
const SCREENS = {
  home: '/home',
  inbox: '/inbox/all',
  conversation: [
    '/inbox/all',
    async (page, width) => {
      await page.locator('[role=option]').nth(1).click()
      await page
        .locator('textarea')
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => {})
      if (width > 860) await page.waitForTimeout(900)
    },
  ],
  unanswered: '/inbox/unanswered',
  palette: ['/inbox/all', press('Control+k')],
  keys: ['/inbox/all', press('?')],
  people: '/people',
  person: ['/people', (page) => page.locator('[role=option]').first().click()],
  search: '/search?q=the',
  mentions: '/mentions',
  outbox: '/outbox',
  policy: '/policy',
  channels: '/channels',
  connect: ['/channels', (page) => page.getByRole('button', { name: /Connect a channel/ }).click()],
  members: '/members',
  import: '/import',
  settings: '/settings',
  audit: '/audit',
  signin: '/signin',
  start: '/start',
}

const wanted = values.only?.split(',') ?? Object.keys(SCREENS)
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const theme of values.themes.split(','))
  for (const width of values.widths.split(',').map(Number)) {
    const context = await browser.newContext({
      viewport: { width, height: heights[width] ?? 900 },
      colorScheme: theme,
      locale: values.locale,
      reducedMotion: 'reduce',
      hasTouch: width < 500,
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => console.log(`${theme} ${width} page error: ${error.message}`))
    page.on(
      'console',
      (message) =>
        message.type() === 'error' &&
        console.log(`${theme} ${width} console: ${message.text().slice(0, 300)}`),
    )
    if (values.email) {
      await page.goto(`${url}/signin`)
      await page.getByLabel(/E-mail/).fill(values.email)
      await page.getByLabel(/^(Password|Passwort)/).fill(values.password ?? '')
      await page.keyboard.press('Enter')
      await page.waitForURL(/inbox/)
    }
    for (const name of wanted) {
      const screen = SCREENS[name]
      const [path, then] = Array.isArray(screen) ? screen : [screen]
      await page.goto(url + path)
      await page.waitForTimeout(900)
      if (then) await then(page, width)
      await page.waitForTimeout(450)
      await page.screenshot({ path: `${out}/${name}-${width}-${theme}.png` })
    }
    await context.close()
  }
await browser.close()
