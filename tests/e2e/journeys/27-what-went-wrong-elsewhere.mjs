// Failures that were published, each met by the guard that would have stopped it (docs/design/policy.md): what somebody
// typed in those years is typed here, and does not leave.
import { adoptPolicy, Client, colleague, demo, owner } from '../lib/client.mjs'
import { answerBox, button, sendButton } from '../lib/pages.mjs'
import { assert, until } from '../lib/wait.mjs'

const STOCK = "We'd be happy to review your account with you to address any concerns."

export default async function (t) {
  const kith = await t.kith()
  const client = await owner(kith)
  await adoptPolicy(client)
  await demo(client)
  const password = 'ten geese on a long lane'
  const jo = await colleague(client, kith, { name: 'Jo Pelham', email: 'jo@quillfeather.example', password })
  await jo.post('policy/acknowledge', { version: 1 })
  const page = await t.visitor(kith, 'owner')
  const [name, value] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, url: kith.url }])
  const { items } = await client.get('conversations?view=all&limit=100')
  const threads = await Promise.all(items.map(({ id }) => client.get(`conversations/${id}`)))
  const open = (words) => threads.find((one) => one.posts.some((post) => words.test(post.text)))
  let key = 0
  const send = (who, { conversation }, text) =>
    who.ask('POST', `conversations/${conversation.id}/reply`, {
      text,
      version: conversation.version + 99,
      key: `elsewhere-${++key}`,
      warnings_seen: true,
    })
  /** Types it as an answer to the thread; what the button then says, and what stands under the field. */
  const type = async (one, text, says, why) => {
    if (!page.url().endsWith(one.conversation.id)) await page.goto(`/inbox/all/${one.conversation.id}`)
    await answerBox(page).waitFor()
    await answerBox(page).fill(text)
    await until(`the button says ${says}`, async () => says.test(await sendButton(page).textContent()))
    if (why) await page.getByText(why).first().waitFor()
  }
  const charged = open(/charged twice/)

  await t.step('one sentence to many, by people on a script (a bank, 2013): the fourth is stopped, reworded or not', async () => {
    const others = threads.filter((one) => one.can_reply && one !== charged).slice(0, 3)
    for (const [i, one] of others.entries()) assert.equal((await send(i % 2 ? client : jo, one, STOCK)).status, 201)
    await type(charged, STOCK.replace("We'd", 'We would'), /^Stopped by a rule/, /do not send the same text to everybody/)
    assert.equal((await send(client, charged, STOCK)).status, 422)
    await type(charged, 'The second charge of Tuesday is on its way back to you.', /^Send/)
  })

  await t.step('thanks for mockery (an airline, 2013): stopped, with the words that mock', async () => {
    await type(open(/about that tariff. Typical/), 'Thank you for your feedback, we appreciate it!', /^Stopped by a rule/, /do not thank for insults and mockery/)
  })

  await t.step('a cheerful line beside a death (an insurer, 2012): a second person, and the tone is called out', async () => {
    await type(charged, 'So sorry your sister died in the crash! Have a great day! :)', /needs a second person/, /nothing is cheerful/)
  })

  await t.step('an offensive name repeated (a biscuit, 2014): stopped', async () => {
    await type(charged, 'Thanks, @sh1thead, the charge is on its way back.', /^Stopped by a rule/, /do not repeat offensive names/)
  })

  await t.step('a link that nobody looked at (an airline, 2014): called out, and it is looked at before it leaves', async () => {
    await type(charged, 'The second charge: https://example.com/refunds', /^Send anyway/, /look where a link leads/)
    await button(page, /Open it|Look where it leads/).first().waitFor()
  })

  await t.step('a private line from the public account (an aid agency, 2011): the button says who speaks, and where', async () => {
    await type(charged, 'The second charge of Tuesday is on its way back to you.', /^Send as Nadia to the demo microblog/)
    assert.match(await sendButton(page).getAttribute('title'), /^Goes out from @?quillfeather/i)
  })

  await t.step('a promise that nobody made (an airline, 2024): called out until it is recorded who does it by when', async () => {
    await type(charged, 'We will refund the second charge within 90 days.', /^Send anyway/, /No promise without a plan/)
  })

  await t.step('a program that speaks for us (a parcel service, 2024): refused, whatever its token may', async () => {
    const { secret } = await client.post('tokens', { name: 'bot', scopes: ['read', 'work', 'reply'], days: 1 })
    const answer = await fetch(new URL(`conversations/${charged.conversation.id}/reply`, client.base), {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'I am a useless bot.', version: 99, key: 'from-a-bot', warnings_seen: true }),
    })
    assert.equal(answer.status, 403)
  })

  await t.step('who left kept the keys (a record shop, 2013): everything ends at once, and keys never left the server', async () => {
    const { items: members } = await client.get('members')
    const leaving = members.find((m) => m.name === 'Jo Pelham')
    await client.want('PATCH', `members/${leaving.id}`, { status: 'left' })
    assert.equal((await jo.ask('GET', 'me')).status, 401)
    assert.equal((await send(jo, charged, 'We are all being let go.')).status, 401)
    const again = new Client(kith.url)
    assert.equal((await again.ask('POST', 'session', { email: 'jo@quillfeather.example', password })).status, 401)
    assert.doesNotMatch(JSON.stringify(await client.get('channels')), /password|secret|token/i)
  })

  await t.step('something leaves during a tragedy: with one switch nothing does, and the reason is said', async () => {
    const pause = await client.post('pauses', { scope: 'all', reason: 'A fire in the old town' })
    assert.equal((await send(client, charged, 'The second charge of Tuesday is back with you.')).body.type, 'urn:kith:problem:paused')
    await client.post(`pauses/${pause.id}/end`)
    assert.equal((await client.get('outbox?state=queued')).items.filter((o) => o.act === 'reply').length, 0)
  })
}
