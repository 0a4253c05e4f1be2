// Years of history from two files: what the columns mean, counts before anything is stored, refused rows with their
// reasons, the same file twice, and then who spoke to us and never got an answer.
import { readFileSync } from 'node:fs'
import { adoptPolicy, OWNER, owner } from '../lib/client.mjs'
import { button, rows, signIn, thread } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

/** Words of nobody else: what many say nearly alike would be one storm. */
const own = (i) => Array.from({ length: 9 }, (_, k) => `so${(i * 9 + k).toString(36)}`).join(' ')

const DAY = 86_400_000
const at = (days) => new Date(Date.now() - days * DAY).toISOString()

// 400 posts of 40 people to @tidewell; each tenth is ours and answers the one before.
function jsonLines() {
  const lines = []
  for (let i = 0; i < 400; i++) {
    const ours = i % 10 === 9
    lines.push(
      JSON.stringify({
        tweet_id: `9${i}`,
        screen_name: ours ? 'tidewell' : `swimmer${i % 40}`,
        text: ours ? `Thanks for telling us, number ${i}. We look at it.` : `@tidewell lane ${i} is cold, ${own(i)}: when is it warm again?`,
        created_at: at(700 - i / 2),
        to: ours ? null : 'tidewell',
        in_reply_to_status_id: ours ? `9${i - 1}` : null,
      }),
    )
  }
  lines.splice(100, 0, '{"tweet_id": "broken"', JSON.stringify({ tweet_id: '9901', screen_name: 'swimmer1', text: '', created_at: at(3) }))
  lines.push(JSON.stringify({ tweet_id: '9902', screen_name: 'swimmer2', text: 'Someday', created_at: 'the day before' }))
  return lines.join('\n')
}

// Columns that nobody can guess.
const CSV = [
  'Nummer;Wer;Was;Wann',
  `c1;otto;"Is the sauna open; and on Sundays?";${at(20)}`,
  `c2;vera;Lovely water today;${at(19)}`,
  `c3;otto;Still nobody;${at(18)};one cell too many`,
].join('\n')

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner')
  await signIn(page, OWNER)
  const upload = async (name, text) => {
    await page.goto('/import')
    const chooser = page.waitForEvent('filechooser')
    await button(page, 'Choose files').click()
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.getByRole('heading', { name: name }).waitFor()
    await page.getByRole('heading', { name: 'What the columns mean' }).waitFor()
  }
  const meaning = (column) => page.getByRole('combobox', { name: `Meaning of ${column}` }).or(page.getByRole('textbox', { name: `Meaning of ${column}` })).first()
  const figure = (name) =>
    page.locator('dl > div').filter({ has: page.getByText(name) }).locator('dd').textContent().then((text) => Number(text.replace(/\D/g, '')))
  const counts = async () => ({
    added: await figure(/^(would be )?added$/),
    matched: await figure('here already'),
    refused: await figure('refused'),
  })
  const state = (words) => page.getByText(words, { exact: true }).first().waitFor()
  const finished = async () => {
    await page.getByText('added', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'What the columns mean' }).waitFor({ state: 'detached' })
    await until('all rows were read', async () => (await page.getByRole('progressbar').getAttribute('aria-valuenow')) === '100')
  }
  const stored = async () => (await client.get('views')).items.map((view) => [view.view, view.count])

  await t.step('columns and our own handle are guessed from a JSON lines file', async () => {
    await upload('history.jsonl', jsonLines())
    assert.equal(await meaning('tweet_id').inputValue(), 'Number of the post')
    assert.equal(await meaning('text').inputValue(), 'Text')
    assert.equal(await meaning('screen_name').inputValue(), 'Handle of the author')
    assert.equal(await meaning('in_reply_to_status_id').inputValue(), 'What it answers')
    assert.equal(await page.getByLabel('Our own handles').inputValue(), 'tidewell')
  })

  await t.step('counting stores nothing', async () => {
    await page.getByLabel('Network').fill('Pool')
    await button(page, 'Count without storing').click()
    await state('Counted, not stored')
    assert.deepEqual(await counts(), { added: 400, matched: 0, refused: 3 })
    assert.equal((await client.get('conversations?view=all')).items.length, 0)
  })

  await t.step('a wrong meaning is refused with its reason, and can be put right', async () => {
    await meaning('text').click()
    await page.getByRole('option', { name: 'Language' }).click()
    await button(page, 'Count again').click()
    await page.getByText('Say which column holds the text.').waitFor()
    await meaning('text').click()
    await page.getByRole('option', { name: 'Text', exact: true }).click()
    await button(page, 'Count again').click()
    await page.getByText('Say which column holds the text.').waitFor({ state: 'detached' })
    await state('Counted, not stored')
  })

  await t.step('the import runs, can be left, and says what came in', async () => {
    await button(page, 'Import 400 posts').click()
    await page.goto('/import')
    const line = page.getByRole('table', { name: 'Imports before' }).getByRole('row').filter({ hasText: 'history.jsonl' })
    await line.getByText('Done', { exact: true }).waitFor()
    await line.getByRole('button').click()
    await page.getByRole('progressbar').waitFor()
    assert.equal(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '100')
    assert.deepEqual(await counts(), { added: 400, matched: 0, refused: 3 })
  })

  await t.step('refused rows come back as a file with line and reason', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Refused rows (CSV)' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    const [head, ...refused] = text.trim().split('\r\n')
    assert.equal(head, 'line,reason,row')
    assert.equal(refused.length, 3)
    assert.match(text, /101,/)
    assert.match(text, /There is no text\./)
    assert.match(text, /The time ""the day before"" is not readable/)
  })

  await t.step('the same file once more adds nothing', async () => {
    const before = await stored()
    await upload('history.jsonl', jsonLines())
    await page.getByLabel('Network').fill('pool')
    await button(page, 'Count without storing').click()
    await state('Counted, not stored')
    assert.deepEqual(await counts(), { added: 0, matched: 400, refused: 3 })
    await button(page, 'Import 0 posts').click()
    await finished()
    assert.deepEqual(await stored(), before)
  })

  await t.step('a CSV with names of its own is mapped by hand', async () => {
    await upload('visitors.csv', CSV)
    for (const [column, words] of [['Nummer', 'Number of the post'], ['Wer', 'Handle of the author'], ['Was', 'Text'], ['Wann', 'Time']]) {
      await meaning(column).click()
      await page.getByRole('option', { name: words, exact: true }).click()
    }
    await page.getByLabel('Network').fill('guestbook')
    await button(page, 'Count without storing').click()
    await state('Counted, not stored')
    assert.deepEqual(await counts(), { added: 2, matched: 0, refused: 1 })
    await button(page, 'Import 2 posts').click()
    await finished()
  })

  await t.step('who spoke to us and got no answer stands there, oldest first', async () => {
    await page.goto('/home')
    await page.getByRole('link', { name: /^[\d,+ ]*never got an answer/ }).waitFor()
    await page.goto('/inbox/unanswered')
    await rows(page).first().waitFor()
    const shown = await rows(page).evaluateAll((list) => list.slice(0, 5).map((row) => row.textContent))
    assert.match(shown[0], /lane 0 is cold/)
    assert.match(shown[1], /lane 1 is cold/)
    const { items } = await client.get('conversations?view=unanswered&limit=100')
    const times = items.map((c) => Date.parse(c.waiting_since))
    assert.deepEqual(times, [...times].sort((a, b) => a - b))
    assert.ok(items.every((c) => !/Thanks for telling us/.test(c.first_words)))
    await rows(page).first().click()
    await thread(page).getByText('lane 0 is cold').waitFor()
    await page.getByRole('tab', { name: 'Reply' }).click()
    await page.getByText('This was imported from a file. Answer it on the network itself.').waitFor()
  })
}
