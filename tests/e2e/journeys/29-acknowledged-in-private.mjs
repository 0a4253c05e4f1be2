// The one thing that a machine says: where the owner allows it, who wrote in private hears that it has arrived, who answers
// and by when. It looks like what it is, and whoever wrote still waits for a person.
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { judge } from '../lib/axe.mjs'
import { button, rows, signIn } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const RULE = 'Night porter'

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  const me = (await client.get('me')).member
  const page = await t.visitor(kith, 'nadia')
  const dialog = page.getByRole('dialog')
  await signIn(page, OWNER)

  await t.step('a rule that does it says that the house does not allow it yet', async () => {
    await client.post('deadlines', { first_minutes: 240, next_minutes: 240 })
    await client.post('routing/rules', {
      name: RULE,
      when: [{ all: [{ field: 'is_direct', op: 'yes' }] }],
      then: [{ act: 'member', member: me.id }],
    })
    await page.goto('/routing')
    await page.getByRole('button', { name: RULE, exact: true }).click()
    const add = dialog.getByRole('textbox', { name: 'Add what it does' }).or(dialog.getByRole('combobox', { name: 'Add what it does' }))
    await add.first().click()
    await page.getByRole('option', { name: 'Acknowledge in private' }).click()
    await dialog.getByText(/An owner has not allowed it yet/).waitFor()
    assert.deepEqual(await judge(page, 'the rule that acknowledges'), [])
    await button(dialog, 'Save').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('acknowledge in private').waitFor()
  })

  await t.step('the owner allows it', async () => {
    await page.goto('/settings?tab=organisation')
    const allowed = page.getByRole('switch', { name: 'Rules may acknowledge in private' })
    assert.equal(await allowed.isChecked(), false)
    await allowed.focus()
    await page.keyboard.press('Space')
    await until('it is allowed', async () => (await client.get('settings')).acknowledge)
    assert.deepEqual(await judge(page, 'the switch of the house'), [])
    assert.equal((await client.get('audit?verb=acknowledgement.allowed')).items.length, 1)
  })

  let whisper
  await t.step('who writes in private hears who answers and by when, marked as automatic', async () => {
    await demo(client)
    whisper = await until(
      'something private is here',
      async () => (await client.get('conversations?view=all')).items.find((c) => c.direct),
      { patience: 90_000 }, // the demo's next posts come one by one
    )
    await page.goto(`/inbox/all/${whisper.id}`)
    const said = page.getByRole('article', { name: `Automatic message by the rule ${RULE}` })
    await said.waitFor()
    await said.getByText(`Automatische Nachricht: Was Sie geschrieben haben, ist angekommen. ${OWNER.name} antwortet Ihnen bis`).waitFor()
    await said.getByText(`Automatic: the rule ${RULE}. It is no answer.`).waitFor()
    await page.getByText('acknowledges it in private').waitFor()
    assert.deepEqual(await judge(page, 'what a machine said'), [])
  })

  await t.step('and still waits, first in line for a person', async () => {
    const { conversation } = await client.get(`conversations/${whisper.id}`)
    assert.ok(conversation.waiting_since && !conversation.answered)
    assert.equal(conversation.post_count, 1)
    await page.goto('/inbox/waiting')
    await rows(page).filter({ hasText: 'nicht alle lesen' }).first().waitFor()
  })

  await t.step('nothing was said in public, and it counts as a machine’s act', async () => {
    const sent = (await client.get('outbox')).items
    assert.deepEqual(sent.map((o) => [o.act, o.state, o.member, o.rule?.name]), [['acknowledge', 'sent', null, RULE]])
    const acts = await client.get('routing/acts?days=1')
    assert.ok(acts.items.some((a) => a.actor_kind === 'rule' && a.verb === 'acknowledgement.sent' && a.n === 1))
    await page.goto('/outbox')
    await page.getByText(`The rule ${RULE} (automatic) to`).waitFor()
    assert.deepEqual(await judge(page, 'the outbox'), [])
  })
}
