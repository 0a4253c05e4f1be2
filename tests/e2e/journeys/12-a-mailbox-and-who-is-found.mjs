// A mailbox kept as a folder comes in as it is: which folders are taken is seen and chosen. Then people are found by
// whatever one remembers of them, and an address says where somebody works.
import { createServer } from 'node:http'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { judge } from '../lib/axe.mjs'
import { adoptPolicy, OWNER, owner } from '../lib/client.mjs'
import { button, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const mail = (from, to, id, day) =>
  `From: ${from}\nTo: ${to}\nMessage-ID: <${id}@test>\nSubject: Letter ${id}\nDate: Wed, ${day} Mar 2017 10:00:00 +0000\n\nHello\n`
const ME = `Me <${OWNER.email}>`
const FILES = {
  'cur/1488362400.M1P1.host:2,S': mail('Ada Lovelace <ada@engine.example>', OWNER.email, 1, 1),
  'new/1488362401.M2P1.host': mail('J\u00f6rg M\u00fcller <joerg@mill.example>', OWNER.email, 2, 2),
  'tmp/1488362402.M3P1.host': mail('Nobody <nobody@mill.example>', OWNER.email, 3, 2),
  '.Sent/cur/1488362403.M4P1.host:2,S': mail(ME, 'ada@engine.example', 4, 3),
  '.Entw&APw-rfe/cur/1488362404.M5P1.host:2,DS': mail(ME, 'boss@mill.example', 5, 3),
  '.Junk/cur/1488362405.M6P1.host:2,S': mail('Win <win@spam.example>', OWNER.email, 6, 3),
  'cur/1488362406.M7P1.host:2,S': 'Subject: from nobody\n\nx\n',
}

function makeMaildir() {
  const root = join(mkdtempSync(join(tmpdir(), 'kith-maildir-')), 'Maildir')
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

/** Two pages of one person on a server of this journey: the first names the second, which answers when told so. */
async function somePages() {
  const pages = { back: false }
  const server = createServer((ask, say) => {
    say.setHeader('Content-Type', 'text/html')
    say.end(ask.url === '/ada' ? '<a rel="me" href="/notes">' : pages.back ? '<link rel="me" href="/ada">' : '<p>Notes')
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return Object.assign(pages, { server, host: `127.0.0.1:${server.address().port}` })
}

export default async function (t) {
  const web = await somePages()
  const kith = await t.kith({ 'allow-private': web.host })
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner')
  await signIn(page, OWNER)
  const folder = makeMaildir()
  const figure = (name) =>
    page.locator('dl > div').filter({ has: page.getByText(name) }).locator('dd').textContent().then((text) => Number(text.replace(/\D/g, '')))

  await t.step('a Maildir is chosen as a folder, and its folders are shown', async () => {
    await page.goto('/import')
    const chooser = page.waitForEvent('filechooser')
    await button(page, 'Choose a folder').click()
    await (await chooser).setFiles(folder)
    await page.getByRole('heading', { name: 'Maildir.tar' }).waitFor()
    assert.equal(await page.getByRole('switch', { name: /Inbox/ }).isChecked(), true)
    assert.equal(await page.getByRole('switch', { name: /Sent/ }).isChecked(), true)
    assert.equal(await page.getByRole('switch', { name: /Entw\u00fcrfe/ }).isChecked(), false)
    assert.equal(await page.getByRole('switch', { name: /Junk/ }).isChecked(), false)
  })

  await t.step('who wrote comes in, and what was never sent does not', async () => {
    await button(page, 'Count without storing').click()
    await page.getByText('Counted, not stored', { exact: true }).first().waitFor()
    assert.equal(await figure('would be added'), 3)
    assert.equal(await figure('refused'), 1)
    await button(page, 'Import 3 mails').click()
    await until('three are in', async () => (await figure('added')) === 3)
  })

  const finder = page.getByRole('searchbox', { name: 'Find by name, address, organization or number' })
  const found = async (words, name) => {
    await finder.fill(words)
    await until(`${words} finds ${name}`, async () =>
      (await page.getByRole('listbox', { name: 'People' }).or(page.getByRole('list', { name: 'People' })).or(page.getByRole('grid', { name: 'People' })).first().textContent())?.includes(name),
    )
  }

  await t.step('people are found by any word, without accents, and by their address', async () => {
    await page.goto('/people')
    await found('love', 'Ada Lovelace')
    await found('muller jo', 'J\u00f6rg M\u00fcller')
    await found('Mueller', 'J\u00f6rg M\u00fcller')
    await found('engine.example', 'Ada Lovelace')
    await finder.fill('boss')
    await page.getByText('Nobody is found by that').waitFor()
  })

  await t.step('the palette finds them, too', async () => {
    await page.goto('/home')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Commands' }).waitFor()
    await page.keyboard.type('mill.exa')
    await page.getByRole('option', { name: /J\u00f6rg M\u00fcller/ }).click()
    await page.getByRole('heading', { name: 'J\u00f6rg M\u00fcller' }).waitFor()
  })

  await t.step('a domain says where somebody works, and stays away once it was taken away', async () => {
    const works = await client.post('people', { kind: 'organization', name: 'Mill Works' })
    await client.post(`people/${works.id}/identities`, { network: 'web', address: 'mill.example' })
    await page.reload()
    await page.getByText('is at a domain of this organization').waitFor()
  })

  await t.step('two records that a member knows to be one become one, with the keyboard, and two again', async () => {
    const menu = async () => {
      const more = page.getByRole('button', { name: 'More about J\u00f6rg M\u00fcller' })
      await more.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('menuitem', { name: 'Same person as …' }).focus()
      await page.keyboard.press('Enter')
    }
    await client.post('people', { kind: 'person', name: 'The miller' })
    await menu()
    const dialog = page.getByRole('dialog', { name: 'Who else is J\u00f6rg M\u00fcller?' })
    await dialog.getByRole('combobox', { name: 'The other record' }).fill('miller')
    await dialog.getByRole('option', { name: /^The miller/ }).waitFor()
    await page.keyboard.press('Enter')
    const pair = dialog.getByRole('article')
    await pair.getByRole('table', { name: 'What speaks for one person, and what for two' }).waitFor()
    assert.deepEqual(await judge(page, 'two of one'), [])
    await pair.getByRole('button', { name: 'Merge' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('One person now. Nothing is lost.').waitFor()
    await page.getByRole('heading', { name: 'Merged into this person' }).waitFor()
    // What the team sees is kept, not what is in one member's address book.
    await page.getByRole('heading', { name: 'The miller', level: 2 }).waitFor()
    const named = async () => (await client.get('people?q=muller')).items.map((p) => p.name).join()
    await until('the name that is gone finds the one that is kept', async () => (await named()) === 'The miller')
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await page.getByRole('button', { name: 'Undo the merge' }).click()
    await until('they are two again', async () => (await named()) === 'J\u00f6rg M\u00fcller')
  })

  await t.step('one page claims another as its own, and both together verify it', async () => {
    const ada = await client.post('people', { name: 'Ada Byron' })
    for (const path of ['ada', 'notes'])
      await client.post(`people/${ada.id}/identities`, { network: 'web', address: `http://${web.host}/${path}` })
    await client.post(`people/${ada.id}/identities/${await account(ada.id, 'ada')}/read`)
    await until('the page is read', async () => JSON.stringify(await client.get(`people/${ada.id}`)).includes('"one"'))
    await page.goto(`/people/${ada.id}`)
    await page.getByRole('heading', { name: 'Accounts and addresses' }).scrollIntoViewIfNeeded()
    await page.getByText('Claimed by this page only: the other page does not link back.').waitFor()
    web.back = true
    // a page that was just read is not read again within the minute: the other one is asked for
    await button(page, /^What to do with .*notes/).click()
    await page.getByRole('menuitem', { name: 'Verify now' }).click()
    await page.getByText('Both pages link to each other.').waitFor()
    await page.getByText('verified: both pages link to each other').first().waitFor()
  })
  web.server.close()
  rmSync(dirname(folder), { recursive: true })

  async function account(id, path) {
    const { identities } = await client.get(`people/${id}`)
    return identities.find((one) => one.handle.endsWith(path)).id
  }
}
