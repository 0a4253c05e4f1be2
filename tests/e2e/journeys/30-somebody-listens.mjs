// Somebody writes a listening query: it is read while they write, tried on what is stored, saved, and from then on finds what
// was said and what is said; another query hides a part; a change is taken back.
import { demo, OWNER, owner } from '../lib/client.mjs'
import { judge } from '../lib/axe.mjs'
import { rows, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await demo(client)
  const page = await t.visitor(kith, 'listening')
  const dialog = page.getByRole('dialog')
  const button = (name) => page.getByRole('button', { name, exact: true })
  await signIn(page, OWNER)
  await rows(page).first().waitFor()

  await t.step('nobody listens yet, and one button says how to begin', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.waitForURL(/\/listening$/)
    await page.getByText('Nobody listens yet').waitFor()
    await button('New query').click()
    await dialog.getByLabel('Name').fill('Trouble')
  })

  await t.step('what is no query is told with its place while one writes', async () => {
    await dialog.getByLabel('What it listens for').fill('(intent:complaint OR')
    await dialog.getByRole('status').filter({ hasText: 'intent:complaint' }).waitFor()
    await dialog.getByLabel('What it listens for').fill('intent:complaint OR is:question')
    await dialog.getByText('No word leads to this query').waitFor()
    await dialog.getByLabel('What it listens for').fill('is:question (the OR you)')
    await dialog.getByText('Looked at when a post has').waitFor()
  })

  await t.step('it is tried on what is stored before it is saved', async () => {
    await dialog.getByText('90 days').click()
    await dialog.getByRole('button', { name: 'Try it on what is stored' }).click()
    await dialog.getByText(/looked at/).waitFor()
    assert.ok((await dialog.locator('mark').count()) > 0)
    assert.equal((await client.get('queries')).items.length, 0)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  await t.step('history is looked through by itself, and its posts are there', async () => {
    const found = async () => (await client.get('queries')).items[0]
    await until('all is looked through', async () => (await found()).filled === 1 && (await found()).looked > 0)
    await page.getByRole('link', { name: /Trouble/ }).click()
    await page.waitForURL(/\/listening\/\d+$/)
    await page.getByRole('article').first().waitFor()
    await judge(page, 'a query')
  })

  await t.step('a rival is a topic, and its query stands below it', async () => {
    await page.getByRole('link', { name: 'Listening' }).first().click()
    await button('New topic').click()
    await dialog.getByLabel('Name').fill('Globex')
    await dialog.getByLabel('A rival').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: /Globex/ }).waitFor()
    await judge(page, 'all queries')
  })

  await t.step('a query of another product comes along, and what does not is told', async () => {
    await button('From another product').click()
    await dialog.getByLabel('The query there').fill('acme NEAR/3 refund AND authorGender:M')
    await button('Read it').click()
    await dialog.getByText('left out').first().waitFor()
    await button('Go on with it').click()
    await dialog.getByLabel('Name').fill('From there')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /From there/ }).waitFor()
    await client.want('DELETE', `queries/${(await client.get('queries')).items.find((q) => q.name === 'From there').id}`)
  })

  await t.step('what is removed comes back', async () => {
    await page.getByRole('link', { name: /Trouble/ }).click()
    await button('Remove').click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.waitForURL(/\/listening$/)
    await until('it is gone', async () => (await client.get('queries')).items.length === 0)
    await page.goto('/listening')
    const removed = page.getByRole('listitem').filter({ hasText: /removed “Trouble”/ })
    await removed.getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('link', { name: /Trouble/ }).waitFor()
  })
}
