// One key holds everything that would be said, on every screen, and nothing goes on before somebody says so.
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { answer, answerBox, button, openRow, ours, sendButton, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const TEXT = 'The second charge is on its way back to you, it takes two days.'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'nadia')
  const other = await t.visitor(kith, 'the other screen')
  await signIn(page, OWNER)
  await signIn(other, OWNER)
  const bar = (where) => where.getByRole('alert').filter({ hasText: 'Nothing is sent' })

  await t.step('one key holds everything, seen at once on another screen', async () => {
    await other.goto('/people')
    await page.goto('/home')
    await page.getByText('Who waits longest').waitFor()
    await page.keyboard.press('!')
    await bar(page).waitFor()
    await bar(other).waitFor()
    assert.equal((await client.get('pauses')).items[0].scope, 'all')
  })

  await t.step('the reason is said afterwards, and stands on every screen', async () => {
    await bar(page).getByLabel('Why is everything held?').fill('A fire in the old town')
    await page.keyboard.press('Enter')
    await bar(other).getByText('A fire in the old town').waitFor()
  })

  await t.step('an answer is refused with the reason, and kept', async () => {
    await page.goto('/inbox/all')
    await openRow(page, /charged twice/)
    await answer(page, TEXT)
    await page.getByText(/Sending is paused: A fire in the old town/).first().waitFor()
    assert.equal(await answerBox(page).inputValue(), TEXT)
    assert.equal((await client.get('outbox')).items.length, 0)
  })

  await t.step('it ends by an act, and the answer may be sent', async () => {
    await button(bar(page), 'End the pause').click()
    await button(page.getByRole('dialog'), 'End the pause').click()
    await bar(page).waitFor({ state: 'detached' })
    await bar(other).waitFor({ state: 'detached' })
    await until('it may be sent', async () => (await sendButton(page).getAttribute('aria-disabled')) === null)
    await sendButton(page).click()
    await ours(page, TEXT).first().waitFor()
  })

  await t.step('a part can be held: one channel, from the outbox', async () => {
    await page.goto('/outbox')
    await button(page, 'Pause').click()
    const dialog = page.getByRole('dialog', { name: 'Pause' })
    await dialog.getByRole('textbox', { name: 'What is held' }).or(dialog.getByRole('combobox', { name: 'What is held' })).first().click()
    await page.getByRole('option', { name: 'One channel' }).click()
    await dialog.getByRole('textbox', { name: 'Which channel' }).or(dialog.getByRole('combobox', { name: 'Which channel' })).first().click()
    await page.getByRole('option').filter({ hasNotText: 'Choose' }).first().click()
    await dialog.getByLabel('Why').fill('The account was attacked')
    await button(dialog, 'Hold it now').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('alert').filter({ hasText: 'Nothing is sent through' }).waitFor()
  })
}
