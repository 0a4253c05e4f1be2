// What we say unprompted: written once, checked per channel, planned, moved and dropped in the calendar, by keyboard.
import { judge } from '../lib/axe.mjs'
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { button, signIn } from '../lib/pages.mjs'
import { assert } from '../lib/wait.mjs'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'nadia')
  await signIn(page, OWNER)
  await t.step('a post is written, checked and planned', async () => {
    await page.goto('/publish')
    await page.getByRole('table').waitFor()
    assert.deepEqual(await judge(page, 'calendar'), [])
    await page.keyboard.press('n')
    await page.getByLabel('What we say', { exact: true }).fill('The garden is open again from Monday on.')
    await page.getByText(/of 300 characters left/).waitFor()
    await page.getByText('At a moment').click()
    await page.getByLabel('Day and time').waitFor()
    assert.deepEqual(await judge(page, 'compose'), [])
    await page.getByLabel('What we say', { exact: true }).focus()
    await page.keyboard.press('Control+Enter')
    await page.getByText('It is planned.').waitFor()
  })
  await t.step('it stands in the calendar, is moved and dropped', async () => {
    await page.getByText('List', { exact: true }).click()
    await button(page, 'The garden is open again').click()
    const dialog = page.getByRole('dialog')
    assert.deepEqual(await judge(page, 'item'), [])
    await button(dialog, 'Another time').click()
    await button(dialog, 'Move it').click()
    await dialog.waitFor({ state: 'detached' })
    await button(page, 'The garden is open again').click()
    await button(dialog, 'Drop it').click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal((await client.get('outbox')).items[0].state, 'cancelled')
  })
}
