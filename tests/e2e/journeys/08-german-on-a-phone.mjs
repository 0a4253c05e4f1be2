// In German, 390 pixels wide: every screen without an English sentence and without scrolling sideways; what the server
// itself says is German too.
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { button } from '../lib/pages.mjs'
import { overflow, SCREENS, show } from '../lib/screens.mjs'
import { assert, until } from '../lib/wait.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, locale: 'de-DE', hasTouch: true }
// Words of English sentences that no German one has. What people wrote says them too: it is left out.
const ENGLISH = /\b(the|is|are|of|and|you|your|with|not|for|has|have|this|that|they|from|until|since|waits|asks|wants)\b/i

/** What Kith itself says on the page: the texts without posts, names, rules of the policy and fields. */
const ownWords = (page) =>
  page.evaluate(() => {
    const theirs =
      '[lang]:not(html), [role=option] [class*=words], [role=option] [class*=name], [class*=said], [class*=quote], [class*=excerpt], [class*=bio], ' +
      '[class*=ask], [class*=subject], [class*=first] > [class*=words], blockquote, mark, pre, kbd, code, input, textarea, script, style, [data-theirs]'
    const found = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const node = walk.currentNode
      const text = node.textContent.trim()
      if (text && !node.parentElement.closest(theirs)) found.push(text)
    }
    for (const e of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      if (!e.closest(theirs))
        for (const name of ['aria-label', 'title', 'placeholder']) if (e.getAttribute(name)) found.push(e.getAttribute(name))
    return found
  })

const strings = (value) =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(strings) : []

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client, 'de')
  await demo(client)
  await client.want('PATCH', 'me', { locale: 'de' })
  const page = await t.visitor(kith, 'phone', PHONE)
  const english = []
  const wide = []
  // What people and members wrote, in whatever language, wherever it stands: whole, or a piece of it.
  const { items } = await client.get('conversations?view=all&limit=100')
  const people = await client.get('people?limit=100')
  const threads = await Promise.all(items.map((c) => client.get(`conversations/${c.id}`)))
  const { items: channels } = await client.get('channels')
  const records = await Promise.all(people.items.map((p) => client.get(`people/${p.id}/records`)))
  const { items: segments } = await client.get('segments')
  const { items: organizations } = await client.get('people?kind=organization&limit=100')
  const { items: slips } = await client.get('relationships/slipping?limit=100')
  const { items: bad } = await client.get('relationships/recovery?limit=100')
  const { policy } = await client.get('policy')
  const theirs = [
    ...strings(records).filter((text) => text.trim().includes(' ')),
    ...threads.flatMap((one) => [
      ...one.posts.flatMap((post) => [post.text, ...post.understood.map((u) => u.phrase)]),
      ...one.handoffs.map((h) => h.ask),
      ...(one.person?.identities ?? []).map((who) => who.bio),
    ]),
    ...people.items.map((p) => p.name),
    ...channels.map((c) => c.name),
    ...segments.map((s) => s.name),
    ...organizations.map((o) => o.name),
    ...slips.flatMap((s) => s.topics.map((one) => one.text)),
    ...bad.map((b) => b.title),
    ...policy.rules.flatMap((rule) => rule.examples.map((one) => one.text)),
    OWNER.organisation,
  ].map((text) => text?.replace(/\s+/g, ' ').trim())
  const isTheirs = (text) => {
    const flat = text.replace(/\s+/g, ' ')
    const quoted = /[“„"](.{3,}?)["”“]/.exec(flat)?.[1]?.trim()
    return theirs.some((one) => one && (one.includes(flat) || flat.includes(one) || (quoted && one.includes(quoted))))
  }
  const look = async (name) => {
    // The demo's people go on writing meanwhile.
    const said = name === 'search' ? (await client.get('search?q=battery')).items.map((hit) => hit.excerpt.replace(/\s+/g, ' ')) : []
    const beyond = await overflow(page)
    if (beyond) wide.push(`${name}: ${beyond}`)
    for (const text of await ownWords(page))
      if (ENGLISH.test(text) && !isTheirs(text) && !said.some((one) => one.includes(text))) english.push(`${name}: ${text.slice(0, 120)}`)
  }

  await t.step('one signs in, and the member\'s language holds whatever the browser says', async () => {
    await page.goto('/signin')
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await look('signin')
    await page.getByLabel('E-Mail').fill(OWNER.email)
    await page.getByLabel('Passwort', { exact: true }).fill('not my password')
    await button(page, 'Anmelden').click()
    await page.getByText('Die Adresse oder das Passwort stimmt nicht.').first().waitFor()
    await page.getByLabel('Passwort', { exact: true }).fill(OWNER.password)
    await button(page, 'Anmelden').click()
    await page.waitForURL(/\/inbox\//)
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  })

  await t.step('every screen fits, and none says an English sentence', async () => {
    for (const name of Object.keys(SCREENS)) {
      await show(page, name)
      await look(name)
    }
    assert.deepEqual(wide, [])
    assert.deepEqual(english, [])
  })

  await t.step('reasons, evidence and health come from the server in German', async () => {
    await page.goto('/inbox/complaints')
    await page.getByRole('option').filter({ hasText: /Beschwert sich · / }).first().waitFor()
    const { items: known } = await client.get('people?limit=1')
    await page.goto(`/people/${known[0].id}`)
    await page.getByText(/wir haben noch nicht geantwortet\.|Gespräch(e)? in beide Richtungen|Gespräche an \d+ Tagen|noch keiner hat dem anderen/).first().waitFor()
    await page.goto('/audit')
    await button(page, 'Kette prüfen').click()
    await page.getByText(/^Alle \d+ Einträge passen zusammen\./).waitFor()
  })

  await t.step('the language is changed in the settings, and the lists speak it at once', async () => {
    await page.goto('/settings')
    await page.getByText('English', { exact: true }).click()
    await until('the page is English', () => page.evaluate(() => document.documentElement.lang === 'en'))
    await page.goto('/inbox/complaints')
    await page.getByRole('option').filter({ hasText: /Has a complaint · / }).first().waitFor()
  })
}
