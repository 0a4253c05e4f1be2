// A person whole: a call logged by keyboard, a meeting, and a dialogue becomes a relationship and grows stronger; a
// promise is kept; the timeline is narrowed and taken along.
import { readFileSync } from 'node:fs'
import { adoptPolicy, demo, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const { items } = await client.get('people?limit=50')
  const person = items.find((one) => one.stage === 'dialogue')
  assert.ok(person, 'the demo has a dialogue')
  const relationship = () => client.get(`people/${person.id}/relationship`)
  const before = await relationship()
  const page = await t.visitor(kith, 'person')
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])

  await t.step('a person of the demo, with the stage and what is missing', async () => {
    await page.goto(`/people/${person.id}`)
    await page.getByRole('heading', { name: person.name, level: 2 }).waitFor()
    await page.getByText('Missing for “Relationship”').waitFor()
  })

  await t.step('l logs a call: a line and Enter', async () => {
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await until('the line has the focus', () => dialog.evaluate((d) => document.activeElement?.tagName === 'INPUT' && d.contains(document.activeElement)))
    await page.keyboard.type('About the opening hours')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('list').getByText('About the opening hours').first().waitFor()
  })

  await t.step('a meeting makes it a relationship, and stronger', async () => {
    await page.keyboard.press('m')
    const dialog = page.getByRole('dialog', { name: /Add a moment/ })
    await dialog.getByLabel('What was it?').fill('Coffee at the fair')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Missing for “Loyal”').waitFor()
    const now = await relationship()
    assert.equal(now.stage, 'relationship')
    assert.ok(now.ties[0].strength > before.ties[0].strength, `${now.ties[0].strength} after ${before.ties[0].strength}`)
  })

  await t.step('a promise is made and kept', async () => {
    await page.keyboard.press('c')
    const dialog = page.getByRole('dialog', { name: 'Add a promise' })
    await dialog.getByLabel('What?').fill('Send the plan')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await button(page, /^Kept.*Send the plan/).click()
    await page.getByText('Kept 1 of 1.').waitFor()
  })

  await t.step('the timeline is narrowed and taken along', async () => {
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await button(timeline, 'Calls and meetings').click()
    await until('only what was logged', async () => (await timeline.getByRole('listitem').count()) === 1)
    await button(timeline, 'Export').click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Table (CSV)' }).click(),
    ])
    const text = readFileSync(await file.path(), 'utf8')
    assert.match(text, /About the opening hours/)
    assert.doesNotMatch(text, /Send the plan/)
  })
}
