// Without a mouse: everything of the inbox by keys, one tab stop for a list, and one always sees where one is.
import { judge } from '../lib/axe.mjs'
import { adoptPolicy, demo, OWNER, owner } from '../lib/client.mjs'
import { answerBox, rows } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

/** What has the focus, and whether one sees it. */
const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement
    const ring = (x) => {
      const s = getComputedStyle(x)
      return (s.outlineStyle !== 'none' && Number.parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'
    }
    let seen = false
    for (let x = e, up = 0; x && x !== document.body && up < 4; x = x.parentElement, up++) seen ||= ring(x)
    const marked = e.querySelector?.('[data-active]')
    return {
      role: e.getAttribute('role') ?? e.tagName.toLowerCase(),
      name: e.getAttribute('aria-label') ?? e.textContent?.slice(0, 40) ?? '',
      inList: Boolean(e.closest('[role=listbox]')),
      seen: seen || Boolean(marked),
    }
  })

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const page = await t.visitor(kith, 'keys')
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const at = () => new URL(page.url()).pathname.split('/')[3] ?? null
  const moved = async (key, from) => {
    await press(key)
    return until(`${key} moves`, () => at() !== from && at())
  }

  await t.step('signing in needs no mouse', async () => {
    await page.goto('/signin')
    await until('the field has the focus', async () => (await focused(page)).role === 'input')
    await page.keyboard.type(OWNER.email)
    await press('Tab')
    await page.keyboard.type(OWNER.password)
    await press('Enter')
    await page.waitForURL(/\/inbox\//)
    await rows(page).first().waitFor()
  })

  let first, second
  await t.step('j and k move through the list', async () => {
    first = await moved('j', null)
    second = await moved('j', first)
    assert.equal(await moved('k', second), first)
  })

  await t.step('? shows all keys, and Escape closes', async () => {
    await press('?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    await sheet.getByText('Hand over to a team').waitFor()
    await press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  await t.step('r writes a reply, n a note; Escape leaves the text and keeps the draft', async () => {
    await answerBox(page).waitFor()
    await press('r')
    await until('the answer has the focus', async () => (await focused(page)).name === 'Your answer')
    await page.keyboard.type('Half a th')
    await press('Escape')
    await until('the list has the focus', async () => (await focused(page)).role === 'listbox')
    await press('n')
    await until('the note has the focus', async () => (await focused(page)).name === 'Note')
    await press('Escape', 'r')
    await until('the draft is there', async () => (await answerBox(page).inputValue()) === 'Half a th')
    await press('Escape')
  })

  await t.step('a assigns by typing a name', async () => {
    await press('a')
    await page.getByRole('combobox', { name: 'Assign to' }).waitFor()
    await page.keyboard.type('Mara')
    await press('Enter')
    await until('Mara owns it', async () => (await client.get(`conversations/${first}`)).conversation.owner?.name === 'Mara Okafor')
  })

  await t.step('h hands over', async () => {
    await press('h')
    const dialog = page.getByRole('dialog', { name: 'Hand over to a team' })
    await dialog.waitFor()
    await until('the focus is in it', async () => dialog.evaluate((d) => d.contains(document.activeElement)))
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  await t.step('s snoozes, e marks as done: the next one follows', async () => {
    await press('s')
    const dialog = page.getByRole('dialog', { name: 'Snooze until' })
    await dialog.waitFor()
    await until('a choice has the focus', async () => (await focused(page)).role === 'button')
    await press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await until('it sleeps', async () => (await client.get(`conversations/${first}`)).conversation.status === 'snoozed')
    const now = await until('the next is open', () => at() !== first && at())
    await press('e')
    await until('it is done', async () => (await client.get(`conversations/${now}`)).conversation.status === 'done')
  })

  await t.step('f follows, g f lists that, and b keeps what is narrowed down as a view', async () => {
    const now = await until('one is open', at)
    await page.getByRole('button', { name: /^Follow/ }).waitFor()
    await press('f')
    await until('it is followed', async () => (await client.get(`conversations/${now}`)).followers.following)
    await press('g', 'f')
    await page.waitForURL(/\/inbox\/following/)
    await until('it is listed', async () => (await rows(page).count()) === 1)
    await page.goto('/inbox/all?kind=complaint')
    await rows(page).first().waitFor()
    const count = await rows(page).count()
    await press('b')
    await page.getByRole('dialog', { name: 'Save this view' }).waitFor()
    await until('the name has the focus', async () => (await focused(page)).role === 'input')
    await page.keyboard.type('Let down')
    await press('Enter')
    await page.waitForURL(/\/inbox\/saved-\d+/)
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: `Let down ${count}` }).waitFor()
    assert.equal(await rows(page).count(), count)
  })

  await t.step('x chooses two, w merges them; t talks something over beside, d reminds; posts are split off and taken back', async () => {
    const tabTo = async (name) => {
      for (let i = 0; i < 80; i++) {
        if ((await focused(page)).name.startsWith(name)) return
        await press('Tab')
      }
      assert.fail(`Tab never comes to ${name}`)
    }
    const home = async (id) => (await client.get(`conversations/${id}`)).conversation.id
    await page.goto('/inbox/questions')
    await rows(page).first().waitFor()
    // What was said in private, or is part of a storm, is merged with nothing.
    const nextOne = async (from) => {
      for (;;) {
        from = await moved('j', from)
        const { direct, storm } = (await client.get(`conversations/${from}`)).conversation
        if (!direct && !storm) return from
      }
    }
    const one = await nextOne(null)
    await press('x')
    const two = await nextOne(one)
    await press('x', 'w')
    await page.getByText('Merged. All of it stands in one conversation.').waitFor()
    const into = await home(one)
    assert.equal(await home(two), into)
    await until('it is open', () => at() === into)

    await page.getByRole('button', { name: 'Take back' }).first().waitFor()
    const talk = page.getByRole('dialog', { name: 'Talk something over' })
    const opens = async () => {
      await press('t')
      return talk.waitFor({ timeout: 3000 }).then(() => true, () => false)
    }
    await until('the merged conversation is there to talk about', opens)
    await until('the subject has the focus', async () => talk.evaluate((d) => document.activeElement?.tagName === 'INPUT' && d.contains(document.activeElement)))
    await page.keyboard.type('May we swap it?')
    assert.deepEqual(await judge(page, 'talk something over'), [])
    await press('Tab', 'Tab')
    await page.keyboard.type('@mara is that allowed?')
    await tabTo('Begin')
    await press('Enter')
    await page.getByRole('region', { name: 'Side talk: May we swap it?' }).getByText('is that allowed?').waitFor()

    await press('d')
    await page.getByRole('dialog', { name: 'Remind me' }).waitFor()
    await until('a choice has the focus', async () => (await focused(page)).role === 'button')
    await press('Enter')
    const remind = page.getByRole('dialog', { name: 'Remind me' }).getByRole('button', { name: 'Remind me', exact: true })
    await until('a time is chosen', () => remind.isEnabled())
    await tabTo('Remind me')
    await press('Enter')
    await until('a reminder is set', async () => (await client.get(`conversations/${into}`)).reminder?.unless_they_write)
    await page.getByRole('button', { name: /^Reminder/ }).waitFor()

    const posts = (await client.get(`conversations/${into}`)).posts.length
    await press('Control+k')
    await page.keyboard.type('Split posts')
    await page.getByRole('option', { name: /Split posts off/ }).waitFor()
    await press('Enter')
    const split = page.getByRole('dialog', { name: /Split off into/ })
    await split.getByRole('checkbox').first().waitFor()
    assert.deepEqual(await judge(page, 'split off'), [])
    await until('the last post has the focus', async () => {
      await press('Tab')
      return split.getByRole('checkbox').last().evaluate((e) => e === document.activeElement)
    })
    await press('Space')
    await tabTo('Split off')
    await press('Enter')
    const apart = await until('the new one is open', () => at() !== into && at())
    assert.equal((await client.get(`conversations/${apart}`)).posts.length, 1)
    assert.equal((await client.get(`conversations/${into}`)).posts.length, posts - 1)
    await page.getByRole('button', { name: 'Take back' }).waitFor()
    await tabTo('Take back')
    await press('Enter')
    await until('all is one again', async () => (await client.get(`conversations/${into}`)).posts.length === posts)
  })

  await t.step('Ctrl-K finds a command and a person; / searches', async () => {
    await press('Control+k')
    await page.getByRole('dialog', { name: 'Commands' }).waitFor()
    await page.keyboard.type('outb')
    await page.getByRole('option', { name: /Outbox/ }).waitFor()
    await press('Enter')
    await page.waitForURL(/\/outbox/)
    await press('Control+k')
    await page.keyboard.type('Ada Nw')
    const ada = page.getByRole('option', { name: /Ada Nwosu/ }).first()
    await until('Ada is the one marked', async () => {
      if ((await ada.getAttribute('aria-selected').catch(() => null)) === 'true') return true
      await press('ArrowDown')
      return false
    })
    await press('Enter')
    await page.waitForURL(/\/people\/\d+/)
    await page.getByRole('heading', { name: 'Ada Nwosu' }).waitFor()
    await press('/')
    await page.waitForURL(/\/search/)
    await until('the search has the focus', async () => (await focused(page)).role === 'input')
    await page.keyboard.type('battery')
    await press('Enter')
    await page.getByText(/battery/i).first().waitFor()
  })

  await t.step('a list is one tab stop, and each stop is seen', async () => {
    await page.goto('/inbox/all')
    await rows(page).first().waitFor()
    let lists = 0
    const unseen = []
    for (let i = 0; i < 60; i++) {
      await press('Tab')
      const now = await focused(page)
      if (now.role === 'body') break
      if (now.inList) lists++
      if (!now.seen) unseen.push(`${now.role} ${now.name}`)
    }
    assert.equal(lists, 1)
    assert.deepEqual(unseen, [])
  })
}
