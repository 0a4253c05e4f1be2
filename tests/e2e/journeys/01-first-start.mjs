// The first evening: from the code on the console to a first answer that was read and answered, with the demo's people.
import { OWNER } from '../lib/client.mjs'
import { answerBox, button, openRow, ours, rows, sendButton, thread } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const ASKED = 'it now blinks red and does not charge at all'
const ANSWER = 'Hello Sam, that should not happen. I will call you this afternoon; is the number from your order still right?'

export default async function (t) {
  const kith = await t.kith()
  const page = await t.visitor(kith, 'owner')
  let answered = ''

  await t.step('a wrong code is refused at its field, the code of the console makes the first account', async () => {
    await page.goto('/')
    await page.waitForURL(/\/start/)
    await page.getByLabel('Organisation').fill(OWNER.organisation)
    await page.getByLabel('Your name').fill(OWNER.name)
    await page.getByLabel('E-mail').fill(OWNER.email)
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
    const code = page.getByLabel('One-time code')
    await code.fill('0000-0000-0000')
    await button(page, 'Make the account').click()
    await until('the code is marked as wrong', async () => (await code.getAttribute('aria-invalid')) === 'true')
    await code.fill(kith.code())
    await button(page, 'Make the account').click()
    await page.getByRole('heading', { name: 'Where shall posts come from?' }).waitFor()
  })

  await t.step('demo data fills an inbox while one watches', async () => {
    await button(page, /Look around with demo data/).click()
    await page.getByRole('heading', { name: 'Rules everybody knows' }).waitFor()
    const heard = page.getByRole('status').filter({ hasText: 'Your inbox fills' })
    await heard.waitFor()
    assert.ok(Number.parseInt(/(\d+) posts heard/.exec(await heard.textContent())?.[1]) > 50)
  })

  await t.step('the starter policy is read and adopted with the name of its sponsor', async () => {
    const text = page.getByRole('document', { name: 'Text of the policy' })
    assert.ok((await text.textContent()).length > 500)
    const adopt = button(page, 'Adopt this policy')
    assert.equal(await adopt.getAttribute('aria-disabled'), 'true')
    await page.getByLabel('Who backs it').fill('Priya Nair')
    await adopt.click()
    await page.waitForURL(/\/inbox\/all/)
    await rows(page).first().waitFor()
    await page.goto('/policy')
    await page.getByText('Priya Nair').first().waitFor()
  })

  await t.step('posts go on arriving: they wait behind a button, then they are in the list', async () => {
    await page.goto('/inbox/all')
    await rows(page).first().waitFor()
    const before = await rows(page).count()
    const sam = rows(page).filter({ hasText: ASKED })
    assert.equal(await sam.count(), 0)
    const fresh = button(page, /^\d+ new$/)
    await fresh.waitFor({ timeout: 120_000 })
    assert.equal(await rows(page).count(), before)
    await until('the post of Sam is in the list', async () => {
      if (await fresh.isVisible()) await fresh.click()
      return (await sam.count()) > 0
    })
  })

  await t.step('a card number in a draft stops it and says why; the draft is kept', async () => {
    await openRow(page, ASKED)
    await answerBox(page).fill('Please pay again with 4111 1111 1111 1111.')
    await page.getByText('Stops:').first().waitFor({ state: 'attached' })
    await until('the button says so', async () => /Stopped by a rule/.test(await sendButton(page).textContent()))
    await answerBox(page).fill(ANSWER)
    await page.getByText('Draft saved').waitFor()
    await page.reload()
    await until('the draft is back', async () => (await answerBox(page).inputValue()) === ANSWER)
  })

  await t.step('a promise in the answer is recorded with its day, and nothing warns any more', async () => {
    await button(page, 'Record it').click()
    const promise = page.getByRole('dialog')
    await promise.getByLabel('Until').fill('2030-01-15')
    await button(promise, 'Record the promise').click()
    await promise.waitFor({ state: 'detached' })
  })

  await t.step('the answer is sent under the name of its writer and stands in the thread', async () => {
    await until('it may be sent', async () => /^Send as Nadia/.test(await sendButton(page).textContent()))
    await sendButton(page).click()
    await ours(page, ANSWER).getByText('Nadia Reyes').first().waitFor()
    await thread(page).getByText('Sending').waitFor({ state: 'detached' })
    await until('the field is empty again', async () => (await answerBox(page).inputValue()) === '')
  })

  await t.step('the outbox says sent, and who decided it', async () => {
    const item = page.getByRole('list', { name: 'Outbox' }).getByRole('listitem').filter({ hasText: ANSWER })
    await page.goto('/outbox')
    await item.getByText('Sent', { exact: true }).waitFor()
    await item.getByText('Nadia Reyes').first().waitFor()
    await page.goBack()
  })

  await t.step('the invented person answers, live', async () => {
    await thread(page).getByText(ANSWER).waitFor()
    const theirs = page.getByRole('article', { name: 'Post by Sam Whitlock' })
    await until('Sam has answered', async () => (await theirs.count()) === 2, { patience: 90_000 })
    answered = await theirs.last().locator('[lang]').textContent()
    assert.ok(answered.length > 0)
  })

  await t.step('the person panel shows both sides', async () => {
    const person = page.getByRole('complementary', { name: 'Person' })
    await person.getByRole('heading', { name: 'Sam Whitlock' }).waitFor()
    await person.getByText(ANSWER.slice(0, 40)).waitFor()
    await person.getByText(answered).first().waitFor()
    await page.goto(await person.getByRole('link', { name: 'Open the whole page' }).getAttribute('href'))
    await page.getByRole('heading', { name: 'Sam Whitlock' }).waitFor()
    await page.getByText(ANSWER.slice(0, 40)).waitFor()
  })

  await t.step('kith doctor finds nothing wrong, and the server stops cleanly', async () => {
    const said = kith.command('doctor')
    assert.ok(!/\b(error|wrong|fail)/i.test(said), said)
    assert.equal(await kith.stop(), 0)
  })
}
