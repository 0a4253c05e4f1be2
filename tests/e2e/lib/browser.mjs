// browser: Debian's Chromium in its form without windows, with a fresh profile. Each visitor is a context of its own.
// What a page logs, throws or asks from elsewhere is kept: a journey fails when it was an error.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PATIENCE } from './wait.mjs'
import { TREE } from './kith.mjs'

const { chromium } = createRequire(join(TREE, 'web/package.json'))('playwright-core')
const CHROMIUM = process.env.KITH_CHROMIUM ?? '/usr/bin/chromium-headless-shell'

export function missing() {
  return existsSync(CHROMIUM) ? null : `there is no ${CHROMIUM} (tools/deps test installs it)`
}

export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--enable-unsafe-swiftshader', // WebGL without a graphics card: the map
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // Pages live for seconds: a large nursery and no optimizing compiler save a third of the processor's time.
      '--js-flags=--min-semi-space-size=64 --max-semi-space-size=64 --no-maglev --no-turbofan --single-threaded-gc',
    ],
  })
}

export class Visitor {
  /** others: hosts that the pages may go to beside the program's own. */
  static async enter(browser, kith, name, { others = [], ...options } = {}) {
    const visitor = new Visitor()
    visitor.name = name
    visitor.lines = []
    visitor.errors = []
    visitor.context = await browser.newContext({
      baseURL: kith.url,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...options,
    })
    visitor.context.setDefaultTimeout(PATIENCE)
    visitor.page = await visitor.context.newPage()
    visitor.watch(visitor.page, [new URL(kith.url).host, ...others])
    return visitor
  }

  watch(page, hosts) {
    page.on('console', (message) => {
      this.lines.push(`${message.type()}: ${message.text()}`)
      if (message.type() === 'error' && /Content Security Policy|Minified React error/.test(message.text()))
        this.errors.push(message.text())
    })
    page.on('pageerror', (error) => {
      this.lines.push(`thrown: ${error.stack}`)
      this.errors.push(error.message)
    })
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (/^http/.test(url.protocol) && !hosts.includes(url.host)) this.errors.push(`asked another server: ${url}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) this.lines.push(`${response.status()} ${response.request().method()} ${response.url()}`)
      if (response.status() === 500) this.errors.push(`${response.status()} ${response.request().method()} ${response.url()}`)
    })
  }
}
