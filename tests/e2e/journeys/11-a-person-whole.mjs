// A person whole: a call logged by keyboard, a meeting, and a dialogue becomes a relationship and grows stronger; a
// promise is kept; a judgement, common ground and gains with what shows them; the timeline is narrowed and taken along.
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

  await t.step('a judgement of the strength has an author, a reason and an end, and is taken back', async () => {
    await button(page, 'Judge it yourself').click()
    const dialog = page.getByRole('dialog', { name: 'Judge the strength yourself' })
    await dialog.getByLabel('Why').fill('We sailed together')
    await dialog.getByLabel(/^Until/).fill('2099-01-31')
    await button(dialog, 'Save').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Judged by Nadia Reyes: We sailed together').waitFor()
    const { override } = (await relationship()).ties[0]
    assert.match(override.until, /^2099-01-31|^2099-02-01/)
    await button(page, 'Take back').click()
    await page.getByText('We sailed together').waitFor({ state: 'detached' })
    assert.equal((await relationship()).ties[0].override, null)
  })

  await t.step('what both like is suggested from what is noted', async () => {
    await page.goto('/settings')
    await page.getByLabel('One on a line').fill('Sailing\nLong-distance trains')
    await button(page, 'Save what you like').click()
    await until('both are kept', async () => (await client.get('me/interests')).items.length === 2)
    await page.goto(`/people/${person.id}`)
    await page.getByRole('heading', { name: person.name, level: 2 }).waitFor()
    await page.keyboard.press('f')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What do we know?').fill('long-distance trains')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('You both like Long-distance trains.').waitFor()
  })

  await t.step('what one side gained stands with what shows it; that the other gains nothing is said', async () => {
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: 'What a side gained' }).click()
    const dialog = page.getByRole('dialog', { name: 'What did a side gain?' })
    await dialog.getByLabel('What, and how do we know?').fill('Found a workshop')
    await dialog.getByRole('combobox', { name: 'What shows it' }).click()
    await page.getByRole('option', { name: 'Coffee at the fair', exact: true }).click()
    await button(dialog, 'Save').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('They gain: Found a workshop. We gain nothing that we know of.').waitFor()
    await page.getByText('shown by: Coffee at the fair').waitFor()
  })

  const views = await Promise.all(['all', 'done'].map((view) => client.get(`conversations?view=${view}&limit=100`)))
  const conversation = views.flatMap((view) => view.items).find((c) => c.person?.id === person.id)

  await t.step('a post in the thread is the source of a fact, and the person page leads back to it', async () => {
    const { posts } = await client.get(`conversations/${conversation.id}`)
    const heard = posts.find((p) => p.person?.id === person.id)
    await page.goto(`/inbox/all/${conversation.id}?post=${heard.id}`)
    const post = page.locator(`#post-${heard.id}`)
    await post.hover()
    await button(post, 'More').click()
    await page.getByRole('menuitem', { name: 'Note a fact' }).click()
    const dialog = page.getByRole('dialog', { name: /Add a fact about/ })
    await dialog.getByText('Shown by what they wrote').waitFor()
    await dialog.getByLabel('What do we know?').fill('paper lamps')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const { facts } = await client.get(`people/${person.id}/records`)
    assert.equal(facts.find((f) => f.text === 'paper lamps').post.id, heard.id)
    await page.goto(`/people/${person.id}`)
    await page.getByRole('link', { name: /^they wrote: “/ }).first().click()
    await page.waitForURL(new RegExp(`/inbox/all/${conversation.id}\\?post=(%22)?${heard.id}`))
    await page.locator(`#post-${heard.id}[data-flash]`).waitFor()
  })

  await t.step('a post in the timeline shows what a side gained', async () => {
    await page.goto(`/people/${person.id}`)
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await button(timeline, 'Posts').click()
    await button(timeline, /^What to do with/).first().click()
    await page.getByRole('menuitem', { name: 'Note what a side gained' }).click()
    const dialog = page.getByRole('dialog', { name: 'What did a side gain?' })
    await dialog.getByLabel('What, and how do we know?').fill('Told us of a fault')
    await button(dialog, 'Save').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /^shown by: “/ }).waitFor()
    const { values } = await client.get(`people/${person.id}/records`)
    assert.ok(values.find((v) => v.text === 'Told us of a fault').post.conversation_id)
  })

  await t.step('a second failure within a year is an alarm where one looks at them', async () => {
    await page.goto(`/people/${person.id}`)
    const alarm = page.getByText(/^Let down again within a year: The lamp came late/)
    const failed = (title, days) =>
      client.post('moments', { kind: 'failure', title, person_ids: [person.id], at: new Date(Date.now() - days * 86_400_000).toISOString() })
    await failed('The lamp came late', 100)
    await page.getByText('The lamp came late').first().waitFor()
    assert.equal(await alarm.count(), 0)
    await failed('The lamp came broken', 10)
    await alarm.waitFor()
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
