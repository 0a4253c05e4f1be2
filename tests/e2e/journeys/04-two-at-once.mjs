// Two colleagues in two browsers: each sees what the other does while it happens, and nobody answers twice.
import { adoptPolicy, Client, demo, OWNER, owner } from '../lib/client.mjs'
import { answerBox, button, openRow, ours, rows, sendButton, signIn, thread } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const JONAS = { name: 'Jo Lindqvist', email: 'jo@quillfeather.example', password: 'nine geese on a short lane' }
const LEAD = 'Six weeks'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const nadia = await t.visitor(kith, 'nadia')
  const jo = await t.visitor(kith, 'jo')
  await signIn(nadia, OWNER)

  await t.step('a colleague joins by a link, as an agent of a team, and acknowledges the policy', async () => {
    const { items } = await client.get('teams')
    const sales = items.find((team) => team.kind === 'sales')
    await nadia.goto('/members')
    await nadia.getByRole('tab', { name: 'Invitations' }).click()
    await nadia.getByLabel('E-mail').fill(JONAS.email)
    await nadia.getByRole('textbox', { name: 'Team' }).or(nadia.getByRole('combobox', { name: 'Team' })).first().click()
    await nadia.getByRole('option', { name: sales.name }).click()
    await button(nadia, 'Make a link').click()
    const link = await until('the link is shown', async () =>
      /http:\/\/\S+\/invitation\/[\w-]+/.exec(await nadia.getByRole('status').filter({ hasText: 'Give this link away' }).innerText()),
    )
    await jo.goto(link[0])
    await jo.getByRole('heading', { name: /Join Quillfeather/ }).waitFor()
    await jo.getByLabel('Your name').fill(JONAS.name)
    await jo.getByLabel('Password', { exact: true }).fill(JONAS.password)
    await button(jo, 'Join').click()
    await jo.waitForURL(/\/inbox\//)
    await jo.goto('/policy')
    await button(jo, 'I have read it').click()
    await button(jo, 'I have read it').waitFor({ state: 'detached' })
    const theirs = new Client(kith.url)
    const me = await theirs.signIn(JONAS.email, JONAS.password)
    assert.equal(me.member.role, 'agent')
    assert.deepEqual(me.member.teams.map((team) => team.name), [sales.name])
    assert.equal(me.policy.needs_acknowledgement, false)
  })

  await t.step('who looks and who writes is seen by the other', async () => {
    await nadia.goto('/inbox/all')
    await jo.goto('/inbox/all')
    await openRow(nadia, /charged twice/)
    await openRow(jo, /charged twice/)
    await jo.getByText('Nadia Reyes is looking').first().waitFor({ state: 'attached' })
    await answerBox(nadia).fill('Sorry about this')
    await jo.getByText('Nadia Reyes is writing').first().waitFor({ state: 'attached' })
  })

  await t.step('a send is stopped when somebody answered meanwhile, and the draft is kept', async () => {
    const mine = 'I look at the second booking right now and write again before six.'
    const theirs = 'The second charge is on its way back to you, it takes two days.'
    await answerBox(jo).fill(mine)
    await until('it may be sent', async () => (await sendButton(jo).getAttribute('aria-disabled')) === null)
    await answerBox(nadia).fill(theirs)
    await until('it may be sent', async () => (await sendButton(nadia).getAttribute('aria-disabled')) === null)
    // Jo does not hear of it before pressing send: the race that the server decides.
    await jo.context().setOffline(true)
    await sendButton(nadia).click()
    await ours(nadia, theirs).first().waitFor()
    await until('it is sent', async () => (await client.get('outbox')).items[0]?.state === 'sent')
    await jo.context().setOffline(false)
    await sendButton(jo).click()
    const stopped = jo.getByRole('dialog', { name: /somebody answered meanwhile/ })
    await stopped.getByText(theirs).waitFor()
    await button(stopped, 'Back to my draft').click()
    assert.equal(await answerBox(jo).inputValue(), mine)
    assert.equal((await client.get('outbox')).items.length, 1)
  })

  await t.step('assigning and finishing are seen live in the other list', async () => {
    const row = jo.getByRole('listbox', { name: /^Conversations:/ }).locator('[role=option][aria-current=true]')
    await button(nadia, /^(Assign|Owner:)/).first().click()
    await nadia.getByRole('option', { name: /^Jo Lindqvist/ }).click()
    await row.getByText('Owned by Jo Lindqvist').waitFor({ state: 'attached' })
    await button(nadia, 'Done').click()
    await jo.getByRole('region', { name: /^Conversation with/ }).getByText('Done', { exact: true }).waitFor()
  })

  await t.step('a hand-over reaches the team, is acknowledged and closed, and its outcome comes back', async () => {
    await openRow(nadia, LEAD)
    await button(nadia, 'Hand over to a team').click()
    const dialog = nadia.getByRole('dialog', { name: 'Hand over to a team' })
    await dialog.getByLabel('What should they do').fill('Four bikes, wants a call today.')
    await dialog.getByLabel('Team').first().click()
    await nadia.getByRole('option', { name: 'Sales' }).click()
    await button(dialog, 'Hand over').click()
    await dialog.waitFor({ state: 'detached' })
    await jo.goto('/mentions')
    const told = jo.getByRole('list', { name: 'For me' }).getByRole('listitem').filter({ hasText: 'Four bikes' })
    await told.first().click()
    const card = thread(jo).getByRole('region', { name: 'Hand-over to Sales' }).filter({ hasText: 'Four bikes' })
    await button(card, 'Acknowledge').click()
    const given = thread(nadia).getByRole('region', { name: 'Hand-over to Sales' }).filter({ hasText: 'Four bikes' })
    await given.getByRole('listitem').filter({ hasText: /^AcknowledgedJo Lindqvist, / }).waitFor()
    await button(card, 'Close with an outcome').click()
    const close = jo.getByRole('dialog', { name: 'Close the hand-over' })
    await close.getByLabel('What came of it').fill('Signed for four, delivery in October.')
    await button(close, 'Close hand-over').click()
    await close.waitFor({ state: 'detached' })
    await given.getByText('Signed for four').waitFor()
    await nadia.goto('/mentions')
    await nadia.getByText('Jo Lindqvist closed what you handed over').first().waitFor()
  })

  await t.step('a note with a name tells that colleague, live', async () => {
    await jo.goto('/inbox/all')
    await nadia.goto('/inbox/all')
    await openRow(nadia, LEAD)
    await nadia.getByRole('tab', { name: 'Note' }).click()
    const box = nadia.getByRole('textbox', { name: 'Note' })
    await box.fill('For the record: the long rack fits. ')
    await box.pressSequentially('@jo')
    await nadia.getByRole('listbox', { name: 'Colleagues' }).getByRole('option', { name: /Jo Lindqvist/ }).click()
    await button(nadia, 'Save note').click()
    await thread(nadia).getByRole('article', { name: 'Note by Nadia Reyes' }).getByText('the long rack fits').waitFor()
    await jo.getByRole('link', { name: /^For me.*\d/ }).waitFor()
    await jo.goto('/mentions')
    await jo.getByText('Nadia Reyes named you in a note').first().waitFor()
  })

  await t.step('an act on several is taken back, but for what a colleague changed meanwhile', async () => {
    const openOnes = async () => (await client.get('conversations?view=all&limit=100')).items.map((c) => c.id)
    await nadia.goto('/inbox/all')
    await rows(nadia).nth(1).waitFor()
    for (const key of ['j', 'x', 'j', 'x']) await nadia.keyboard.press(key)
    await nadia.getByRole('toolbar', { name: 'Selected conversations' }).getByText('2 selected').waitFor()
    const before = await openOnes()
    await nadia.keyboard.press('e')
    await nadia.getByText('2 conversations changed.').waitFor()
    const after = await openOnes()
    const [first, second] = before.filter((id) => !after.includes(id))
    const { conversation } = await client.get(`conversations/${second}`)
    await client.want('PATCH', `conversations/${second}`, { version: conversation.version, kind: 'praise' })
    await button(nadia, 'Undo').click()
    await nadia.getByText('Taken back, but for 1 that somebody changed since.').waitFor()
    const status = async (id) => (await client.get(`conversations/${id}`)).conversation.status
    assert.deepEqual([await status(first), await status(second)], ['open', 'done'])
  })
}
