// Who knows whom: the map with its table, ways to somebody with their reasons, single threads, capacity; by mouse, by keyboard
// alone, and on a phone.
import { adoptPolicy, demo, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { overflow } from '../lib/screens.mjs'
import { assert, until } from '../lib/wait.mjs'

const enter = async (page, kith, client) => {
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
}
const place = (page, name) => page.getByRole('navigation', { name: 'Relationships' }).getByRole('link', { name })
const opened = (page, name) => page.getByRole('heading', { name, level: 2, exact: true }).waitFor()
const map = (page) => page.getByRole('listbox', { name: /^Map of relationships/ })

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const graph = await client.get('relationships/graph')
  const page = await t.visitor(kith, 'owner')
  await enter(page, kith, client)

  await t.step('the section names its pages and what each of them answers', async () => {
    await page.goto('/inbox/all')
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Relationships' }).click()
    await opened(page, 'Stages')
    await place(page, 'Map').click()
    await opened(page, 'Map')
    await page.getByText('Who of us talks with whom, and who of them know each other?').waitFor()
  })

  await t.step('the map says how many it shows of how many, and is drawn', async () => {
    await map(page).waitFor()
    await page.getByText(`Showing ${graph.shown} of ${graph.all}`).waitFor()
    assert.ok(graph.shown > 10, 'the demo has people to show')
    await until('something is drawn', () => page.evaluate(() => document.querySelectorAll('canvas').length > 2))
    assert.equal(await map(page).getByRole('option').count(), graph.nodes.length)
  })

  await t.step('arrows walk through the map, and what is chosen is told beside it', async () => {
    await map(page).focus()
    await page.keyboard.press('ArrowDown')
    const beside = page.getByRole('complementary', { name: 'About the map' })
    await beside.getByRole('heading', { name: /^Talks with/ }).waitFor()
    const first = await map(page).getAttribute('aria-activedescendant')
    await page.keyboard.press('End')
    await until('another one is chosen', async () => (await map(page).getAttribute('aria-activedescendant')) !== first)
    await page.keyboard.press('Escape')
    await beside.getByText('Choose somebody on the map').waitFor()
  })

  await t.step('it is narrowed down to a role and says so, and the table says the same', async () => {
    await page.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Supplier', exact: true }).click()
    const few = await client.get('relationships/graph?role=supplier')
    assert.ok(few.all > 0 && few.all < graph.all)
    await page.getByText(`Showing ${few.shown} of ${few.all}`).waitFor()
    await page.getByText('Table', { exact: true }).click()
    const table = page.getByRole('table', { name: 'Who knows whom' })
    await until('a row for each', async () => (await table.getByRole('row').count()) === few.shown + 1)
    for (const node of few.nodes.filter((n) => n.kind === 'person')) await table.getByRole('link', { name: node.name, exact: true }).waitFor()
  })

  await t.step('v i, a name and Enter: the ways to somebody, each step with its reason', async () => {
    await page.keyboard.press('v')
    await page.keyboard.press('i')
    await opened(page, 'Introductions')
    const field = page.getByRole('combobox', { name: 'Whom do you want to reach?' })
    await field.focus()
    await page.keyboard.type('Lea')
    await page.getByRole('option', { name: /^Lea Fontaine/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ways to Lea Fontaine' }).waitFor()
    const { items } = await client.get(`people/${JSON.parse(new URL(page.url()).searchParams.get('person'))}/paths`)
    const over = items.find((one) => one.via.length > 0)
    assert.ok(over, 'the demo knows a way over somebody')
    const way = page.getByRole('article', { name: over.sentence })
    for (const step of over.steps) await way.getByText(step.sentence).waitFor()
    await page.getByRole('heading', { name: 'Who of us knows Lea Fontaine' }).waitFor()
  })

  await t.step('whom only one of us knows, and who could come in', async () => {
    await page.keyboard.press('Tab')
    await page.keyboard.press('v')
    await page.keyboard.press('t')
    await opened(page, 'Single threads')
    const table = page.getByRole('table', { name: 'People whom only one of us knows' })
    const { items } = await client.get('relationships/single-thread?limit=30')
    await until('a row for each', async () => (await table.getByRole('row').count()) === items.length + 1)
    await table.getByRole('link', { name: 'Who could come in?' }).first().click()
    await page.getByRole('heading', { name: `Ways to ${items[0].person.name}` }).waitFor()
  })

  await t.step('what each colleague keeps, against what one can keep', async () => {
    await place(page, 'Capacity').click()
    await opened(page, 'Capacity')
    await page.getByRole('article').filter({ hasText: 'Mara Okafor' }).getByText(/living relationships/).waitFor()
    await button(page, 'Show as table').click()
    await page.getByRole('table', { name: 'Capacity of each colleague' }).waitFor()
  })

  await t.step('the palette finds the pages by their words', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('heard against')
    await page.getByRole('option', { name: /Heard against told/ }).waitFor()
    await page.keyboard.press('Enter')
    await opened(page, 'Heard and told')
  })

  await t.step('on a phone every page fits, and the map can be read', async () => {
    const phone = await t.visitor(kith, 'phone', { viewport: { width: 390, height: 844 }, hasTouch: true })
    await enter(phone, kith, client)
    await phone.goto('/relationships/map')
    await map(phone).waitFor()
    for (const name of ['Introductions', 'Capacity', 'After bad moments', 'Builders', 'Map']) {
      await place(phone, name).click()
      await opened(phone, name)
      assert.equal(await overflow(phone), null, name)
    }
    await phone.getByText(`Showing ${graph.shown} of ${graph.all}`).waitFor()
  })
}
