// Signing in with more than a password: an authenticator app, a passkey of a (virtual) device, the organisation's own provider;
// and what a member no longer sees of a channel that is closed to them.
import { createHmac } from 'node:crypto'
import { adoptPolicy, colleague, demo, OWNER, owner } from '../lib/client.mjs'
import { button, rows, signIn } from '../lib/pages.mjs'
import { call, network } from '../lib/servers.mjs'
import { assert } from '../lib/wait.mjs'

const AGENT = { name: 'Theo Marsh', email: 'theo@quillfeather.example', password: 'seven geese on a wide lane' }

/** RFC 6238, written here: what a phone would show `later` steps from now. */
function phone(secret, later = 0) {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
  const key = Buffer.from(bits.join('').match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + later))
  const mac = createHmac('sha1', key).update(step).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0')
}

/** A device with a fingerprint reader, by the browser's own interface for tests. */
async function device(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

const enter = (page) => page.getByRole('button', { name: 'Sign in', exact: true })

async function signOut(page) {
  await page.context().clearCookies()
  await page.goto('/signin')
}

async function enterPassword(page) {
  await page.getByLabel('E-mail').fill(AGENT.email)
  await page.getByLabel('Password', { exact: true }).fill(AGENT.password)
  await enter(page).click()
}

async function keepCodes(page) {
  const dialog = page.getByRole('dialog', { name: 'Recovery codes' })
  const codes = await dialog.getByRole('listitem').allInnerTexts()
  await button(dialog, 'I have them').click()
  await dialog.waitFor({ state: 'detached' })
  return codes
}

/** Somebody comes to the sign-in page, goes to the provider's own pages, and comes back. */
async function enterByProvider(t, kith, idp, login) {
  const page = await t.visitor(kith, login, { others: [new URL(idp.issuer).host] })
  await page.goto('/signin')
  await button(page, 'Sign in with Quillfeather login').click()
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill('whatever')
  await page.locator('button[type=submit]').click()
  await button(page, 'Continue').click()
  return page
}

export default async function (t) {
  const idp = await network(t, 'oidc', 'KITH_TEST_OIDC', 1, { optional: true })
  const kith = await t.kith(idp ? { 'allow-private': idp.allow_private.join(',') } : {})
  kith.url = kith.url.replace('127.0.0.1', 'localhost') // passkeys want a name
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const theirs = await colleague(client, kith, AGENT)
  await theirs.post('policy/acknowledge', { version: (await theirs.get('me')).policy.version })
  const page = await t.visitor(kith, 'agent')
  await device(page)
  await signIn(page, AGENT)

  await t.step('an authenticator app is set up by its secret, and from then on asked for', async () => {
    await page.goto('/settings?tab=safety')
    await page.getByRole('button', { name: 'Set up', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' })
    await dialog.getByRole('img', { name: 'QR code with the secret' }).waitFor()
    const secret = await dialog.locator('code').innerText()
    await dialog.getByLabel('Code', { exact: true }).fill(phone(secret))
    await button(dialog, 'Confirm').click()
    assert.equal((await keepCodes(page)).length, 10)
    await signOut(page)
    await enterPassword(page)
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await enter(page).click()
    await page.getByText(/This code is wrong/).waitFor()
    await page.getByLabel('Code', { exact: true }).fill(phone(secret, 1))
    await enter(page).click()
    await page.waitForURL(/\/inbox\//)
  })

  await t.step('a passkey is added and signs in by itself', async () => {
    await page.goto('/settings?tab=safety')
    await button(page, 'Add a passkey').click()
    await page.getByText('The passkey is added.').waitFor()
    await signOut(page)
    await button(page, 'Sign in with a passkey').click()
    await page.waitForURL(/\/inbox\//)
    await page.goto('/settings?tab=safety')
    await page.getByText('last used').first().waitFor()
  })

  const byProvider = "the organisation's provider signs somebody in, and their groups give role and team"
  if (!idp) t.pass(byProvider, 'tests/servers/start-oidc.sh cannot run here')
  else
    await t.step(byProvider, async () => {
      const back = new URL('/api/v1/signin/provider/back', kith.url).href
      const ours = await call('POST', `${idp.issuer}/reg`, { body: { client_name: 'Kith', redirect_uris: [back] } })
      const team = await client.post('teams', { name: 'Night shift', kind: 'support' })
      const { id } = await client.post('providers', {
        name: 'Quillfeather login',
        issuer: idp.issuer,
        client_id: ours.client_id,
        client_secret: ours.client_secret,
        mapping: [{ group: 'care-leads', role: 'manager', team_id: team.id }],
        joining: 'everybody',
      })
      const { alg_offered } = await client.post(`providers/${id}/check`)
      assert(alg_offered)
      const mara = await enterByProvider(t, kith, idp, 'mara')
      await mara.waitForURL(/\/inbox\//)
      const { items } = await client.get('members')
      const joined = items.find((m) => m.name === 'Mara Lindqvist')
      assert.deepEqual([joined.role, joined.teams.map((one) => one.name)], ['manager', ['Night shift']])
    })

  await t.step('a channel that is closed to a member is gone from their lists at once', async () => {
    const { items } = await client.get('conversations?view=all')
    const { id, channel } = items[0]
    await page.goto('/inbox/all')
    const row = rows(page).and(page.locator(`[id$="${id}"]`))
    await row.waitFor()
    const boss = await t.visitor(kith, 'owner')
    await signIn(boss, OWNER)
    await boss.goto('/channels')
    const region = boss.getByRole('region', { name: new RegExp(channel.name) })
    await button(region, /^More/).click()
    await boss.getByRole('menuitem', { name: 'Who may see and speak' }).click()
    const dialog = boss.getByRole('dialog')
    await dialog.getByRole('group', { name: 'See what is said here', exact: true }).getByText('Some').click()
    await button(dialog, 'Save').click()
    await dialog.waitFor({ state: 'detached' })
    await row.locator('[data-gone]').waitFor() // rows do not jump away under the hand
    await page.reload()
    await rows(page).first().waitFor()
    assert.equal(await row.count(), 0)
    assert.equal((await theirs.ask('GET', `conversations/${id}`)).status, 404)
  })
}
