// WordPress end to end, against a real one: a visitor comments, a member answers in the browser, the answer stands
// below the comment on the site; an edit and the trash of the site are seen here.
import { adoptPolicy, OWNER, owner, poll } from '../lib/client.mjs'
import { answer, button, openRow, ours, rows, signIn, thread } from '../lib/pages.mjs'
import { call, network } from '../lib/servers.mjs'
import { assert, until } from '../lib/wait.mjs'

export default async function (t) {
  const wp = await network(t, 'wordpress', 'KITH_TEST_WORDPRESS', 1)
  const [admin, visitor] = wp.accounts
  const stamp = Date.now().toString(36)
  const as = (who) => `${who.user}:${who.app_password}`
  const kith = await t.kith({ 'allow-private': wp.allow_private.join(',') })
  const client = await owner(kith)
  await adoptPolicy(client)
  const page = await t.visitor(kith, 'owner')
  await signIn(page, OWNER)

  await t.step('the site is connected with an application password', async () => {
    await page.goto('/channels')
    await button(page, 'Connect a channel').first().click()
    const form = page.getByRole('dialog')
    await button(form, /^WordPress/).click()
    await form.getByLabel('Address of the site').fill(wp.url)
    await form.getByLabel(/^User/).fill(admin.user)
    await form.getByLabel('Application password').fill(admin.app_password)
    await form.getByLabel('Name in Kith').fill('Our blog')
    await button(form, 'Connect WordPress').click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Our blog' }).waitFor()
  })

  let comment
  await t.step('the comment of a visitor appears in the open inbox', async () => {
    await page.goto('/inbox/all')
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    comment = await call('POST', restUrl(wp, 'wp/v2/comments'), {
      basic: as(visitor),
      body: { post: wp.post, content: `Which bulb suits a 1978 lamp? (${stamp})` },
    })
    await until('the comment is in the list', async () => {
      await poll(client)
      const fresh = button(page, /^\d+ new$/)
      if (await fresh.isVisible()) await fresh.click()
      return (await rows(page).filter({ hasText: stamp }).count()) > 0
    })
  })

  const says = `A 6 volt one with a 10 mm thread. Bring the old one and we compare. (${stamp})`
  await t.step('a member answers, and the answer stands below the comment on the site', async () => {
    await openRow(page, stamp)
    await answer(page, says)
    await ours(page, 'Bring the old one').first().waitFor()
    const found = await until('the site shows the answer', async () => {
      const list = await call('GET', restUrl(wp, `wp/v2/comments?parent=${comment.id}`))
      return list.length > 0 && list
    })
    assert.equal(found.length, 1)
    assert.match(found[0].content.rendered, /A 6 volt one with a 10 mm thread/)
    assert.equal(found[0].author_name, (await call('GET', restUrl(wp, 'wp/v2/users/me'), { basic: as(admin) })).name)
  })

  await t.step('an edit on the site shows, and how it was before', async () => {
    await call('POST', restUrl(wp, `wp/v2/comments/${comment.id}`), {
      basic: as(admin),
      body: { content: `Which bulb suits a 1979 lamp? (${stamp})` },
    })
    await until('the edit is here', async () => {
      await poll(client)
      return thread(page).getByText('a 1979 lamp').first().isVisible()
    })
    await button(thread(page), /Edited once/).click()
    await thread(page).getByText('a 1978 lamp').waitFor()
  })

  await t.step('what goes to the trash of the site is marked as deleted', async () => {
    await call('DELETE', restUrl(wp, `wp/v2/comments/${comment.id}`), { basic: as(admin) })
    await until('the deletion is here', async () => {
      await poll(client)
      return thread(page).getByText(/Deleted on its network/).first().isVisible()
    })
  })
}

const restUrl = (wp, path) => {
  const [route, query] = path.split('?')
  const base = wp.api.endsWith('/') ? wp.api.slice(0, -1) : wp.api
  const joined = `${base}/${route}`
  return query ? `${joined}${joined.includes('?') ? '&' : '?'}${query}` : joined
}
