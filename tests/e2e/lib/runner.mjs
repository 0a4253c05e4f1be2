// runner: runs journeys and prints TAP. A journey is a file of journeys/ with a default function that gets a Trip; each
// step of it is one promise, named in words. A failed step ends its journey; what was to be seen is kept.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch, missing, Visitor } from './browser.mjs'
import { Kith, TREE } from './kith.mjs'
import { assert } from './wait.mjs'

const RESULTS = join(resolve(TREE, process.env.BUILD ?? 'build'), 'test-results/e2e')
const JOURNEYS = join(TREE, 'tests/e2e/journeys')

let count = 0
const say = (ok, words) => console.log(`${ok ? 'ok' : 'not ok'} ${++count} - ${words}`)

/** Thrown by Trip.skip. */
class Skip extends Error {}

class Trip {
  constructor(name) {
    this.name = name
    this.title = name.replace(/^\d+-/, '').replaceAll('-', ' ')
    this.visitors = []
    this.servers = []
    this.last = []
  }

  /** One promise of the journey. */
  async step(words, act) {
    this.now = words
    const start = Date.now()
    const value = await act()
    say(true, `${this.title}: ${words}`)
    console.log(`# ${((Date.now() - start) / 1000).toFixed(1)} s`)
    return value
  }

  /** A promise that cannot be looked at here; the journey goes on. */
  pass(words, reason) {
    say(true, `${this.title}: ${words} # SKIP ${reason}`)
  }

  skip(reason) {
    throw new Skip(reason)
  }

  async kith(settings) {
    const kith = new Kith(settings)
    this.servers.push(kith)
    await kith.open()
    return kith
  }

  /** Somebody with a browser of their own. */
  async visitor(kith, name, options) {
    this.browser ??= await launch()
    const visitor = await Visitor.enter(this.browser, kith, name, options)
    this.visitors.push(visitor)
    return visitor.page
  }

  /** Run when the journey is over, in reverse order. */
  after(act) {
    this.last.unshift(act)
  }

  async keepEvidence() {
    mkdirSync(RESULTS, { recursive: true })
    for (const { name, page, lines } of this.visitors) {
      const stem = join(RESULTS, `${this.name}-${name}`)
      await page.screenshot({ path: `${stem}.png` }).catch(() => {})
      writeFileSync(`${stem}.console.txt`, [page.url(), ...lines].join('\n') + '\n')
      const html = await page.content().catch(() => '')
      writeFileSync(`${stem}.html`, html)
    }
    this.servers.forEach((kith, i) => {
      if (existsSync(kith.log)) copyFileSync(kith.log, join(RESULTS, `${this.name}-server${i || ''}.log`))
    })
    return RESULTS
  }

  async end() {
    await this.browser?.close()
    for (const act of this.last) await act()
    for (const kith of this.servers) await kith.remove()
  }
}

async function travel(name) {
  const trip = new Trip(name)
  const { default: journey } = await import(pathToFileURL(join(JOURNEYS, `${name}.mjs`)))
  let well = true
  try {
    await journey(trip)
    await trip.step('no page threw an error, broke the content policy or asked another server', () =>
      assert.deepEqual(
        trip.visitors.flatMap((v) => v.errors),
        [],
      ),
    )
  } catch (error) {
    if (error instanceof Skip) {
      console.log(`ok ${++count} - ${trip.title} # SKIP ${error.message}`)
    } else {
      well = false
      const where = await trip.keepEvidence()
      say(false, `${trip.title}: ${trip.now ?? 'begins'}`)
      for (const line of `${error.stack ?? error}\npictures and logs: ${where}`.split('\n')) console.log(`# ${line}`)
    }
  }
  await trip.end()
  return well
}

const there = readdirSync(JOURNEYS)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4))
  .sort()
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !there.includes(name))
if (unknown.length > 0) {
  console.error(`run: there is no journey ${unknown.join(', ')}; there are: ${there.join(' ')}`)
  process.exit(2)
}
let well = true
const lacking = missing()
for (const name of wanted.length > 0 ? wanted : there) {
  if (lacking) console.log(`ok ${++count} - ${name} # SKIP ${lacking}`)
  else well = (await travel(name)) && well
}
console.log(`1..${count}`)
process.exit(well ? 0 : 1)
