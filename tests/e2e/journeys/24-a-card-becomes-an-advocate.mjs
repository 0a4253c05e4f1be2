// The idea of the product: a business card becomes a connection, two exchanges a dialogue, a meeting a relationship, a
// failure and its repair a loyal customer, a referral an advocate. And ten thousand followers with whom nobody talks stay
// connections.
import { adoptPolicy, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const DAY = 86_400_000
/** What a field of type datetime-local takes, so many days ago. */
const field = (days) => {
  const at = new Date(Date.now() - days * DAY)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
const CARD = ['BEGIN:VCARD', 'VERSION:4.0', 'FN:Ada Quill', 'EMAIL:ada@lanterns.example', 'ORG:Lantern Works', 'END:VCARD'].join('\r\n')
const FOLLOWERS = 10_000

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner', { timezoneId: 'UTC' })
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
  let id
  const stage = async () => (await client.get(`people/${id}/relationship`)).stage
  const stands = (word) => page.getByRole('region', { name: 'Stage' }).getByText(`${word}.`, { exact: true }).waitFor()

  /** A call or meeting, logged by hand as on any day. */
  const log = async (days, words, kind) => {
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    if (kind) await dialog.getByText(kind, { exact: true }).click()
    await dialog.getByLabel('What was it about?').fill(words)
    await dialog.getByLabel('When', { exact: true }).fill(field(days))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  const moment = async (days, words, kind) => {
    await page.keyboard.press('m')
    const dialog = page.getByRole('dialog', { name: /Add a moment/ })
    await dialog.getByLabel('What was it?').fill(words)
    await dialog.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: kind, exact: true }).click()
    await dialog.getByLabel('When', { exact: true }).fill(field(days))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  await t.step('a business card, pasted, becomes a connection', async () => {
    await page.goto('/import')
    await page.getByLabel('Text of the card').fill(CARD)
    await page.getByRole('switch', { name: 'Share with the whole team' }).click({ force: true })
    await button(page, 'Save this person').click()
    const ada = await until('she is among the people', async () => (await client.get('people?q=Ada Quill')).items[0])
    id = ada.id
    assert.equal(await stage(), 'connection')
    await page.goto(`/people/${id}`)
    await page.getByRole('heading', { name: 'Ada Quill', level: 2 }).waitFor()
    await stands('Connection')
  })

  await t.step('one exchange is a contact, a second on another day a dialogue', async () => {
    await log(240, 'How the lamps are wired')
    await stands('Contact')
    await log(226, 'She sent the plan')
    await stands('Dialogue')
    await page.getByText('Missing for “Relationship”').waitFor()
  })

  await t.step('a meeting makes it a relationship', async () => {
    await log(210, 'A look at the workshop', 'Meeting')
    await stands('Relationship')
  })

  await t.step('a failure alone makes nobody loyal', async () => {
    await moment(120, 'Forty lamps came broken', 'Something went wrong')
    await page.getByText('Forty lamps came broken').first().waitFor()
    assert.equal(await stage(), 'relationship')
  })

  await t.step('what was done about it, and that she stayed, makes her loyal', async () => {
    await moment(118, 'New ones by courier, the next morning', 'Put right')
    await log(90, 'All of them light')
    await log(20, 'An order for spring')
    await stands('Loyal')
    await page.goto('/relationships/recovery')
    const one = page.getByRole('article').filter({ hasText: 'Ada Quill' })
    await one.getByText('put right').waitFor()
    await one.getByText('talks with us again').waitFor()
    await page.goto(`/people/${id}`)
    await page.getByRole('heading', { name: 'Ada Quill', level: 2 }).waitFor()
  })

  await t.step('whom she sends to us makes her an advocate', async () => {
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Deal, order, referral' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Referral', { exact: true }).click()
    await dialog.getByLabel('Whom did they send to us?').fill('Bo Marsh')
    const about = dialog.getByLabel('What is it about?')
    if ((await about.count()) > 0) await about.fill('Sent the harbour master')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await stands('Advocate')
  })

  await t.step('the whole way stands in the timeline of stages, and in the course of the strength', async () => {
    const { steps } = await client.get(`people/${id}/relationship`)
    assert.deepEqual(
      steps.map((s) => s.stage),
      ['contact', 'dialogue', 'relationship', 'loyal', 'advocate'],
    )
    await page.getByRole('img', { name: /^Strength from \d+ to \d+ of 100\..*Loyal/ }).waitFor()
  })

  await t.step('ten thousand followers with no dialogue stay connections', async () => {
    const lines = ['network,handle,name,followers']
    for (let i = 0; i < FOLLOWERS; i++) lines.push(`mastodon,@f${i}@crowd.example,Follower ${i},${i % 900}`)
    const run = await client.post('imports?file_name=followers.csv&kind=people', new Blob([lines.join('\r\n')]))
    await client.post(`imports/${run.id}/run`, { options: { share: true } })
    await until('all of them are in', async () => (await client.get(`imports/${run.id}`)).state === 'done', { patience: 600_000, every: 500 })
    const summary = await client.get('relationships/summary')
    const counts = Object.fromEntries(summary.stages.map((s) => [s.stage, s.count]))
    assert.equal(counts.connection, FOLLOWERS + 1, 'the followers, and the one who was sent to us')
    assert.equal(counts.contact + counts.dialogue + counts.relationship + counts.loyal, 0)
    assert.equal(counts.advocate, 1)
    await page.goto('/relationships/stages')
    await page.getByRole('heading', { name: /10,001 connections, 0 dialogues, 1 relationship/ }).waitFor()
    const map = await client.get('relationships/graph')
    assert.equal(map.all, 1, 'who only follows is no relationship')
  })
}
