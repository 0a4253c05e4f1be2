// How we go about it: heard against told, also where one writes; attention beside the period before; bad moments with what
// came later and an alarm at the second; builders by own choice, and whom to ask to lead.
import { adoptPolicy, colleague, demo, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const enter = async (page, kith, client) => {
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
}
const opened = (page, name) => page.getByRole('heading', { name, level: 2, exact: true }).waitFor()

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'owner')
  await enter(page, kith, client)

  await t.step('heard against told, by channel, colleague and week, with the table behind it', async () => {
    await page.goto('/relationships/balance')
    await opened(page, 'Heard and told')
    const { items } = await client.get('relationships/listening?by=channel&days=30')
    await until('a row for each channel', async () => (await page.getByRole('list', { name: 'Channel' }).getByRole('listitem').count()) === items.length)
    await page.getByText('Colleagues', { exact: true }).click()
    await page.getByRole('list', { name: 'Colleague' }).getByText('Mara Okafor').waitFor()
    await button(page, 'Show as table').click()
    const table = page.getByRole('table', { name: 'Colleague' })
    const { items: members } = await client.get('relationships/listening?by=member&days=30')
    const mara = members.find((m) => m.member?.name === 'Mara Okafor')
    const cells = await table.getByRole('row', { name: /Mara Okafor/ }).getByRole('cell').allTextContents()
    assert.deepEqual(cells.slice(1, 6).map(Number), [mara.read, mara.answered, mara.asked, mara.heard, mara.told])
    await page.getByText('Weeks', { exact: true }).click()
    await page.getByRole('table', { name: 'Week of' }).waitFor()
  })

  await t.step('under 1 is shown where one writes, and only there where it is so', async () => {
    const { items } = await client.get('conversations?view=all&limit=50')
    const one = items.find((c) => c.person)
    const note = page.getByRole('note', { name: 'More told than heard' })
    await page.goto(`/inbox/all/${one.id}`)
    await page.getByRole('textbox', { name: 'Your answer' }).waitFor()
    const told = async () => (await client.get(`relationships/listening?by=person&person=${one.person.id}&days=90`)).all
    const before = await told()
    for (let i = 0; i <= before.heard - before.told; i++)
      await client.post(`people/${one.person.id}/touches`, { medium: 'mail', direction: 'out', text: 'News of ours', prompted: false })
    const now = await told()
    assert.ok(now.told > now.heard, JSON.stringify(now))
    await page.goto(`/inbox/all/${one.id}`)
    await note.getByText(`${now.heard} heard, ${now.told} told unprompted.`).waitFor()
    await page.getByRole('tab', { name: 'Note' }).click()
    await note.waitFor({ state: 'detached' })
  })

  await t.step('attention with customers in the centre, the period before beside it, the drift in words', async () => {
    await page.goto('/relationships/attention')
    await opened(page, 'Attention')
    const answer = await client.get('relationships/attention')
    await page.getByText(answer.sentence).waitFor()
    await page.getByRole('img', { name: /^This period, .*: Customer \d+%/ }).waitFor()
    await page.getByRole('img', { name: /^The period before/ }).waitFor()
    await button(page, 'Show as table').click()
    const rows = page.getByRole('table', { name: 'Attention by role' }).getByRole('row')
    assert.match(await rows.nth(1).textContent(), /^Customer/)
    await page.getByText('A year', { exact: true }).click()
    await page.getByText('the 365 days before').waitFor()
  })

  await t.step('a bad moment, what was done, what came later; few cases show their bound', async () => {
    await page.goto('/relationships/recovery')
    await opened(page, 'After bad moments')
    const { items, counts, failures } = await client.get('relationships/recovery')
    assert.ok(failures >= 8 && failures < 30, `${failures} in the demo`)
    const shown = page.getByRole('list', { name: 'Bad moments' }).getByRole('article')
    await until('all of them are there', async () => (await shown.count()) === items.length)
    const least = counts.find((c) => c.what === 'repaired').at_least
    await page.getByText(`few cases: at least ${Math.round(least * 100)}%`).first().waitFor()
    await page.getByRole('alert').or(page.getByText(/was let down again within a year/)).first().waitFor()
    await page.getByText(/^Again within a year/).click()
    const rosa = page.getByRole('article').filter({ hasText: 'Rosa Delgado' })
    await rosa.getByText(/second failure/).waitFor()
    await rosa.getByText('The stand broke on the way to school').waitFor()
    await page.getByText(/^Nothing done yet/).click()
    await page.getByRole('article').filter({ hasText: 'waits for us' }).first().waitFor()
  })

  await t.step('builders are who takes part by own choice, by name, with what they do', async () => {
    await page.goto('/relationships/builders')
    await opened(page, 'Builders')
    await page.getByRole('article').filter({ hasText: 'Mara Okafor' }).getByText(/relationships of half a year and longer/).waitFor()
    assert.equal(await page.getByRole('article').filter({ hasText: 'Priya Nair' }).count(), 0)
    const names = await page.getByRole('article').getByRole('heading', { level: 3 }).allTextContents()
    assert.deepEqual(names, [...names].sort())
    await page.getByText(/not for decisions about pay, promotion or dismissal/).first().waitFor()
    await page.getByText('No team is large enough yet.').waitFor()
  })

  await t.step('one takes part and leaves again', async () => {
    await page.getByRole('switch', { name: /^Show me among the builders/ }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('article').filter({ hasText: 'Nadia Reyes' }).waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('article').filter({ hasText: 'Nadia Reyes' }).waitFor({ state: 'detached' })
    assert.equal((await client.get('me/builder')).opt_in, false)
  })

  await t.step('what counts in a strength, and how many answers there are to fit it to', async () => {
    await page.keyboard.press('v')
    await page.keyboard.press('w')
    await opened(page, 'What counts')
    await page.getByText('As documented. Together 100.').waitFor()
    const table = page.getByRole('table', { name: 'What weighs how much' })
    assert.equal(await table.getByRole('row').count(), 9)
    await table.getByRole('row', { name: /Dialogue.*20/ }).waitFor()
    await page.getByText('0 answers so far.').waitFor()
    await page.getByText('Weights are fitted from 201 on').waitFor()
    assert.equal(await button(page, 'Let them count').count(), 0)
  })

  await t.step('what counted before stands there with who and when, and each can count again', async () => {
    assert.equal(await page.getByRole('table', { name: 'What counted before' }).count(), 0)
    await client.want('DELETE', 'relationships/weights')
    await client.want('DELETE', 'relationships/weights')
    await page.reload()
    const table = page.getByRole('table', { name: 'What counted before' })
    await table.getByRole('row', { name: /^2 The documented weights again.*Nadia Reyes.*counts now/ }).waitFor()
    await button(table, /Take again\s*: Version 1/).click()
    await button(page.getByRole('dialog'), 'Take them again').click()
    await table.getByRole('row', { name: /^3 Version 1 again.*counts now/ }).waitFor()
    assert.equal((await client.get('relationships/weights')).version, 3)
    await page.goto('/relationships/builders')
    await opened(page, 'Builders')
  })

  await t.step('whom to ask to lead is for those who look after members', async () => {
    await page.getByRole('heading', { name: 'Whom to ask to lead' }).waitFor()
    const { items } = await client.get('relationships/lead')
    assert.ok(items.length > 0 && items.length <= 3)
    await page.getByText(items[0].reason).first().waitFor()
    const jo = await colleague(client, kith, { name: 'Jo Pelham', email: 'jo@quillfeather.example', password: 'ten geese on a long lane' })
    const other = await t.visitor(kith, 'agent')
    await enter(other, kith, jo)
    await other.goto('/relationships/builders')
    await other.getByRole('article').filter({ hasText: 'Mara Okafor' }).waitFor()
    assert.equal(await other.getByRole('heading', { name: 'Whom to ask to lead' }).count(), 0)
  })
}
