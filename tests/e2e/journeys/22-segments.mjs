// Segments: built by keyboard with a live count, saved for the team, changed by mouse, kept in touch with, removed; one's own;
// a filter that becomes a segment; the builder on a phone.
import { adoptPolicy, colleague, demo, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { overflow } from '../lib/screens.mjs'
import { assert, until } from '../lib/wait.mjs'

const enter = async (page, kith, client) => {
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
}
const lists = (page) => page.getByRole('navigation', { name: 'Lists of people' })
const fits = (page, n) => page.getByRole('status').filter({ hasText: new RegExp(`^${n} (person|people)`) }).waitFor()
const count = async (client, conditions) => (await client.post('segments/preview', { conditions })).count
const leaf = (field, op, value) => ({ field, op, value })

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const jo = await colleague(client, kith, { name: 'Jo Pelham', email: 'jo@quillfeather.example', password: 'ten geese on a long lane' })
  const customers = await count(client, { all: [leaf('role', 'is', 'customer')] })
  // Where the customers part in two: the demo grows older with every day.
  let LEAST = 30
  let strong = customers
  for (; strong === customers && LEAST < 100; LEAST += strong === customers ? 10 : 0)
    strong = await count(client, { all: [leaf('role', 'is', 'customer'), leaf('strength', 'at_least', LEAST)] })
  assert.ok(customers > strong && strong > 0, `${customers} customers, ${strong} strong ones`)
  const page = await t.visitor(kith, 'owner')
  await enter(page, kith, client)

  await t.step('s opens the builder; field, comparison and value are chosen by keyboard, and the count follows', async () => {
    await page.goto('/people')
    await page.getByRole('listbox', { name: 'People' }).waitFor()
    await page.keyboard.press('s')
    const field = page.getByRole('combobox', { name: 'Field' })
    await field.focus()
    await field.fill('Role')
    await page.getByRole('option', { name: 'Role', exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const value = page.getByRole('combobox', { name: 'Role', exact: true })
    await value.focus()
    await page.keyboard.type('Customer')
    await page.getByRole('option', { name: 'Customer', exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await fits(page, customers)
  })

  await t.step('a second condition takes the focus, and narrows it down', async () => {
    await page.getByRole('button', { name: 'Condition', exact: true }).click()
    await page.getByText('Fill in every condition or remove it: then those who fit are counted.').waitFor()
    const field = page.getByRole('combobox', { name: 'Field' }).nth(1)
    await until('it has the focus', () => field.evaluate((e) => document.activeElement === e))
    await field.fill('Strength')
    await page.getByRole('option', { name: 'Strength', exact: true }).click()
    await page.getByRole('spinbutton', { name: 'Strength' }).fill(String(LEAST))
    await fits(page, strong)
  })

  await t.step('what is not filled in is said before it is saved', async () => {
    await page.getByRole('button', { name: 'Condition', exact: true }).click()
    await page.keyboard.press('Control+s')
    await page.getByText('Fill this in or remove it.').waitFor()
    await button(page, 'Remove the condition Stage').click()
    await page.getByText('Fill this in or remove it.').waitFor({ state: 'detached' })
  })

  await t.step('it is saved for the team, and stands beside the list with its count', async () => {
    await button(page, /^Save as segment/).click()
    await page.getByRole('dialog', { name: 'Save as segment' }).getByLabel('Name').fill('Strong customers')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Strong customers', level: 2 }).waitFor()
    await lists(page).getByRole('button', { name: `Strong customers ${strong}` }).waitFor()
    await page.getByText(`Role is Customer and Strength is at least ${LEAST}`).waitFor()
    const people = page.getByRole('listbox', { name: 'People in Strong customers' })
    assert.equal(await people.getByRole('option').count(), Math.min(strong, await people.getByRole('option').count()))
    assert.ok((await jo.get('segments')).items.some((s) => s.name === 'Strong customers'))
  })

  await t.step('all of these becomes any of these, and the count follows', async () => {
    const any = await count(client, { any: [leaf('role', 'is', 'customer'), leaf('strength', 'at_least', LEAST)] })
    await button(page, 'Change').click()
    await fits(page, strong)
    await page.getByRole('combobox', { name: 'How they are joined' }).first().click()
    await page.getByRole('option', { name: 'any of these holds' }).click()
    await fits(page, any)
    await button(page, /^Save(?! as)/).click()
    await page.getByText(`Role is Customer or Strength is at least ${LEAST}`).waitFor()
    await lists(page).getByRole('button', { name: `Strong customers ${any}` }).waitFor()
  })

  await t.step('a group of none inside it', async () => {
    await button(page, 'Change').click()
    await button(page, 'Group').click()
    const inner = page.getByRole('group', { name: 'any of these holds' }).last()
    await inner.getByRole('combobox', { name: 'How they are joined' }).click()
    await page.getByRole('option', { name: 'none of these holds' }).click()
    const group = page.getByRole('group', { name: 'none of these holds' })
    await group.getByRole('combobox', { name: 'Stage', exact: true }).click()
    await page.getByRole('option', { name: 'Loyal', exact: true }).click()
    await page.keyboard.press('Escape')
    const now = await count(client, {
      any: [leaf('role', 'is', 'customer'), leaf('strength', 'at_least', LEAST), { not: { any: [leaf('stage', 'is', 'loyal')] } }],
    })
    await fits(page, now)
    await button(page, 'Remove the group').click()
    await button(page, 'Cancel').click()
    await page.getByRole('heading', { name: 'Strong customers', level: 2 }).waitFor()
  })

  await t.step('an interval to keep in touch holds for all in it', async () => {
    await button(page, 'What to do with Strong customers').click()
    await page.getByRole('menuitem', { name: 'Keep in touch' }).click()
    const dialog = page.getByRole('dialog', { name: 'Keep in touch with Strong customers' })
    await dialog.getByLabel('Ideally every … days').fill('45')
    await dialog.getByLabel('At the latest after … days').fill('90')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/Ideally in touch every 45 days, at the latest after 3 months/).waitFor()
    const { items } = await client.get(`segments/${JSON.parse(new URL(page.url()).searchParams.get('segment'))}/people?limit=1`)
    assert.equal((await client.get(`people/${items[0].id}`)).keep_in_touch.segment_name, 'Strong customers')
  })

  await t.step('it is removed, and the people stay', async () => {
    await button(page, 'What to do with Strong customers').click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('listbox', { name: 'People', exact: true }).waitFor()
    await until('it is gone', async () => (await lists(page).getByRole('button', { name: /^Strong customers/ }).count()) === 0)
    assert.equal(await count(client, { all: [leaf('role', 'is', 'customer')] }), customers)
  })

  await t.step('a filter of the list becomes a segment of my own, which nobody else sees', async () => {
    await page.getByRole('combobox', { name: 'Role', exact: true }).click()
    await page.getByRole('option', { name: 'Supplier', exact: true }).click()
    await button(page, 'Narrow down').click()
    const suppliers = await count(client, { all: [leaf('role', 'is', 'supplier')] })
    await fits(page, suppliers)
    await button(page, /^Save as segment/).click()
    const dialog = page.getByRole('dialog', { name: 'Save as segment' })
    await dialog.getByLabel('Name').fill('Who sells to us')
    await dialog.getByText('Only mine').click()
    await page.keyboard.press('Enter')
    await lists(page).getByRole('button', { name: `Who sells to us ${suppliers}` }).waitFor()
    assert.ok(!(await jo.get('segments')).items.some((s) => s.name === 'Who sells to us'))
  })

  await t.step('on a phone the builder fits, and works by touch', async () => {
    const phone = await t.visitor(kith, 'phone', { viewport: { width: 390, height: 844 }, hasTouch: true })
    await enter(phone, kith, client)
    await phone.goto('/people?build=true')
    await phone.getByRole('combobox', { name: 'Field' }).tap()
    await phone.getByRole('option', { name: 'E-mail address is known' }).tap()
    await fits(phone, await count(client, { all: [leaf('has_email', 'is', true)] }))
    await button(phone, 'Group').tap()
    assert.equal(await overflow(phone), null)
  })
}
