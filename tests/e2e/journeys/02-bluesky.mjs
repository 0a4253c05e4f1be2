// Bluesky end to end, against the network's own servers: Bob speaks to us there, a member answers in the browser, and
// what Bob then finds on the network is a proper reply.
import { adoptPolicy, OWNER, owner, poll } from '../lib/client.mjs'
import { answerBox, button, openRow, ours, rows, signIn } from '../lib/pages.mjs'
import { call, network } from '../lib/servers.mjs'
import { assert, until } from '../lib/wait.mjs'

export default async function (t) {
  const sky = await network(t, 'atproto', 'KITH_TEST_BLUESKY', 6)
  const [alice, bob] = sky.accounts
  const stamp = Date.now().toString(36)
  const asks = `@${alice.handle} Does the café bike fit through an 80 cm door? (${stamp})`
  const says = `Yes, with 5 cm left 🚲 See the drawing at https://quillfeather.example/door, @${bob.handle} (${stamp})`
  const xrpc = (method, options) => call(options?.body ? 'POST' : 'GET', `${sky.url}/xrpc/${method}`, options)
  const session = await xrpc('com.atproto.server.createSession', {
    body: { identifier: bob.handle, password: bob.app_password },
  })
  const kith = await t.kith({ 'allow-private': sky.allow_private.join(',') })
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner')
  await signIn(page, OWNER)

  await t.step('a wrong app password is refused in words, the right one connects the channel', async () => {
    await page.goto('/channels')
    await button(page, 'Connect a channel').first().click()
    const form = page.getByRole('dialog')
    await button(form, /^Bluesky/).click()
    await form.getByLabel('Handle').fill(alice.handle)
    await form.getByLabel('App password').fill('aaaa-bbbb-cccc-dddd')
    await form.getByLabel('Service').fill(sky.url)
    await button(form, 'Connect Bluesky').click()
    await form.getByRole('alert').waitFor()
    await form.getByLabel('App password').fill(alice.app_password)
    await button(form, 'Connect Bluesky').click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: new RegExp(alice.handle) }).waitFor()
  })

  let asked
  await t.step('a mention on the network appears in the open inbox', async () => {
    await page.goto('/inbox/all')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    asked = await xrpc('com.atproto.repo.createRecord', {
      token: session.accessJwt,
      body: {
        repo: bob.did,
        collection: 'app.bsky.feed.post',
        record: {
          $type: 'app.bsky.feed.post',
          text: asks,
          langs: ['en'],
          createdAt: new Date().toISOString(),
          facets: [
            {
              index: { byteStart: 0, byteEnd: Buffer.byteLength(`@${alice.handle}`) },
              features: [{ $type: 'app.bsky.richtext.facet#mention', did: alice.did }],
            },
          ],
        },
      },
    })
    await until('the mention is in the list', async () => {
      await poll(client)
      const fresh = button(page, /^\d+ new$/)
      if (await fresh.isVisible()) await fresh.click()
      return (await rows(page).filter({ hasText: stamp }).count()) > 0
    })
  })

  await t.step('a member answers in the browser', async () => {
    await openRow(page, stamp)
    await answerBox(page).fill(says)
    await page.getByText('You have not looked where this leads.').first().waitFor()
    await button(page, /^Send anyway/).click()
    await ours(page, stamp).filter({ hasText: 'See the drawing' }).first().waitFor()
    await until('the answer is sent', async () => {
      const { items } = await client.get('outbox')
      assert.notEqual(items[0]?.state, 'failed', items[0]?.error_text)
      return items[0]?.state === 'sent'
    })
  })

  await t.step('the network has it once, below the mention, with its link and mention marked', async () => {
    const found = await until('the post is in the repository of Alice', async () => {
      const { records } = await xrpc(
        `com.atproto.repo.listRecords?repo=${alice.did}&collection=app.bsky.feed.post&limit=50`,
      )
      const same = records.filter((r) => r.value.text === `${says} ^NR`)
      return same.length > 0 && same
    })
    assert.equal(found.length, 1)
    const { reply, facets, text } = found[0].value
    assert.equal(reply.parent.uri, asked.uri)
    assert.equal(reply.parent.cid, asked.cid)
    assert.equal(reply.root.uri, asked.uri)
    const bytes = Buffer.from(text)
    const marked = facets.map(({ index, features }) => [
      bytes.subarray(index.byteStart, index.byteEnd).toString(),
      features[0].uri ?? features[0].did,
    ])
    assert.deepEqual(
      marked.sort(),
      [
        ['https://quillfeather.example/door', 'https://quillfeather.example/door'],
        [`@${bob.handle}`, bob.did],
      ].sort(),
    )
  })
}
