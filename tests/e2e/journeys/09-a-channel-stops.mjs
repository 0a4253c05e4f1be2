// A channel that stops is red on every screen and says what to do; connecting it again makes it well. One that only
// fails for a while is amber and mends itself.
import { createServer } from 'node:http'
import { adoptPolicy, OWNER, owner, poll } from '../lib/client.mjs'
import { button, signIn } from '../lib/pages.mjs'
import { SCREENS } from '../lib/screens.mjs'
import { assert, until } from '../lib/wait.mjs'

const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>The harbour news</title><link>http://127.0.0.1/</link>
<item><guid>n1</guid><title>New ferry</title><description>The new ferry leaves at nine. Does anybody know the price?</description>
<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>`
const LATER = FEED.replace('<item>', '<item><guid>n2</guid><title>Old ferry</title><description>The old ferry is for sale.</description></item><item>')

/** A feed that works, is ill, or shuts us out. */
async function feed(t) {
  const place = { mode: 'well' }
  const server = createServer((request, response) => {
    if (place.mode === 'shut') response.writeHead(401).end()
    else if (place.mode === 'ill') response.writeHead(503).end('later')
    else response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(place.later ? LATER : FEED)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => new Promise((done) => server.close(done)))
  place.port = server.address().port
  place.url = `http://127.0.0.1:${place.port}/news.xml`
  return place
}

export default async function (t) {
  const news = await feed(t)
  const kith = await t.kith({ 'allow-private': `127.0.0.1:${news.port}` })
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner')
  await signIn(page, OWNER)
  const red = page.getByRole('alert').filter({ hasText: 'The harbour news' })
  const amber = page.getByRole('status').filter({ hasText: 'The harbour news has trouble' })
  const health = async () => (await client.get('channels')).items[0]?.health

  await t.step('a feed is connected on its page, and its posts come in', async () => {
    await page.goto('/channels')
    await button(page, 'Connect a channel').first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /Feed/ }).click()
    await dialog.getByLabel('Address').fill(news.url)
    await dialog.getByRole('button', { name: 'Connect Feed' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Working').waitFor()
    await page.goto('/inbox/all')
    await page.getByText('The new ferry leaves at nine').first().waitFor()
  })

  await t.step('one failure is said on the channel page, and is no alarm', async () => {
    news.mode = 'ill'
    await poll(client)
    await until('the failure is known', async () => (await client.get('channels')).items[0].error_text)
    await page.goto('/channels')
    await page.getByText(/The last try failed: 127\.0\.0\.1:\d+ is in trouble \(HTTP 503\)/).first().waitFor()
    assert.equal((await red.count()) + (await amber.count()), 0)
  })

  await t.step('three in a row are amber, live, and Kith goes on trying', async () => {
    await page.goto('/people')
    await until('it is in trouble', async () => {
      await poll(client)
      return (await health()) === 'troubled'
    })
    await amber.getByText(/Nothing heard since .* Kith goes on trying\./).waitFor()
    assert.equal(await red.count(), 0)
  })

  await t.step('one that shuts us out stops: red on every screen, with what to do', async () => {
    news.mode = 'shut'
    await until('it has stopped', async () => {
      await poll(client)
      return (await health()) === 'stopped'
    })
    await red.waitFor()
    for (const name of Object.keys(SCREENS).filter((one) => !SCREENS[one].act)) {
      await page.goto(SCREENS[name].path)
      await red.getByText(/does not accept the password\. Connect it again; it goes on where it stopped\./).waitFor()
      assert.equal(await red.getByRole('link', { name: 'Look at it' }).count(), 1, name)
    }
    const [r, g, b] = await red.evaluate((e) => getComputedStyle(e).backgroundColor.match(/\d+/g).map(Number))
    assert.ok(r > 120 && g < 90 && b < 90, `rgb ${r} ${g} ${b}`)
    assert.equal(await amber.count(), 0)
  })

  await t.step('connecting it again there makes it well, and the bar leaves', async () => {
    news.mode = 'well'
    await page.goto('/inbox/all')
    await red.getByRole('link', { name: 'Look at it' }).click()
    await page.waitForURL(/\/channels/)
    await page.getByRole('main').getByText('Stopped', { exact: true }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Connect again' }).click()
    const dialog = page.getByRole('dialog', { name: /Connect The harbour news again/ })
    await dialog.getByLabel('Address').fill(news.url)
    await button(dialog, 'Connect again').click()
    await dialog.waitFor({ state: 'detached' })
    await until('it is well', async () => (await health()) === 'well')
    await red.waitFor({ state: 'detached' })
    await page.getByText('Working').waitFor()
  })

  await t.step('what was said meanwhile is heard', async () => {
    news.later = true
    await poll(client)
    await page.goto('/inbox/all')
    await page.getByText('The old ferry is for sale').first().waitFor()
  })
}
