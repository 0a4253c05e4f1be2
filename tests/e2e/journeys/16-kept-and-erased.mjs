// A person asks what is stored, and then to be erased: a hold stops it, then it happens, and a certificate stays.
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { button, signIn } from '../lib/pages.mjs'
import { assert } from '../lib/wait.mjs'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'nadia')
  await signIn(page, OWNER)
  const person = (await client.get('people?q=Dev')).items.find((one) => one.name === 'Dev Shah')
  const choose = async (name) => {
    await button(page, 'More about Dev Shah').click()
    await page.getByRole('menuitem', { name }).click()
  }

  await t.step('everything about somebody is one file', async () => {
    await page.goto(`/people/${person.id}`)
    const download = page.waitForEvent('download')
    await choose('Everything about them, as a file')
    assert.match((await download).suggestedFilename(), /person-\d+\.jsonl/)
    const lines = (await client.get(`people/${person.id}/everything`)).trim().split('\n').map((line) => JSON.parse(line))
    assert.ok(lines.some((line) => line.kind === 'post'))
    assert.equal(lines[0].row.name, 'Dev Shah')
  })

  await t.step('a legal hold stops an erasure, with its reason', async () => {
    await choose('Legal hold')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('Case 12')
    await button(dialog, 'Hold').click()
    await dialog.waitFor({ state: 'detached' })
    await choose('Erase')
    await dialog.getByLabel('On whose word, and why').fill('He asked by letter')
    await button(dialog, 'Erase for good').click()
    await dialog.getByText('A legal hold keeps this: Case 12').waitFor()
    await button(dialog, 'Cancel').click()
  })

  await t.step('once it is lifted he is erased, and only the certificate tells of it', async () => {
    await page.goto('/audit')
    await page.getByRole('tab', { name: 'Kept and erased' }).click()
    await button(page, 'Lift it').click()
    await button(page, 'Lift it').waitFor({ state: 'detached' })
    await page.goto(`/people/${person.id}`)
    await choose('Erase')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('On whose word, and why').fill('He asked by letter')
    await button(dialog, 'Erase for good').click()
    await page.waitForURL(/\/people$/)
    assert.ok((await client.get('people?q=Dev%20Shah')).items.every((one) => one.id !== person.id))
    await page.goto('/audit')
    await page.getByRole('tab', { name: 'Kept and erased' }).click()
    await button(page.getByRole('region', { name: 'Erased' }), 'Show').click()
    await page.getByRole('dialog', { name: 'Certificate of erasure' }).getByText(/erased person no\. \d+: He asked by letter/).waitFor()
    assert.equal((await client.get('audit/verify')).whole, true)
  })
}
