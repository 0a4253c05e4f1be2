// What we say unprompted: written once, checked per channel, planned, moved and dropped in the calendar, by keyboard. Its
// label is its topic: a rule for it asks a second person, who gives it back, then changes words and says yes; a pause holds it.
import { judge } from '../lib/axe.mjs'
import { adoptPolicy, colleague, demo, OWNER, owner } from '../lib/client.mjs'
import { button, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const JO = { name: 'Jo Pelham', email: 'jo@quillfeather.example', password: 'ten geese on a long lane' }
const RULE = `

### \`season\` What we say about the season is read by two.
- review: always
- for: topic Season
`
const FIRST = 'The winter workshop opens soon.'
const SECOND = 'The winter workshop opens on Friday at nine.'
const THIRD = 'The winter workshop opens on Friday at ten.'

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

  const season = await client.post('labels', { name: 'Season', colour: 'teal' })
  const starter = await client.get('policy/starter?locale=en')
  const { version } = await client.post('policy', { text: starter.text + RULE, sponsor: OWNER.name })
  const jo = await colleague(client, kith, JO)
  await jo.post('policy/acknowledge', { version })
  const other = await t.visitor(kith, 'jo')
  await signIn(other, JO)
  const open = async (where, words) => {
    await where.goto('/publish')
    await where.getByText('List', { exact: true }).click()
    await button(where, words).click()
    return where.getByRole('dialog')
  }

  await t.step('a rule for its label asks a second person', async () => {
    await other.goto('/publish?tab=new')
    await other.getByLabel('What we say', { exact: true }).fill(FIRST)
    await button(other, /^Post now on/).waitFor()
    await button(other, 'What it is about').click()
    await other.getByRole('option', { name: 'Season' }).click()
    await other.keyboard.press('Escape')
    await other.getByText('What we say about the season is read by two.').waitFor()
    await other.getByText('At a moment').click()
    assert.deepEqual(await judge(other, 'a label'), [])
    await button(other, 'Ask a second person').click()
    await other.getByText('It waits for a second person.').waitFor()
  })

  await t.step('who is asked gives it back, and its author finds the draft in the calendar', async () => {
    const dialog = await open(page, FIRST)
    await dialog.getByText('Waits for approval').waitFor()
    await dialog.getByText('Season', { exact: true }).waitFor()
    assert.deepEqual(await judge(page, 'asked'), [])
    await button(dialog, 'Give back').click()
    await dialog.getByLabel('What should be changed').fill('Say when.')
    await button(dialog, 'Give back').click()
    await dialog.waitFor({ state: 'detached' })
    await other.goto('/mentions')
    await other.getByText('Nadia Reyes gave your post back: it is a draft in the calendar').waitFor()
    const draft = await open(other, FIRST)
    await draft.getByText('Nadia Reyes gave it back').waitFor()
    await draft.getByText('Say when.').waitFor()
    assert.deepEqual(await judge(other, 'given back'), [])
    await button(draft, 'Change and plan anew').click()
    await draft.getByLabel(/^What we say on/).fill(SECOND)
    await draft.getByText('Season', { exact: true }).waitFor()
    await draft.getByLabel('Day and time').waitFor()
    assert.deepEqual(await judge(other, 'planned anew'), [])
    await button(draft, 'Save, and ask a second person').click()
    await draft.waitFor({ state: 'detached' })
  })

  await t.step('who is asked changes words, sees what, and says yes', async () => {
    const dialog = await open(page, SECOND)
    await button(dialog, 'Change and approve').click()
    await dialog.getByLabel('What we say', { exact: true }).fill(THIRD)
    await dialog.locator('ins').filter({ hasText: 'ten' }).waitFor()
    await dialog.locator('del').filter({ hasText: 'nine' }).waitFor()
    await dialog.getByText('What we say about the season is read by two.').waitFor()
    assert.deepEqual(await judge(page, 'changed'), [])
    await button(dialog, 'Approve so').click()
    await dialog.waitFor({ state: 'detached' })
    const [item] = (await client.get('outbox?state=queued')).items
    assert.ok(item.text.startsWith(THIRD))
    assert.equal(item.member.name, JO.name)
    const seen = await open(other, THIRD)
    await seen.getByText('Planned', { exact: true }).waitFor()
    await seen.locator('del').filter({ hasText: 'nine' }).waitFor()
  })

  await t.step('a pause of its label holds it at once', async () => {
    const pause = await client.post('pauses', { scope: 'topic', label_id: season.id, reason: 'A fire in town' })
    assert.equal(pause.held, 1)
    const dialog = other.getByRole('dialog')
    await dialog.getByText('Held', { exact: true }).waitFor()
    await dialog.getByText(/A pause held this/).waitFor()
    await client.post(`pauses/${pause.id}/end`)
    await button(dialog, 'Let it leave at its time').click()
    await until('it waits for its time', async () => (await client.get('outbox?state=queued')).items.length === 1)
  })
}
