// Viewer, agent, manager, admin: each sees just what they may do; the audit says who did what and verifies; without a
// network nothing that was written is lost.
import { adoptPolicy, colleague, demo, OWNER, owner } from '../lib/client.mjs'
import { answer, answerBox, button, openRow, ours, rows, sendButton, signIn, thread } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const PASSWORD = 'seven geese on a wide lane'
const ROLES = ['viewer', 'agent', 'manager', 'admin']
// role: does it answer, may it invite, connect channels, import, adopt a policy, read the audit, change the organisation
const MAY = {
  viewer: { answers: false, invites: false, connects: false, imports: false, adopts: false, audits: false, organises: false },
  agent: { answers: true, invites: false, connects: false, imports: true, adopts: false, audits: false, organises: false },
  manager: { answers: true, invites: true, connects: false, imports: true, adopts: true, audits: true, organises: false },
  admin: { answers: true, invites: true, connects: true, imports: true, adopts: true, audits: true, organises: true },
}

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const pages = {}
  for (const role of ROLES) {
    const email = `${role}@quillfeather.example`
    const theirs = await colleague(client, kith, { name: `Kim ${role}`, email, password: PASSWORD, role })
    const { policy } = await theirs.get('me')
    if (policy.needs_acknowledgement) await theirs.post('policy/acknowledge', { version: policy.version })
  }

  for (const role of ROLES)
    await t.step(`${role}: sees what they may do and nothing else`, async () => {
      const page = (pages[role] = await t.visitor(kith, role))
      await signIn(page, { email: `${role}@quillfeather.example`, password: PASSWORD })
      const links = page.getByRole('navigation').first()
      await openRow(page, /charged twice/)
      await page.getByRole('complementary', { name: 'Person' }).getByText('Last words').waitFor()
      const shown = { answers: (await answerBox(page).count()) > 0 }
      if (!shown.answers) assert.equal(await button(page, /^(Assign|Done|Snooze|Hand over)/).count(), 0)
      shown.audits = (await links.getByRole('link', { name: 'Audit' }).count()) > 0
      shown.imports = (await links.getByRole('link', { name: 'Import' }).count()) > 0
      // What they may do is waited for; what they may not is looked for once the screen has come.
      const has = async (act, path, name) => {
        await page.goto(path)
        await page.getByRole('main').getByRole('heading').first().waitFor()
        await until('it is loaded', async () => (await page.locator('[data-bone], [aria-busy=true]').count()) === 0)
        const there = button(page.getByRole('main'), name).or(page.getByRole('tab', { name }))
        if (MAY[role][act]) await there.first().waitFor()
        shown[act] = (await there.count()) > 0
      }
      await has('invites', '/members', /^Invite/)
      await has('connects', '/channels', 'Connect a channel')
      await has('adopts', '/policy', 'New version')
      await has('organises', '/settings', 'Organisation')
      assert.deepEqual(shown, MAY[role])
    })

  await t.step('an address that a role may not open says so instead of breaking', async () => {
    await pages.agent.goto('/audit')
    await pages.agent.getByText(/Your role/).first().waitFor()
  })

  const page = pages.agent
  const words = 'We look at both bookings today and write again.'
  await t.step('without a network it says so, and what is written stays', async () => {
    await page.goto('/inbox/all')
    await openRow(page, /charged twice/)
    await page.context().setOffline(true)
    await page.getByRole('status').filter({ hasText: 'No connection to Kith' }).waitFor()
    await answerBox(page).fill(words)
    await page.getByText('Draft kept in this browser until Kith answers').waitFor()
    await page.getByText('charged twice').first().waitFor()
  })

  await t.step('the network is back: the draft is saved by itself, a reload shows it', async () => {
    await page.context().setOffline(false)
    await page.getByRole('status').filter({ hasText: 'No connection to Kith' }).waitFor({ state: 'detached', timeout: 60_000 })
    await page.getByText('Draft saved').waitFor()
    await page.reload()
    await until('the draft is there', async () => (await answerBox(page).inputValue()) === words)
  })

  await t.step('a draft that Kith never got is there after a reload, too', async () => {
    await page.context().setOffline(true)
    await answerBox(page).fill(`${words} Promised.`)
    await page.getByText('Draft kept in this browser until Kith answers').waitFor()
    await page.context().setOffline(false)
    await page.reload()
    await until('the newer words are there', async () => (await answerBox(page).inputValue()) === `${words} Promised.`)
  })

  await t.step('it is sent, and the audit says who decided it', async () => {
    await answer(page, words)
    await ours(page, words).first().waitFor()
    await until('it is sent', async () => (await client.get('outbox')).items[0]?.state === 'sent')
    const audit = pages.manager
    await audit.goto('/audit')
    const table = audit.getByRole('table', { name: 'Audit' })
    await table.getByRole('row').filter({ hasText: 'Decided to answer' }).filter({ hasText: 'Kim agent' }).first().waitFor()
    await table.getByRole('row').filter({ hasText: 'Colleague joined' }).first().waitFor()
  })

  await t.step('the audit is filtered by a person, and its chain verifies', async () => {
    const audit = pages.manager
    await audit.getByRole('textbox', { name: 'Who' }).or(audit.getByRole('combobox', { name: 'Who' })).first().click()
    await audit.getByRole('option', { name: 'Kim agent' }).click()
    const table = audit.getByRole('table', { name: 'Audit' })
    await until('only theirs are shown', async () => {
      const texts = await table.getByRole('row').allTextContents()
      return texts.length > 1 && texts.slice(1).every((text) => text.includes('Kim agent'))
    })
    await button(audit, 'Verify the chain').click()
    await audit.getByRole('status').filter({ hasText: /^All \d+ entries fit together\./ }).waitFor()
  })
}
