// client: the API as a script uses it, to prepare what a journey is not about and to look behind the page.
import { until } from './wait.mjs'

export class Client {
  constructor(url) {
    this.base = new URL('/api/v1/', url)
    this.cookie = ''
    this.csrf = ''
  }

  /** Gives {status, body}; body is the JSON, or the text of an answer of another kind. */
  async ask(method, path, body) {
    const headers = { cookie: this.cookie, origin: this.base.origin }
    if (this.csrf) headers['x-csrf-token'] = this.csrf
    const raw = body instanceof FormData || body instanceof Blob
    if (body instanceof Blob) headers['content-type'] = 'application/octet-stream'
    else if (body !== undefined && !raw) headers['content-type'] = 'application/json'
    const answer = await fetch(new URL(path, this.base), {
      method,
      headers,
      body: body === undefined || raw ? body : JSON.stringify(body),
    })
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('kith_session='))
    if (cookie) this.cookie = cookie.split(';')[0]
    const text = await answer.text()
    const json = /[/+]json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, body: json && text ? JSON.parse(text) : text }
  }

  async want(method, path, body) {
    const answer = await this.ask(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  get(path) {
    return this.want('GET', path)
  }

  post(path, body = {}) {
    return this.want('POST', path, body)
  }

  async signIn(email, password) {
    const me = await this.post('session', { email, password })
    this.csrf = me.csrf
    return me
  }
}

export const OWNER = {
  name: 'Nadia Reyes',
  email: 'nadia@quillfeather.example',
  password: 'ten geese on a long lane',
  organisation: 'Quillfeather',
}

/** The first account, made by the API. */
export async function owner(kith) {
  const client = new Client(kith.url)
  const me = await client.post('start/owner', { code: kith.code(), locale: 'en', ...OWNER })
  client.csrf = me.csrf
  return client
}

/** The starter policy, adopted: nothing hangs over the other screens. */
export async function adoptPolicy(client, locale = 'en') {
  const starter = await client.get(`policy/starter?locale=${locale}`)
  await client.post('policy', { text: starter.text, sponsor: OWNER.name })
  if ((await client.get('me')).policy.needs_acknowledgement) await client.post('policy/acknowledge')
}

export async function demo(client) {
  await client.post('demo')
  return until('the demo is in the inbox', async () => {
    const { items } = await client.get('conversations?view=all')
    return items.length > 0 && items
  })
}

/** A colleague, invited by a link and joined, all by the API. */
export async function colleague(client, kith, { name, email, password, role = 'agent', team }) {
  const invitation = await client.post('invitations', { role, email, ...(team && { team_id: team }) })
  const token = invitation.url.split('/').pop()
  const theirs = new Client(kith.url)
  const me = await theirs.post(`invitation/${token}`, { name, password, locale: 'en' })
  theirs.csrf = me.csrf
  theirs.member = me.member
  return theirs
}

/** Asks all channels to look now instead of in a minute: what "Look now" on the page does. */
export async function poll(client) {
  const { items } = await client.get('channels')
  for (const { id } of items) await client.post(`channels/${id}/poll`)
}
