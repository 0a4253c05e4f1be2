// world: invented data for looking at screens and for unit tests, typed like the server's answers. Never in a build.
import type {
  AuditEntry,
  Channel,
  Check,
  Conversation,
  Handoff,
  Home,
  Identity,
  Import,
  ImportSample,
  Me,
  Member,
  MemberRef,
  Mention,
  Network,
  Note,
  OutboxItem,
  Person,
  PersonRef,
  Policy,
  Post,
  SavedView,
  SearchHit,
  Status,
  Storm,
  Thread,
  TimelineEntry,
  Token,
  Trace,
  View,
} from '../src/api/schema.gen.ts'

const NOW = Date.now()
export const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString()
const inMinutes = (minutes: number) => ago(-minutes)

const team = (id: string, name: string, kind: Member['teams'][number]['kind']) => ({ id, name, kind })
const sales = team('t1', 'Sales', 'sales')
const support = team('t2', 'Support', 'support')
const care = team('t3', 'Community', 'marketing')

const member = (
  id: string,
  name: string,
  handle: string,
  role: Member['role'],
  teams: Member['teams'],
): Member => ({
  id,
  name,
  handle,
  email: `${handle}@northwind.example`,
  role,
  status: 'active',
  sign: `^${name.slice(0, 1)}${name.split(' ')[1]?.slice(0, 1) ?? ''}`,
  teams,
  demo: true,
  created_at: ago(60 * 24 * 90),
  last_seen_at: ago(12),
})
export const members: Member[] = [
  member('m1', 'Mara Köhler', 'mara', 'owner', [care]),
  member('m2', 'Jo Adeyemi', 'jo', 'manager', [support]),
  member('m3', 'Tomás Rivera', 'tomas', 'agent', [sales]),
  member('m4', 'Ines Park', 'ines', 'agent', [support, care]),
]
const ref = (m: Member | undefined): MemberRef => ({
  id: m?.id ?? '',
  name: m?.name ?? '',
  handle: m?.handle ?? '',
})
const [mara, jo, tomas, ines] = members.map(ref) as [MemberRef, MemberRef, MemberRef, MemberRef]

const channelRef = {
  bluesky: { id: 'c1', name: '@northwind', network: 'bluesky' },
  blog: { id: 'c2', name: 'Roasting notes', network: 'wordpress' },
  feed: { id: 'c3', name: 'Coffee press', network: 'feed' },
}
const channel = (
  over: Partial<Channel> & Pick<Channel, 'id' | 'network' | 'network_title' | 'name'>,
): Channel => ({
  handle: '',
  address: '',
  region: '',
  retention_days: 0,
  config: {},
  status: 'active',
  health: 'well',
  health_text: 'Working.',
  error_slug: null,
  error_text: null,
  last_success_at: ago(1),
  last_item_at: ago(14),
  last_error_at: null,
  next_poll_at: inMinutes(1),
  created_at: ago(60 * 24 * 42),
  failures: 0,
  lag_seconds: 21,
  heard: 84,
  told: 31,
  can_reply: true,
  can_acknowledge: false,
  acknowledge: true,
  may_see: true,
  may_direct: true,
  may_send: true,
  demo: true,
  created_by: mara,
  ...over,
})
export const channels: Channel[] = [
  channel({
    id: 'c1',
    network: 'bluesky',
    network_title: 'Bluesky',
    name: '@northwind',
    handle: '@northwind.example',
    address: 'https://bsky.social',
  }),
  channel({
    id: 'c2',
    network: 'wordpress',
    network_title: 'WordPress',
    name: 'Roasting notes',
    address: 'https://blog.northwind.example',
    health: 'stopped',
    status: 'stopped',
    health_text:
      'The site refuses the application password. Make a new one under Users, Profile, and connect again.',
    error_slug: 'net_auth',
    last_success_at: ago(190),
    last_error_at: ago(4),
    failures: 7,
    heard: 22,
    told: 19,
    lag_seconds: 95,
  }),
  channel({
    id: 'c3',
    network: 'feed',
    network_title: 'Feed',
    name: 'Coffee press',
    address: 'https://press.example/feed.xml',
    can_reply: false,
    heard: 9,
    told: 0,
    lag_seconds: 640,
    health: 'troubled',
    health_text: 'The feed was last read 3 hours ago; it is usually read every 15 minutes.',
  }),
]

export const networks: Network[] = [
  {
    network: 'bluesky',
    title: 'Bluesky',
    summary: 'Mentions, replies and quotes of one account; answers go out as it.',
    can_reply: true,
    can_edit: false,
    can_delete: true,
    is_public: true,
    limits: { graphemes: 300, bytes: 3000 },
    depth: 0,
    poll_seconds: 30,
    fields: [
      {
        name: 'handle',
        label: 'Handle',
        help: 'The account that Kith speaks as.',
        placeholder: 'you.bsky.social',
        or_else: null,
        required: true,
        secret: false,
      },
      {
        name: 'password',
        label: 'App password',
        help: 'Make one in Bluesky under Settings, Privacy and security, App passwords.',
        placeholder: 'xxxx-xxxx-xxxx-xxxx',
        or_else: null,
        required: true,
        secret: true,
      },
      {
        name: 'service',
        label: 'Server',
        help: null,
        placeholder: null,
        or_else: 'https://bsky.social',
        required: false,
        secret: false,
      },
    ],
  },
  {
    network: 'wordpress',
    title: 'WordPress',
    summary: 'Comments of a site; answers go out as comments.',
    can_reply: true,
    can_edit: true,
    can_delete: true,
    is_public: true,
    limits: { graphemes: 0, bytes: 0 },
    depth: 0,
    poll_seconds: 60,
    fields: [
      {
        name: 'site',
        label: 'Site',
        help: 'The address of the site.',
        placeholder: 'https://blog.example.org',
        or_else: null,
        required: true,
        secret: false,
      },
      {
        name: 'user',
        label: 'User',
        help: null,
        placeholder: null,
        or_else: null,
        required: true,
        secret: false,
      },
      {
        name: 'password',
        label: 'Application password',
        help: 'Users, Profile, Application Passwords.',
        placeholder: null,
        or_else: null,
        required: true,
        secret: true,
      },
    ],
  },
  {
    network: 'feed',
    title: 'Feed',
    summary: 'RSS, Atom or JSON Feed; the address of a page is enough.',
    can_reply: false,
    can_edit: false,
    can_delete: false,
    is_public: true,
    limits: { graphemes: 0, bytes: 0 },
    depth: 0,
    poll_seconds: 900,
    fields: [
      {
        name: 'url',
        label: 'Address',
        help: 'Of the feed, or of a page that has one.',
        placeholder: 'https://example.org',
        or_else: null,
        required: true,
        secret: false,
      },
    ],
  },
]

type Stage = PersonRef['stage']
const person = (id: string, name: string, handle: string, stage: Stage): PersonRef => ({
  id,
  name,
  handle,
  avatar_url: null,
  stage,
})
const people: PersonRef[] = [
  person('p1', 'Lena Brandt', '@lena.brews', 'dialogue'),
  person('p2', 'Café Aurora', '@aurora.cafe', 'contact'),
  person('p3', 'Rafael Ortiz', '@rafa', 'connection'),
  person('p4', 'Priya Raman', '@priya.pours', 'advocate'),
  person('p5', 'Hendrik de Wit', '@hdw', 'loyal'),
  person('p6', 'Sofie Lindqvist', '@sofie', 'relationship'),
  person('p7', 'Marcus Bell', '@marcusb', 'dormant'),
  person('p8', 'Yuki Tanaka', '@yuki', 'contact'),
  person('p9', 'Bread & Bean Hotel', '@breadbean', 'dialogue'),
  person('p10', 'Olu Martins', '@olu', 'connection'),
]

const label = (id: string, name: string, colour: 'red' | 'blue' | 'green' | 'violet' | 'orange') => ({
  id,
  name,
  colour,
})
export const labels = [
  label('l1', 'wholesale', 'blue'),
  label('l2', 'delivery', 'orange'),
  label('l3', 'praise to share', 'green'),
  label('l4', 'grinder', 'violet'),
]

interface Seed {
  p: number
  words: string
  reason: string
  kind: Conversation['kind']
  priority: number
  wait: number | null
  ch?: keyof typeof channelRef
  owner?: MemberRef
  deadline?: number
  storm?: { posts: number; authors: number }
  labels?: number[]
}
const seeds: Seed[] = [
  {
    p: 1,
    words:
      'We run 40 covers a day and our supplier just let us down. Could you deliver 12 kg a week from March?',
    reason: 'Wants to buy · hotel trade · waits 38 min',
    kind: 'lead',
    priority: 910,
    wait: 38,
    deadline: 22,
    labels: [0],
  },
  {
    p: 0,
    words: 'Third bag in a row with a torn seal. I love this coffee but this is getting silly.',
    reason: 'Complains again · talked with us twice · waits 3 h',
    kind: 'complaint',
    priority: 860,
    wait: 190,
    owner: jo,
    labels: [1],
  },
  {
    p: 8,
    words: 'Is the decaf back in stock before the weekend? Our guests keep asking.',
    reason: 'Asks for help · talked with us twice · waits 5 h',
    kind: 'question',
    priority: 720,
    wait: 310,
  },
  {
    p: 2,
    words: 'your "ethical" beans cost more than my rent, congrats',
    reason: 'Storm of mockery · same words from 29 people',
    kind: 'other',
    priority: 610,
    wait: 400,
    storm: { posts: 34, authors: 29 },
  },
  {
    p: 3,
    words: 'Brought three friends to the tasting and all three left with a subscription. You are welcome.',
    reason: 'Praise by an advocate · brought others before',
    kind: 'praise',
    priority: 560,
    wait: 55,
    owner: mara,
    labels: [2],
  },
  {
    p: 5,
    words: 'Which grind setting would you take for a moka pot with the Huila?',
    reason: 'Asks for help · in a relationship · waits 1 h',
    kind: 'question',
    priority: 540,
    wait: 72,
    ch: 'blog',
    labels: [3],
  },
  {
    p: 4,
    words: 'Order 4471 arrived, and the missing bag was in it. That is how it should be done. Thank you, Jo.',
    reason: 'Answers us · loyal customer · recovered',
    kind: 'praise',
    priority: 430,
    wait: null,
    owner: jo,
  },
  {
    p: 7,
    words: 'Do you ship to Hokkaido?',
    reason: 'Asks for help · first contact · waits 2 d',
    kind: 'question',
    priority: 410,
    wait: 60 * 50,
  },
  {
    p: 6,
    words: 'Used to buy here every month. The new blend is not for me.',
    reason: 'Was a customer · silent for 8 months',
    kind: 'complaint',
    priority: 390,
    wait: 60 * 27,
  },
  {
    p: 9,
    words: 'Nice article on washed against natural. One question about the fermentation times.',
    reason: 'Asks for help · first contact',
    kind: 'question',
    priority: 330,
    wait: 60 * 9,
    ch: 'blog',
  },
]
const more: Seed[] = Array.from({ length: 46 }, (_, i) => ({
  p: i % people.length,
  words:
    [
      'Reading your roasting notes on the train, thank you for writing them.',
      'Is there a shop in Leiden that has your espresso?',
      'The subscription page shows an error after the address.',
      'Ordered on Monday, here on Wednesday. Lovely.',
    ][i % 4] ?? '',
  reason:
    ['First contact', 'Asks for help · first contact', 'Complains · first contact', 'Praise · contact'][
      i % 4
    ] ?? '',
  kind: (['other', 'question', 'complaint', 'praise'] as const)[i % 4] ?? 'other',
  priority: 310 - i * 6,
  wait: i % 3 === 0 ? null : 60 * (10 + i * 5),
  ch: i % 5 === 0 ? 'blog' : undefined,
}))

export const storm: Storm = {
  id: 's1',
  head_id: 'v4',
  about: '',
  sample: 'your "ethical" beans cost more than my rent, congrats',
  posts: 34,
  authors: 29,
  first_at: ago(400),
  last_at: ago(12),
  last_hour: 4,
  peak: 17,
  peak_at: ago(390),
  reach: 18400,
  reach_known: 21,
  decided: 'grown',
  decided_by: null,
  decided_at: ago(40),
  decided_authors: 12,
  differs: {
    post_id: 'p90',
    conversation_id: 'v9',
    text: 'your "ethical" beans cost more than my car, congrats team',
    author: 'Lio',
    url: null,
    at: ago(120),
    alike: 727,
    own: '',
  },
  own: [
    {
      post_id: 'p91',
      conversation_id: 'v3',
      text: 'your "ethical" beans cost more than my rent, congrats. Can I cancel my subscription?',
      author: 'Ada',
      url: null,
      at: ago(100),
      alike: 720,
      own: 'asks',
    },
  ],
}

const conversationOf = (s: Seed, i: number): Conversation => {
  const channelRow = channelRef[s.ch ?? 'bluesky']
  return {
    id: `v${i + 1}`,
    channel: channelRow,
    network: channelRow.network,
    direct: false,
    person: people[s.p] ?? null,
    subject: s.ch === 'blog' ? 'Washed against natural' : '',
    first_words: s.words,
    status: 'open',
    kind: s.kind,
    owner: s.owner ?? null,
    team: null,
    priority: s.priority,
    reason: s.reason,
    signals: [
      { name: 'complaint', points: 320, value: 0 },
      { name: 'waiting', points: 160, value: (s.wait ?? 0) * 60_000_000 },
      { name: 'dialogue', points: 120, value: 3 },
      { name: 'addressed', points: 60, value: 0 },
    ],
    waiting_since: s.wait === null ? null : ago(s.wait),
    last_at: ago(s.wait ?? 90),
    last_in_at: ago(s.wait ?? 90),
    last_out_at: null,
    snoozed_until: null,
    deadline: s.deadline ? inMinutes(s.deadline) : null,
    deadline_kind: s.deadline ? 'first' : null,
    deadline_state: s.deadline ? (s.deadline < 60 ? 'soon' : 'running') : null,
    storm: s.storm
      ? {
          id: 's1',
          head: true,
          decided: '',
          own: '',
          last_hour: 4,
          reach: 18400,
          reach_known: 21,
          ...s.storm,
        }
      : null,
    labels: (s.labels ?? []).map((n) => labels[n]).filter((l) => l !== undefined),
    post_count: 4,
    version: 3,
    answered: s.wait === null,
    demo: true,
  }
}
export const conversations: Conversation[] = [...seeds, ...more].map(conversationOf)

export const savedViews: SavedView[] = [
  {
    id: '901',
    name: 'Complaints nobody has',
    view: 'unassigned',
    channel: null,
    label: null,
    owner: null,
    team: null,
    kind: 'complaint',
    network: null,
    shared: 'house',
    shared_team: null,
    created_by: mara,
    changed_at: ago(3000),
    version: 1,
    count: 2,
    capped: false,
    can_change: true,
    gone: null,
  },
]

export const views: View[] = [
  { view: 'mine', team: null, count: 4, capped: false },
  { view: 'unassigned', team: null, count: 37, capped: false },
  { view: 'all', team: null, count: 56, capped: false },
  { view: 'leads', team: null, count: 3, capped: false },
  { view: 'complaints', team: null, count: 12, capped: false },
  { view: 'questions', team: null, count: 18, capped: false },
  { view: 'due', team: null, count: 2, capped: false },
  { view: 'waiting', team: null, count: 41, capped: false },
  { view: 'unanswered', team: null, count: 1000, capped: true },
  { view: 'storms', team: null, count: 1, capped: false },
  { view: 'snoozed', team: null, count: 2, capped: false },
  { view: 'done', team: null, count: 212, capped: false },
  { view: 'team', team: sales, count: 2, capped: false },
  { view: 'team', team: support, count: 9, capped: false },
  { view: 'team', team: care, count: 0, capped: false },
]

export const me: Me = {
  member: members[0] as Member,
  locale: '',
  theme: 'system',
  permissions: [
    'self',
    'read',
    'work',
    'reply',
    'import',
    'channels',
    'members',
    'policy',
    'settings',
    'audit',
    'owner',
  ],
  csrf: 'mock',
  organisation: 'Northwind Roasters',
  version: '0.1.0',
  policy: { version: 2, acknowledged: 2, needs_acknowledgement: false },
  unseen_mentions: 2,
  unacknowledged_handoffs: 1,
  approvals: 0,
  tokens_ending: 0,
  setup_needed: false,
  second_factor_by: null,
  demo: true,
}

export const status: Status = {
  version: '0.1.0',
  database: 'sqlite',
  node: 'demo-1',
  started_at: ago(60 * 30),
  jobs_ready: 0,
  jobs_running: 1,
  jobs_failed: 0,
  outbox_queued: 0,
  outbox_unclear: 1,
  outbox_held: 0,
  pauses: [],
  outbox_failed: 0,
  storing: null,
  trouble: [
    { channel: channelRef.blog, health: 'stopped', text: channels[1]?.health_text ?? '', since: ago(190) },
  ],
  demo: true,
}

const identities: Identity[] = [
  {
    id: 'i1',
    network: 'bluesky',
    handle: '@lena.brews',
    name: 'Lena Brandt',
    url: 'https://bsky.app/profile/lena.brews',
    avatar_url: null,
    bio: 'Barista in Hamburg. Opinions about water.',
    followers: 2140,
    source: 'network',
    label: '',
    verified: '',
    mine: false,
    page: null,
  },
  {
    id: 'i2',
    network: 'wordpress',
    handle: 'lena-brandt',
    name: 'Lena',
    url: null,
    avatar_url: null,
    bio: null,
    followers: null,
    source: 'network',
    label: '',
    verified: '',
    mine: false,
    page: null,
  },
]
export const personOf = (id: string): Person => {
  const p = people.find((one) => one.id === id) ?? (people[0] as PersonRef)
  return {
    ...p,
    kind: 'person',
    about:
      p.id === 'p1'
        ? 'Runs the bar at Kaffeeklappe. Met her at the spring tasting; prefers lighter roasts.'
        : null,
    role: p.id === 'p1' ? 'customer' : '',
    stage_reason: 'Two-way exchanges on 3 different days, the last one 12 days ago.',
    identities:
      p.id === 'p1'
        ? identities
        : [
            {
              id: `i-${p.id}`,
              network: 'bluesky',
              handle: p.handle,
              name: p.name,
              url: null,
              avatar_url: null,
              bio: null,
              followers: 310,
              source: 'network',
              label: '',
              verified: '',
              mine: false,
              page: null,
            },
          ],
    heard: 9,
    told: 4,
    exchanges: 3,
    conversations: 4,
    first_in_at: ago(60 * 24 * 140),
    last_in_at: ago(190),
    last_out_at: ago(60 * 24 * 12),
    last_touch_at: ago(190),
    strength: 41.5,
    dormancy: 0.4,
    mine: false,
    demo: true,
  }
}
export const allPeople = people.map((p) => personOf(p.id))

const post = (over: Partial<Post> & Pick<Post, 'id' | 'text' | 'direction' | 'posted_at'>): Post => ({
  conversation_id: 'v2',
  parent_id: null,
  network: 'bluesky',
  kind: 'mention',
  visibility: 'public',
  person: over.direction === 'in' ? (people[0] ?? null) : null,
  member: over.direction === 'out' ? jo : null,
  rule: null,
  html: null,
  lang: 'en',
  url: 'https://bsky.app/profile/x/post/1',
  source: 'demo',
  intents: [],
  understood: [],
  media: [],
  versions: [],
  received_at: over.posted_at,
  edited_at: null,
  deleted_at: null,
  can_delete: over.direction === 'out',
  ...over,
})

export function threadOf(id: string): Thread {
  const c = conversations.find((one) => one.id === id) ?? (conversations[0] as Conversation)
  const who = c.person
  const in_ = (n: string, text: string, at: number, over: Partial<Post> = {}) =>
    post({
      id: `${id}-${n}`,
      conversation_id: id,
      network: c.network,
      direction: 'in',
      text,
      posted_at: ago(at),
      person: who,
      ...over,
    })
  const out = (n: string, text: string, at: number, over: Partial<Post> = {}) =>
    post({
      id: `${id}-${n}`,
      conversation_id: id,
      network: c.network,
      direction: 'out',
      text,
      posted_at: ago(at),
      ...over,
    })
  const rich = id === 'v2'
  const posts = rich
    ? [
        in_(
          '1',
          'Hi @northwind.example, the last bag came with a torn seal. Still tasted great, but is that normal? https://northwind.example/orders/4471-and-a-long-tail-of-an-address',
          60 * 24 * 13,
          { understood: [{ kind: 'question', phrase: 'is that normal', start: 0, end: 0 }] },
        ),
        out(
          '2',
          'Not normal, Lena, and sorry about it. I have put a new bag in the post today and told the packing line. ^JA',
          60 * 24 * 12.9,
          { parent_id: `${id}-1` },
        ),
        in_('3', 'That was quick. Thank you!', 60 * 24 * 12.8, { parent_id: `${id}-2` }),
        in_('4', 'For the record: the seal of the replacement looks good.', 60 * 24 * 9, {
          person: people[3] ?? null,
          parent_id: `${id}-1`,
          visibility: 'unlisted',
          media: [
            {
              url: 'https://example.org/seal.jpg',
              thumb_url: null,
              kind: 'image',
              alt: 'A coffee bag with a torn seal on a kitchen table',
            },
          ],
        }),
        in_('5', c.first_words, 190, {
          parent_id: `${id}-2`,
          understood: [{ kind: 'complaint', phrase: 'getting silly', start: 0, end: 0 }],
          edited_at: ago(180),
          versions: [
            {
              version: 1,
              text: 'Third bag in a row with a torn seal. This is getting silly.',
              seen_at: ago(180),
            },
          ],
        }),
      ]
    : [
        in_('1', c.first_words, c.waiting_since ? (NOW - Date.parse(c.waiting_since)) / 60_000 : 90, {
          understood: c.kind === 'other' ? [] : [{ kind: c.kind, phrase: '…', start: 0, end: 0 }],
        }),
      ]
  const notes: Note[] = rich
    ? [
        {
          id: 'n1',
          conversation_id: id,
          member: mara,
          text: '@ines could you ask the packing line what changed in week 12? This is the third one.',
          created_at: ago(150),
        },
      ]
    : []
  const handoffs: Handoff[] = rich ? [handoff] : []
  const outbox: OutboxItem[] = rich ? [outboxItems[0] as OutboxItem] : []
  return {
    conversation: c,
    followers: rich ? { following: false, members: [mara] } : { following: false, members: [] },
    person: who ? personOf(who.id) : null,
    posts,
    earlier: null,
    notes,
    draft: rich
      ? {
          conversation_id: id,
          reply_to_id: null,
          member: mara,
          text: 'Lena, three in a row is not bad luck, that is us. Our packing line is guaranteed to be fixed by Friday; call me at 030 1234567 if not. ^MK',
          updated_at: ago(2),
        }
      : null,
    drafts_of_others: [],
    reminder: rich ? { at: ago(-1500), unless_they_write: true, text: 'Did the courier come?' } : null,
    talks: rich
      ? [
          {
            id: 'k1',
            conversation_id: id,
            subject: 'What do we offer her?',
            opened_by: mara,
            opened_at: ago(140),
            closed_by: null,
            closed_at: null,
            outcome: '',
            members: [mara, jo],
            notes: [
              { id: 'kn1', member: mara, text: 'A new one, or the money back?', created_at: ago(140) },
              {
                id: 'kn2',
                member: jo,
                text: 'A new one today, by courier. I book it.',
                created_at: ago(130),
              },
            ],
          },
        ]
      : [],
    regroupings: rich
      ? [
          {
            id: 'g1',
            act: 'merge',
            from_id: 'c98',
            into_id: id,
            posts: 2,
            by: mara,
            at: ago(120),
            other: 'Broken again, now the lid',
          },
        ]
      : [],
    outbox,
    handoffs,
    happenings: rich
      ? [
          {
            seq: 41,
            at: ago(185),
            actor_kind: 'system',
            actor: null,
            rule: null,
            verb: 'conversation.opened',
            data: {},
          },
          {
            seq: 44,
            at: ago(170),
            actor_kind: 'member',
            actor: mara,
            rule: null,
            verb: 'conversation.assigned',
            data: { owner_name: 'Jo Adeyemi' },
          },
          {
            seq: 43,
            at: ago(180),
            actor_kind: 'rule',
            actor: null,
            rule: { id: 'u1', name: 'Complaints to support' },
            verb: 'conversation.routed',
            data: { version: 3, did: [{ act: 'team', value: 't2', number: 0, clock: null }] },
          },
        ]
      : [],
    presence: rich
      ? [
          { member: jo, state: 'writing', since: ago(1) },
          { member: tomas, state: 'looking', since: ago(3) },
        ]
      : [],
    clocks: c.deadline
      ? [
          {
            kind: 'first',
            state: 'running',
            minutes: 240,
            started_at: ago(60),
            due_at: c.deadline,
            warn_at: c.deadline,
            channel: null,
            about: 'complaint',
            stage: '',
            rule: null,
          },
        ]
      : [],
    can_reply: c.network !== 'feed',
    no_reply_reason: null,
    reply_to_id: posts[posts.length - 1]?.id ?? null,
    limits: c.network === 'bluesky' ? { graphemes: 300, bytes: 3000 } : { graphemes: 0, bytes: 0 },
  }
}

const handoff: Handoff = {
  id: 'h1',
  conversation_id: 'v2',
  subject: 'Third bag in a row with a torn seal.',
  from_member: mara,
  from_team: care,
  to_team: support,
  reason: 'complaint',
  ask: 'Please find out which batches are affected and what we can promise.',
  due_at: inMinutes(95),
  created_at: ago(145),
  acknowledged_at: ago(120),
  acknowledged_by: jo,
  closed_at: null,
  closed_by: null,
  result: null,
  outcome: '',
  outcome_seen_at: null,
  escalate_at: null,
  escalated: 0,
  tell_outside: false,
  told_at: null,
  told_by: null,
}

export const outboxItems: OutboxItem[] = [
  {
    id: 'o1',
    conversation_id: 'v2',
    reply_to_id: null,
    post_id: null,
    channel: channelRef.bluesky,
    member: jo,
    approved_by: null,
    rule: null,
    rules: [],
    act: 'reply',
    text: 'I am on it and will come back to you today. ^JA',
    state: 'unclear',
    error_slug: 'unclear',
    error_text: 'The network did not answer within 20 seconds.',
    attempts: 1,
    created_at: ago(20),
    next_at: null,
    due_at: null,
    sent_at: null,
    can_retry: false,
    can_settle: true,
    can_cancel: false,
    can_release: false,
    second_person: false,
    approvals: [],
    can_approve: false,
    no_approve_reason: null,
    stands_for: null,
    bare: null,
    late: false,
  },
  {
    id: 'o2',
    conversation_id: 'v7',
    reply_to_id: null,
    post_id: 'x',
    channel: channelRef.bluesky,
    member: mara,
    approved_by: null,
    rule: null,
    rules: [],
    act: 'reply',
    text: 'That makes our week, Hendrik. I pass it on to Jo. ^MK',
    state: 'sent',
    error_slug: null,
    error_text: null,
    attempts: 1,
    created_at: ago(200),
    next_at: null,
    due_at: null,
    sent_at: ago(200),
    can_retry: false,
    can_settle: false,
    can_cancel: false,
    can_release: false,
    second_person: false,
    approvals: [],
    can_approve: false,
    no_approve_reason: null,
    stands_for: null,
    bare: null,
    late: false,
  },
  {
    id: 'o3',
    conversation_id: 'v6',
    reply_to_id: null,
    post_id: null,
    channel: channelRef.blog,
    member: ines,
    approved_by: null,
    rule: null,
    rules: [],
    act: 'reply',
    text: 'For a moka pot I would go a little coarser than espresso: 14 on the common hand grinder. ^IP',
    state: 'failed',
    error_slug: 'net_auth',
    error_text: 'The site refuses the application password.',
    attempts: 3,
    created_at: ago(80),
    next_at: null,
    due_at: null,
    sent_at: null,
    can_retry: true,
    can_settle: false,
    can_cancel: true,
    can_release: false,
    second_person: false,
    approvals: [],
    can_approve: false,
    no_approve_reason: null,
    stands_for: null,
    bare: null,
    late: false,
  },
]

export function checkOf(text: string): Check {
  const findings: Check['findings'] = []
  const found = (re: RegExp, rest: Omit<Check['findings'][number], 'start' | 'end'>) => {
    const m = re.exec(text)
    if (m) findings.push({ ...rest, start: m.index, end: m.index + m[0].length })
  }
  found(/guaranteed/i, {
    rule: 'promise',
    check: 'blocked',
    kind: 'soft',
    words: null,
    note: null,
    heard: null,
    offer: 'none',
    value: 0,
    why: 'It promises what you may not be able to keep.',
    tell: 'Say what you will do, and when you report back.',
  })
  found(/\b\d[\d ]{7,}\d\b/, {
    rule: 'personal_data',
    check: 'contact_data',
    kind: 'hard',
    words: null,
    note: null,
    heard: null,
    offer: 'none',
    value: 0,
    why: 'A telephone number that is not in the thread would be public.',
    tell: 'Take it out, or ask for a direct message.',
  })
  return {
    verdict: findings.some((f) => f.kind === 'hard') ? 'stop' : findings.length > 0 ? 'warn' : 'ok',
    findings,
    sends_as: '@northwind.example',
    graphemes: [...text].length,
    bytes: text.length,
    limits: { graphemes: 300, bytes: 3000 },
    policy_version: 2,
    asks: [],
    acknowledged: true,
    lang: 'en',
    words_known: true,
    sign: '^MK',
    text: `${text} ^MK`,
  }
}

export function homeOf(days: number): Home {
  const by_day = Array.from({ length: days }, (_, i) => ({
    day: new Date(NOW - (days - 1 - i) * 86_400_000).toISOString().slice(0, 10),
    heard: Math.round(9 + 7 * Math.sin(i * 1.3) + (i % 7 === 3 ? 14 : 0)),
    told: Math.round(4 + 3 * Math.cos(i)),
  }))
  const heard = by_day.reduce((n, d) => n + d.heard, 0)
  const told = by_day.reduce((n, d) => n + d.told, 0)
  const by = (c: keyof typeof channelRef, share: number) => ({
    channel: channelRef[c],
    heard: Math.round(heard * share),
    told: Math.round(told * share),
    told_prompted: 0,
    told_unprompted: 0,
  })
  return {
    from: ago(60 * 24 * days),
    to: ago(0),
    days,
    heard,
    told,
    told_prompted: Math.round(told * 0.7),
    told_unprompted: told - Math.round(told * 0.7),
    ratio: told > 0 ? heard / told : null,
    by_channel: [by('bluesky', 0.7), by('blog', 0.22), { ...by('feed', 0.08), told: 0 }],
    by_day,
    waiting: conversations.filter((c) => c.waiting_since).slice(0, 6),
    waiting_count: 41,
    waiting_capped: false,
    unanswered_count: 1000,
    unanswered_capped: true,
    unassigned_count: 37,
    unassigned_capped: false,
    mine_count: 4,
    oldest_waiting_since: ago(60 * 50),
    handoffs: [{ ...handoff, acknowledged_at: null, acknowledged_by: null }],
    trouble: status.trouble,
  }
}

export const mentions: Mention[] = [
  {
    id: 'x1',
    conversation_id: 'v2',
    person: null,
    note_id: 'n1',
    kind: 'note',
    text: '@mara the line says the new foil is thinner. I have asked for the old one.',
    subject: 'Third bag in a row with a torn seal.',
    by: ines,
    created_at: ago(30),
    seen_at: null,
  },
  {
    id: 'x2',
    conversation_id: 'v1',
    person: null,
    note_id: null,
    kind: 'handoff_outcome',
    text: 'Became a deal: 12 kg a week from March.',
    subject: 'We run 40 covers a day',
    by: tomas,
    created_at: ago(260),
    seen_at: null,
  },
  {
    id: 'x3',
    conversation_id: 'v4',
    person: null,
    note_id: null,
    kind: 'assigned',
    text: '',
    subject: 'your "ethical" beans',
    by: jo,
    created_at: ago(60 * 30),
    seen_at: ago(60 * 29),
  },
]

const text = `# How we speak in public

We answer as people. Each answer is signed by whoever wrote it.

## What we always do

- We listen first, and read the whole thread.
- We say what we will do, and when we report back.
- We take a complaint off the public place only when the other side wants to.

## What we never do

1. We do not send the same words to everybody.
2. We do not mock, and we do not answer mockery.
3. We never put personal data of anybody into a public answer.

> Somebody who complains still talks with us. That is worth an honest answer.
`
const plainRule = { line: 1, end_line: 1, more: null, scope: [], approved_by: [], examples: [] }

export const policy: Policy = {
  version: 2,
  text,
  rules: [
    {
      id: 'length',
      kind: 'hard',
      check: 'length',
      number: null,
      words: [],
      why: 'The network refuses longer answers.',
      tell: 'Shorten it, or answer in two posts.',
      ...plainRule,
    },
    {
      id: 'personal_data',
      kind: 'hard',
      check: 'personal_data',
      number: null,
      words: [],
      why: 'Card, account and telephone numbers do not belong in public.',
      tell: 'Take them out, or ask for a direct message.',
      ...plainRule,
    },
    {
      id: 'sameness',
      kind: 'hard',
      check: 'sameness',
      number: 3,
      words: [],
      why: 'The same words to many people are not an answer.',
      tell: 'Write to this person.',
      ...plainRule,
    },
    {
      id: 'blocked',
      kind: 'hard',
      check: 'blocked_terms',
      number: null,
      words: ['lawyer', 'without prejudice'],
      why: 'Words that only the management may use in public.',
      tell: 'Hand over to the management.',
      ...plainRule,
    },
    {
      id: 'promise',
      kind: 'soft',
      check: 'promise',
      number: null,
      words: ['guaranteed', 'always', 'never again'],
      why: 'It promises what you may not be able to keep.',
      tell: 'Say what you will do.',
      ...plainRule,
    },
    {
      id: 'shouting',
      kind: 'soft',
      check: 'shouting',
      number: null,
      words: [],
      why: 'Capitals read as shouting.',
      tell: 'Write in normal letters.',
      ...plainRule,
    },
  ],
  sponsor: 'Ruth Okafor, managing director',
  adopted_by: mara,
  adopted_at: ago(60 * 24 * 20),
  acknowledged: 3,
  members: 4,
}

export const importRuns: Import[] = [
  {
    id: 'r1',
    kind: 'posts',
    file_name: 'archive-2025.csv',
    state: 'checked',
    dry_run: true,
    options: {},
    channel: null,
    total: 9936,
    done: 9936,
    added: 9871,
    matched: 0,
    refused: 65,
    error: null,
    started_by: mara,
    created_at: ago(8),
    finished_at: ago(7),
  },
  {
    id: 'r2',
    kind: 'posts',
    file_name: 'posts.jsonl',
    state: 'done',
    dry_run: false,
    options: {},
    channel: channelRef.feed,
    total: 14078,
    done: 14078,
    added: 14078,
    matched: 0,
    refused: 0,
    error: null,
    started_by: mara,
    created_at: ago(60 * 26),
    finished_at: ago(60 * 26 - 2),
  },
]
export const sample: ImportSample = {
  format: 'csv',
  folders: [],
  columns: [
    { name: 'tweet_id', label: '', meaning: 'id' },
    { name: 'created', label: '', meaning: 'time' },
    { name: 'user', label: '', meaning: 'author' },
    { name: 'text', label: '', meaning: 'text' },
    { name: 'in_reply_to', label: '', meaning: 'parent' },
    { name: 'sentiment', label: '', meaning: null },
  ],
  rows: [
    {
      cells: [
        '5703',
        '2025-02-24 11:35',
        'cairdin',
        'What a day. Thank you for the quick answer.',
        '',
        'positive',
      ],
    },
  ],
  meanings: ['id', 'time', 'author', 'text', 'parent', 'url', 'language'],
  presets: [],
  options: { network: 'x', channel: 'Archive 2025', ours: '@northwind', columns: {} },
}

export const audit: AuditEntry[] = Array.from({ length: 14 }, (_, i) => ({
  seq: 412 - i,
  at: ago(i * 37),
  actor_kind: i % 4 === 2 ? 'system' : i === 5 ? 'token' : 'member',
  actor: i % 4 === 2 ? null : ([mara, jo, tomas, ines][i % 4] ?? null),
  approved_by: null,
  rule: null,
  token_id: i === 5 ? 'k1' : null,
  verb:
    [
      'reply.sent',
      'conversation.assigned',
      'post.received',
      'note.written',
      'handoff.given',
      'channel.stopped',
    ][i % 6] ?? '',
  object_kind: ['reply', 'conversation', 'post', 'conversation', 'conversation', 'channel'][i % 6] ?? '',
  object_id: `0${88123 - i}`,
  data: i === 6 ? null : { count: i + 1, channel: 'c1' },
}))

export const tokens: Token[] = [
  {
    id: 'k1',
    name: 'Nightly export',
    scopes: ['read'],
    member: mara,
    created_at: ago(60 * 24 * 30),
    last_used_at: ago(300),
    expires_at: inMinutes(60 * 24 * 60),
    revoked_at: null,
    secret: null,
  },
]

export const timeline: TimelineEntry[] = Array.from({ length: 9 }, (_, i) => ({
  id: `e${i}`,
  what: 'post',
  detail: 'post',
  state: '',
  side: null,
  team: null,
  other: null,
  moment_id: null,
  title: '',
  severity: 0,
  amount_minor: 0,
  currency: '',
  due_at: null,
  known_at: null,
  now_at: null,
  now_never: false,
  mine: false,
  direction: i % 3 === 1 ? 'out' : 'in',
  network: i % 4 === 3 ? 'wordpress' : 'bluesky',
  channel: i % 4 === 3 ? channelRef.blog : channelRef.bluesky,
  member: i % 3 === 1 ? jo : null,
  conversation_id: 'v2',
  post_id: `v2-${i}`,
  text:
    [
      'Third bag in a row with a torn seal.',
      'Not normal, Lena, and sorry about it. I have put a new bag in the post today.',
      'That was quick. Thank you!',
    ][i % 3] ?? '',
  url: null,
  automatic: false,
  deleted: false,
  at: ago(190 + i * 60 * 30),
}))

export const hits = (q: string): SearchHit[] =>
  conversations
    .filter((c) => c.first_words.toLowerCase().includes(q.toLowerCase()))
    .map((c) => {
      const start = c.first_words.toLowerCase().indexOf(q.toLowerCase())
      return {
        post_id: `h-${c.id}`,
        conversation_id: c.id,
        channel: c.channel,
        person: c.person,
        member: null,
        network: c.network,
        direction: 'in' as const,
        kind: 'mention' as const,
        excerpt: c.first_words,
        marks: [{ start, end: start + q.length }],
        posted_at: c.last_at ?? ago(1),
      }
    })

export const trace: Trace = {
  post_id: 'v2-5',
  direction: 'in',
  steps: [
    'normalise',
    'deduplicate',
    'identify',
    'thread',
    'understand',
    'storm',
    'prioritise',
    'route',
    'store',
    'touch',
    'notify',
  ].map((name, i) => ({
    name,
    file: `src/domain/ingest_${name}.c`,
    outcome:
      [
        'plain text, 78 letters',
        'new',
        'Lena Brandt, known since July',
        'joins the conversation',
        'complaint',
        'no storm',
        '860',
        'unassigned',
        'stored',
        'heard 9',
        'published',
      ][i] ?? '',
    reason: name === 'understand' ? '“getting silly”' : null,
    at: ago(190),
    took_us: 18 + i * 7,
  })),
}
