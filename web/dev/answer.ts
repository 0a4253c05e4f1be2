// answer: what the invented world says to a request. Small on purpose: enough to look at screens.
import * as world from './world.ts'

interface Answer {
  status: number
  data?: unknown
}
type Input = Record<string, unknown>

const list = (items: unknown[]) => ({ items, next: null })
let signedIn = true

function conversation(id: string, input: Input) {
  const at = world.conversations.findIndex((c) => c.id === id)
  const now = world.conversations[at]
  if (!now) return { status: 404, data: { type: '/problems/not-found', title: 'Not found', status: 404 } }
  const owner =
    input.owner_id === undefined ? now.owner : (world.members.find((m) => m.id === input.owner_id) ?? null)
  const next = { ...now, ...input, owner, version: now.version + 1 }
  world.conversations[at] = next
  return { status: 200, data: next }
}

const VIEW_OF: Record<string, (c: (typeof world.conversations)[number]) => boolean> = {
  mine: (c) => c.status === 'open' && c.owner?.id === 'm1',
  unassigned: (c) => c.status === 'open' && !c.owner,
  leads: (c) => c.status === 'open' && c.kind === 'lead',
  complaints: (c) => c.status === 'open' && c.kind === 'complaint',
  questions: (c) => c.status === 'open' && c.kind === 'question',
  storms: (c) => c.storm !== null,
  snoozed: (c) => c.status === 'snoozed',
  done: (c) => c.status === 'done',
  team: () => false,
}

function read(path: string, url: URL): unknown {
  const parts = path.split('/')
  const q = url.searchParams
  switch (parts[0]) {
    case 'start':
      return {
        needs_owner: false,
        passkeys: false,
        providers: [],
        demo: true,
        version: '0.1.0',
        organisation: 'Northwind Roasters',
        locale: '',
      }
    case 'me':
      return parts[1] === 'mentions'
        ? list(world.mentions)
        : parts[1] === 'sessions'
          ? list([
              {
                id: 's1',
                user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0',
                address: '127.0.0.1',
                current: true,
                created_at: world.ago(99),
                last_seen_at: world.ago(1),
                expires_at: world.ago(-9999),
              },
              {
                id: 's2',
                user_agent: 'Mozilla/5.0 (iPhone) Safari/605',
                address: '192.0.2.7',
                current: false,
                created_at: world.ago(999),
                last_seen_at: world.ago(300),
                expires_at: world.ago(-9999),
              },
            ])
          : world.me
    case 'views':
      return list(world.views)
    case 'saved-views':
      return list(world.savedViews)
    case 'status':
      return world.status
    case 'home':
      return world.homeOf(Number(q.get('days') ?? 7))
    case 'conversations': {
      if (parts[1] && parts[2] === 'kin') return list([])
      if (parts[1])
        return parts[2] === 'presence' ? list(world.threadOf(parts[1]).presence) : world.threadOf(parts[1])
      const fits = VIEW_OF[q.get('view') ?? 'all'] ?? ((c) => c.status === 'open')
      return list(world.conversations.filter(fits))
    }
    case 'storms':
      return world.storm
    case 'members':
      return list(world.members)
    case 'teams':
      return list(
        world.views.flatMap((v) =>
          v.team ? [{ ...v.team, members: 2, demo: true, created_at: world.ago(999) }] : [],
        ),
      )
    case 'labels':
      return list(world.labels)
    case 'channels':
      return list(world.channels)
    case 'networks':
      return list(world.networks)
    case 'people':
      return parts[2] ? list(world.timeline) : parts[1] ? world.personOf(parts[1]) : list(world.allPeople)
    case 'search':
      return list(world.hits(q.get('q') ?? ''))
    case 'outbox':
      return list(world.outboxItems.filter((o) => !q.get('state') || o.state === q.get('state')))
    case 'policy':
      if (parts[1] === 'starter') return { locale: 'en', text: world.policy.text, rules: world.policy.rules }
      if (parts[1] === 'versions') return list([world.policy, { ...world.policy, version: 1 }])
      if (parts[1] === 'acknowledgements')
        return list(
          world.members.map((m, i) => ({
            member: m,
            version: i < 3 ? 2 : 1,
            at: world.ago(60 * 30 * (i + 1)),
          })),
        )
      return { policy: world.policy, checks: world.policy.rules }
    case 'imports':
      return parts[2] === 'sample'
        ? world.sample
        : parts[1]
          ? world.importRuns.find((r) => r.id === parts[1])
          : list(world.importRuns)
    case 'settings':
      return {
        organisation: 'Northwind Roasters',
        locale: '',
        escalate_minutes: 60,
        acknowledge: false,
        may_acknowledge: true,
        updated_at: null,
      }
    case 'demo':
      return { present: true, members: 4, channels: 3, conversations: 56, posts: 214, people: 10 }
    case 'tokens':
      return list(world.tokens)
    case 'invitations':
      return list([
        {
          id: 'i1',
          email: 'sam@northwind.example',
          role: 'agent',
          team: null,
          created_by: world.members[0],
          created_at: world.ago(60),
          expires_at: world.ago(-9000),
          url: null,
        },
      ])
    case 'invitation':
      return {
        organisation: 'Northwind Roasters',
        email: null,
        role: 'agent',
        invited_by: 'Mara Köhler',
        team: { id: 't2', name: 'Support', kind: 'support' },
        expires_at: world.ago(-9000),
      }
    case 'audit':
      return parts[1] === 'verify'
        ? {
            whole: true,
            checked: 412,
            first_bad: null,
            text: 'The chain is whole: 412 entries.',
            head: '9f2c6a51d0',
          }
        : list(world.audit)
    case 'handoffs':
      return list([])
    case 'posts':
      return parts[2] === 'trace' ? world.trace : world.threadOf('v2').posts[0]
    default:
      return null
  }
}

export function answer(method: string, url: URL, input: unknown): Answer {
  const path = url.pathname.replace('/api/v1/', '')
  const body = (input ?? {}) as Input
  if (path === 'session') {
    signedIn = method === 'POST'
    return method === 'POST' ? { status: 200, data: world.me } : { status: 204 }
  }
  if (path === 'me' && !signedIn)
    return { status: 401, data: { type: '/problems/signed-out', title: 'Sign in', status: 401 } }
  if (method === 'GET') {
    const data = read(path, url)
    return data === null || data === undefined
      ? { status: 404, data: { type: '/problems/not-found', title: 'Not found', status: 404 } }
      : { status: 200, data }
  }
  const [noun, id, act] = path.split('/')
  if (noun === 'conversations' && id && !act) return conversation(id, body)
  if (act === 'check') return { status: 200, data: world.checkOf(String(body.text ?? '')) }
  if (act === 'draft')
    return method === 'PUT'
      ? {
          status: 200,
          data: {
            conversation_id: id,
            reply_to_id: null,
            member: null,
            text: body.text,
            updated_at: world.ago(0),
          },
        }
      : { status: 204 }
  if (act === 'notes')
    return {
      status: 201,
      data: {
        id: `n${Date.now()}`,
        conversation_id: id,
        member: world.members[0],
        text: body.text,
        created_at: world.ago(0),
      },
    }
  return { status: 204 }
}
