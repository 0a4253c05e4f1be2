// The rules of the house, without a mouse: a text with a rule of its own and examples, tried on what was said before,
// adopted, read by the colleague who could not answer before; then a warning, a building block, a sign, a second person.
import { adoptPolicy, colleague, demo, owner } from '../lib/client.mjs'
import { judge } from '../lib/axe.mjs'
import { answerBox, button, ours, sendButton, thread } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const FIRST = 'Forty minutes on the phone is too long, mate, and I asked why the line went dead.'
const WARM = 'Six weeks without a broken spoke is what we hoped for, mate, and two more stand in the yard.'
const HOURS = 'We are open from nine to six, on Sundays from eleven.'
const OWN = 'The battery of yours is the old kind, I asked the workshop for a new one.'
const GRAVE = 'I read that you were injured on our stairs. Priya Nair, who leads the house, has your report.'
const CHANGED = 'I read that you were injured on our stairs, and I am sorry. Priya Nair, who leads the house, has your report.'
const RULE = `

### \`no-mates\` We do not call anybody mate.
- warns: blocked
- words: mate
- change: Use the name they gave.
- good: Hello Sam, the lid is here.
`

const enter = async (page, kith, client) => {
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
}

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const jo = await colleague(client, kith, { name: 'Jo Pelham', email: 'jo@quillfeather.example', password: 'ten geese on a long lane' })
  const page = await t.visitor(kith, 'owner')
  const other = await t.visitor(kith, 'colleague')
  await enter(page, kith, client)
  await enter(other, kith, jo)
  const keys = (where) => ({
    press: async (...all) => {
      for (const key of all) await where.keyboard.press(key)
    },
    /** Enter on what has this role and name, once it is there and has the focus. */
    enter: async (place) => {
      await place.waitFor()
      await place.focus()
      await where.keyboard.press('Enter')
    },
  })
  const mine = keys(page)
  const theirs = keys(other)
  const { items } = await client.get('conversations?view=all&limit=100')
  const threads = await Promise.all(items.map(({ id }) => client.get(`conversations/${id}`)))
  const open = [/40 minutes on the phone/, /Six weeks without a broken spoke/, /battery shows full and dies/, /still waiting for an answer/].map(
    (words) => threads.find((one) => one.posts.some((post) => words.test(post.text))).conversation.id,
  )
  const goTo = async (where, n) => {
    await where.goto(`/inbox/all/${open[n]}`)
    await answerBox(where).waitFor()
  }
  const says = (words) => until(`the button says ${words}`, async () => words.test(await sendButton(other).textContent()))
  const clean = async (where, name) => assert.deepEqual(await judge(where, name), [])
  const dialog = page.getByRole('dialog')

  await t.step('who has not read the policy cannot answer; who says so can, and the draft is kept', async () => {
    await goTo(other, 0)
    await answerBox(other).fill(FIRST)
    await says(/^Read the policy first/)
    assert.equal(await sendButton(other).getAttribute('aria-disabled'), 'true')
    await other.getByText('Draft saved').waitFor()
    await theirs.enter(other.getByRole('link', { name: 'Read it' }).last())
    await theirs.enter(button(other, 'I have read it'))
    await button(other, 'I have read it').waitFor({ state: 'detached' })
    await goTo(other, 0)
    await says(/^Send as Jo/)
    await answerBox(other).focus()
    await theirs.press('Control+Enter')
    await ours(other, FIRST).first().waitFor()
  })

  await t.step('its sign is on the answer, in the form of the house', async () => {
    const { outbox, posts } = await client.get(`conversations/${open[0]}`)
    const said = [...outbox.map((o) => o.text), ...posts.map((p) => p.text)].find((text) => text.startsWith(FIRST))
    assert.equal(said, `${FIRST} ^JP`)
    await page.goto('/policy?tab=signs')
    await mine.enter(button(page, /^Change the sign: The house/))
    await dialog.getByLabel('Form').fill('{nobody}')
    await mine.press('Enter')
    await dialog.getByText(/^In braces stands one of/).waitFor()
    await dialog.getByLabel('Form').fill('– {first} at {organisation}')
    await mine.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('– Nadia at Quillfeather').first().waitFor()
    await clean(page, 'signs')
  })

  await t.step('a building block is written down', async () => {
    await page.goto('/policy?tab=blocks')
    await mine.enter(button(page, 'New block').first())
    await dialog.getByLabel('Title').fill('Opening hours')
    await dialog.getByLabel('Text').fill(HOURS)
    await mine.enter(button(dialog, 'Save'))
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(HOURS).waitFor()
    await clean(page, 'blocks')
  })

  await t.step('a rule whose example it does not find is called out at its line, and not adopted', async () => {
    await page.goto('/policy')
    await clean(page, 'policy')
    await mine.enter(button(page, 'New version'))
    await dialog.getByRole('radio', { name: 'Read' }).focus()
    await mine.press('ArrowRight')
    const text = dialog.getByRole('textbox', { name: 'Text of the policy' })
    await text.focus()
    await mine.press('Control+End')
    await page.keyboard.insertText(`${RULE}- bad: Hello pal, the lid is here.\n`)
    await dialog.getByText(/This bad example is not found by its rule/).waitFor()
    await mine.enter(button(dialog, 'Adopt version 2'))
    await dialog.getByText(/^Line \d+, rule no-mates: This bad example/).first().waitFor()
    assert.equal((await client.get('policy')).policy.version, 1)
    await text.fill((await text.inputValue()).replace('Hello pal', 'Hello mate'))
    await dialog.getByText(/This bad example is not found by its rule/).first().waitFor({ state: 'detached' })
    await clean(page, 'changing the policy')
  })

  await t.step('tried on the past: what it would have met, with the words', async () => {
    await dialog.getByRole('radio', { name: 'Change the text' }).focus()
    await mine.press('ArrowRight')
    await mine.enter(button(dialog, 'Try it on past answers'))
    const met = dialog.getByRole('listitem').filter({ hasText: 'We do not call anybody mate.' }).first()
    await met.getByText('Jo Pelham').waitFor()
    await met.getByText('mate', { exact: true }).waitFor()
    await clean(page, 'trying the policy')
  })

  await t.step('adopted: the colleague is told, and cannot answer before it is read', async () => {
    await goTo(other, 1)
    await answerBox(other).fill(WARM)
    await says(/^Send as Jo/)
    await mine.enter(button(dialog, 'Adopt version 2'))
    await dialog.waitFor({ state: 'detached' })
    await until('it waits for Jo', async () => (await jo.get('me')).policy.needs_acknowledgement)
    await other.goto('/mentions')
    await theirs.enter(other.getByText('Version 2 of the policy waits for you').locator('xpath=ancestor-or-self::a').first())
    await button(other, 'I have read it').waitFor()
    const refused = await jo.ask('POST', `conversations/${open[1]}/reply`, {
      text: WARM,
      version: 99,
      key: 'before-it-was-read',
      warnings_seen: true,
    })
    assert.equal(refused.body.type, 'urn:kith:problem:not-acknowledged')
    await theirs.enter(button(other, 'I have read it'))
    await button(other, 'I have read it').waitFor({ state: 'detached' })
    await page.goto('/policy')
    await page.getByText('2 of 2 active members, version 2').waitFor()
  })

  await t.step('the new rule warns while one writes, with why and what to change', async () => {
    await goTo(other, 1)
    await answerBox(other).fill(WARM)
    await says(/^Send anyway as Jo/)
    await other.getByText('We do not call anybody mate.').waitFor()
    await other.getByText('Use the name they gave.').waitFor()
    await clean(other, 'a warning')
    await answerBox(other).fill(WARM.replace(', mate,', ''))
    await says(/^Send as Jo/)
  })

  await t.step('a building block is no answer: it must be edited, then it leaves, signed', async () => {
    await goTo(other, 2)
    await answerBox(other).focus()
    await theirs.enter(button(other, 'Block'))
    await other.getByRole('option', { name: /Opening hours/ }).waitFor()
    await theirs.press('ArrowDown', 'Enter')
    await until('the block is in the field', async () => (await answerBox(other).inputValue()).includes(HOURS))
    await says(/^Stopped by a rule/)
    await other.getByText(/A saved text is a building block, never a whole answer/).waitFor()
    await answerBox(other).fill(`${OWN} ${HOURS}`)
    await says(/^Send (anyway )?as Jo/)
    await answerBox(other).focus()
    await theirs.press('Control+Enter')
    await thread(other).getByText('– Jo at Quillfeather').first().waitFor()
  })

  await t.step('something grave waits for a second person, who is never the author, and then leaves', async () => {
    await goTo(other, 3)
    await answerBox(other).fill(GRAVE)
    await says(/^Send as Jo: needs a second person/)
    await clean(other, 'a second person')
    await answerBox(other).focus()
    await theirs.press('Control+Enter')
    const card = (where) => where.getByRole('region', { name: 'Our answer on its way' })
    await card(other).getByText('Waits for approval').waitFor()
    await card(other).getByText('Nobody approves their own words.').waitFor()
    assert.equal(await button(card(other), 'Approve').count(), 0)
    const [held] = (await jo.get('outbox?state=held')).items
    const { version } = (await jo.get(`conversations/${open[3]}`)).conversation
    assert.equal((await jo.ask('POST', `outbox/${held.id}/release`, { version })).status, 422)
    assert.equal((await jo.ask('POST', `outbox/${held.id}/approve`, { version })).status, 422)
    await page.goto('/outbox')
    await mine.enter(page.getByRole('tab', { name: 'For your yes (1)' }))
    await mine.enter(page.getByRole('link', { name: 'Read it in its thread and decide' }))
    await mine.enter(button(card(page), 'Change and approve'))
    await page.getByRole('textbox', { name: 'The answer' }).fill(CHANGED)
    await page.getByRole('dialog').locator('ins').first().waitFor()
    await clean(page, 'what an approver changes')
    await mine.enter(button(page, 'Approve so'))
    await card(page).waitFor({ state: 'detached' })
    await ours(page, CHANGED).first().waitFor()
    await other.goto('/mentions')
    await other.getByText('Nadia Reyes changed the words of your answer and approved it').first().waitFor()
    const sent = (await client.get('outbox')).items.find((o) => o.id === held.id)
    assert.equal(sent.approved_by.name, 'Nadia Reyes')
    assert.ok(sent.approvals[0].before.startsWith(GRAVE) && sent.approvals[0].after.startsWith(CHANGED))
    assert.deepEqual(sent.rules.map((r) => r.kind).includes('review'), true)
  })
}
