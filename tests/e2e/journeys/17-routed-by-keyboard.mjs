// Rules, deadlines, office hours and who stands in, set up without a mouse; what comes in then goes where the rule says,
// with its name beside it, and the change can be taken back.
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { judge } from '../lib/axe.mjs'
import { rows, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'keys')
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const type = (text) => page.keyboard.type(text)
  const focusedName = () =>
    page.evaluate(() => {
      const e = document.activeElement
      const labelled = e.id && document.querySelector(`label[for="${CSS.escape(e.id)}"]`)
      return (e.getAttribute('aria-label') ?? labelled?.textContent ?? e.textContent ?? '').trim()
    })
  /** Tab until what has the focus is called so. */
  const tabTo = async (name, most = 80) => {
    for (let i = 0; i < most; i++) {
      if ((await focusedName()).startsWith(name)) return
      await press('Tab')
    }
    throw new Error(`Tab never comes to "${name}"; it is at "${await focusedName()}"`)
  }
  /** Chooses in a list that has the focus, by typing. */
  const choose = async (words, name) => {
    await type(words)
    await page.getByRole('option', { name, exact: true }).first().waitFor()
    await press('ArrowDown', 'Enter')
  }
  const dialog = page.getByRole('dialog')

  await signIn(page, OWNER)
  await rows(page).first().waitFor()
  await press('g', 'x')
  await page.waitForURL(/\/routing/)

  await t.step('office hours: a week, a holiday', async () => {
    await page.goto('/routing?tab=hours')
    await page.getByText('No office hours yet').waitFor()
    await tabTo('New office hours')
    await press('Enter')
    await until('the name has the focus', async () => (await focusedName()) === 'Name')
    await type('Berlin')
    await tabTo('Friday')
    await press('Control+a')
    await type('9-12, 13-15:30')
    await tabTo('Add a day')
    await press('Enter')
    await tabTo('What it is')
    await type('New Year')
    await dialog.getByLabel('Day', { exact: true }).fill('2027-01-01')
    await tabTo('Save')
    await press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/Fr 09:00–12:00, 13:00–15:30/).waitFor()
    const { items } = await client.get('calendars')
    assert.equal(items[0].week[4], '09:00-12:00 13:00-15:30')
    assert.equal(items[0].days[0].day, '2027-01-01')
    assert.equal(items[0].is_default, true)
  })

  await t.step('deadlines: the usual ones, with one key', async () => {
    await page.goto('/routing?tab=deadlines')
    await page.getByText('No deadline yet').waitFor()
    await tabTo('Begin with usual ones')
    await press('Enter')
    await page.getByRole('table', { name: 'Deadlines' }).getByText('Complaint').waitFor()
    assert.equal((await client.get('deadlines')).items.length, 4)
  })

  await t.step('what is open has its deadline in the list', async () => {
    await until('a conversation has a deadline', async () =>
      (await client.get('conversations?view=all')).items.some((c) => c.deadline_kind === 'first' || c.deadline_kind === 'next'),
    )
    await page.goto('/inbox/all')
    await rows(page).filter({ hasText: /left|late/ }).first().waitFor()
  })

  await t.step('a rule: built, tried on stored posts, saved', async () => {
    await page.goto('/routing')
    await page.getByText('No rule yet').waitFor()
    await tabTo('New rule')
    await press('Enter')
    await until('the name has the focus', async () => (await focusedName()).startsWith('Name'))
    await type('Complaints to support')
    await tabTo('Add a condition')
    await choose('What the post', 'What the post is about')
    await dialog.getByRole('group', { name: 'What the post is about', exact: true }).first().waitFor()
    await tabTo('Complaint')
    await press('Space')
    await tabTo('Add what it does')
    await choose('Give to a team', 'Give to a team')
    await tabTo('Add what it does')
    await choose('Raise', 'Raise or lower the priority')
    await press('Shift+Tab')
    await until('the team can be chosen', async () => (await dialog.getByRole('group', { name: 'Give to a team' }).count()) === 1)
    await dialog.getByRole('group', { name: 'Give to a team' }).getByRole('textbox').or(dialog.getByRole('group', { name: 'Give to a team' }).getByRole('combobox')).first().focus()
    await choose('Support', 'Support')
    await tabTo('Try it on the last 30 days')
    await press('Enter')
    await dialog.getByText(/It holds for \d+ posts?/).waitFor()
    await dialog.getByText(/to Support · \d+/).waitFor()
    assert.equal((await client.get('routing/rules')).items.length, 0)
    assert.deepEqual(await judge(page, 'the builder with a trial'), [])
    await tabTo('Save')
    await press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('list', { name: 'Routing rules in their order' }).getByRole('button', { name: 'Complaints to support', exact: true }).waitFor()
    assert.deepEqual(await judge(page, 'the rules'), [])
  })

  let routed
  await t.step('it is applied to what is open, and its name stands in the conversation', async () => {
    await tabTo('Apply to open conversations')
    await press('Enter')
    await page.getByText(/Last run: \d+ conversations looked at, something done in [1-9]/).waitFor()
    const { items } = await client.get('conversations?view=complaints')
    routed = items.find((c) => c.team?.name === 'Support')
    assert.ok(routed, 'a complaint went to Support')
    await page.goto(`/inbox/all/${routed.id}`)
    await page.getByText(/The rule/).filter({ hasText: 'Complaints to support' }).first().waitFor()
    assert.deepEqual(await judge(page, 'a routed conversation'), [])
  })

  await t.step('machines and people are counted apart', async () => {
    const acts = await client.get('routing/acts?days=1')
    assert.ok(acts.machine > 0 && acts.items.some((a) => a.actor_kind === 'rule'))
  })

  await t.step('switched off, and the change is taken back', async () => {
    await page.goto('/routing')
    await page.getByRole('switch', { name: 'Switched on: Complaints to support' }).waitFor()
    await tabTo('Switched on: Complaints to support')
    await press('Space')
    await until('it is off', async () => (await client.get('routing/rules')).items[0].enabled === false)
    await tabTo('Take back change 2')
    await press('Enter')
    await until('it is on again', async () => (await client.get('routing/rules')).items[0].enabled === true)
  })

  await t.step('away, and somebody stands in', async () => {
    await page.goto('/routing?tab=people')
    await page.getByRole('table', { name: 'Members at work' }).getByText('Mara Okafor').waitFor()
    await tabTo('Mara Okafor is away')
    await press('Enter')
    await until('the day has the focus', async () => (await focusedName()).startsWith('First day'))
    await tabTo('Who stands in')
    await press('Control+a')
    await choose('Jonas', 'Jonas Weidt')
    await tabTo('Save')
    await press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Jonas Weidt stands in').waitFor()
    assert.deepEqual(await judge(page, 'who is there'), [])
    const mara = (await client.get('members')).items.find((m) => m.name === 'Mara Okafor')
    const [free] = (await client.get('conversations?view=unassigned')).items
    await client.want('PATCH', `conversations/${free.id}`, { owner_id: mara.id, version: free.version })
    assert.equal((await client.get(`conversations/${free.id}`)).conversation.owner.name, 'Jonas Weidt')
  })

  await t.step('how fast: what still waits is in it', async () => {
    await page.goto('/routing?tab=answers')
    await page.getByText(/still running/).waitFor()
    assert.deepEqual(await judge(page, 'how fast'), [])
  })
}
