// commands: the one table of what can be done by keyboard. It drives the handlers, the sheet behind `?` and the
// command palette. A key is a letter, a sequence ("g i") or a chord ("mod+k": Ctrl, on a Mac Command).
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

export type Section =
  | 'general'
  | 'go'
  | 'relationships'
  | 'list'
  | 'conversation'
  | 'person'
  | 'segment'
  | 'duplicates'
  | 'write'
  | 'calendar'
export interface Command {
  keys: string[]
  label: MessageDescriptor
  section: Section
  /** Works while one types, too. */
  typing?: true
  /** Makes sense only as a key: not offered in the palette. */
  keyOnly?: true
}

export const SECTIONS: Record<Section, MessageDescriptor> = {
  general: msg`Everywhere`,
  go: msg`Go to`,
  relationships: msg`Relationships`,
  list: msg`List`,
  conversation: msg`Conversation`,
  duplicates: msg`Duplicates`,
  person: msg`Person`,
  segment: msg`Segments`,
  write: msg`While writing`,
  calendar: msg`Calendar`,
}

const table = {
  'app.palette': { keys: ['mod+k'], label: msg`Commands`, section: 'general', typing: true, keyOnly: true },
  'app.keys': { keys: ['?'], label: msg`Keys`, section: 'general' },
  'app.search': { keys: ['/'], label: msg`Search all posts`, section: 'general' },
  'app.pause': { keys: ['!'], label: msg`Pause: hold everything at once`, section: 'general' },
  'app.theme': { keys: [], label: msg`Switch between light and dark`, section: 'general' },
  'app.signout': { keys: [], label: msg`Sign out`, section: 'general' },

  'go.home': { keys: ['g h'], label: msg`Overview`, section: 'go' },
  'go.mine': { keys: ['g m'], label: msg`Inbox: mine`, section: 'go' },
  'go.unassigned': { keys: ['g u'], label: msg`Inbox: unassigned`, section: 'go' },
  'go.following': { keys: ['g f'], label: msg`Inbox: following`, section: 'go' },
  'go.all': { keys: ['g i'], label: msg`Inbox: all open`, section: 'go' },
  'go.unanswered': { keys: ['g w'], label: msg`Spoke to us, got no answer`, section: 'go' },
  'go.people': { keys: ['g p'], label: msg`People`, section: 'go' },
  'go.duplicates': { keys: ['g d'], label: msg`Duplicates`, section: 'go' },
  'go.relationships': { keys: ['g r'], label: msg`Relationships`, section: 'go' },
  'go.listening': { keys: ['g e'], label: msg`Listening: what people say`, section: 'go' },
  'go.outbox': { keys: ['g o'], label: msg`Outbox`, section: 'go' },
  'go.publish': { keys: ['g b'], label: msg`Calendar: what we say unprompted`, section: 'go' },
  'go.policy': { keys: ['g y'], label: msg`Policy`, section: 'go' },
  'go.channels': { keys: ['g c'], label: msg`Channels`, section: 'go' },
  'go.members': { keys: ['g t'], label: msg`Members and teams`, section: 'go' },
  'go.routing': { keys: ['g x'], label: msg`Routing and deadlines`, section: 'go' },
  'go.due': { keys: ['g l'], label: msg`Inbox: due soon`, section: 'go' },
  'go.import': { keys: [], label: msg`Import`, section: 'go' },
  'go.audit': { keys: ['g a'], label: msg`Audit`, section: 'go' },
  'go.settings': { keys: ['g s'], label: msg`Settings`, section: 'go' },

  'see.stages': { keys: ['v s'], label: msg`Stages, and what is missing`, section: 'relationships' },
  'see.slipping': { keys: ['v l'], label: msg`Who slips away`, section: 'relationships' },
  'see.map': { keys: ['v m'], label: msg`Map: who knows whom`, section: 'relationships' },
  'see.introductions': {
    keys: ['v i'],
    label: msg`Introductions: ways to somebody`,
    section: 'relationships',
  },
  'see.threads': { keys: ['v t'], label: msg`Single threads`, section: 'relationships' },
  'see.capacity': { keys: ['v c'], label: msg`Capacity of colleagues`, section: 'relationships' },
  'see.balance': { keys: ['v h'], label: msg`Heard against told`, section: 'relationships' },
  'see.attention': { keys: ['v a'], label: msg`Attention by role`, section: 'relationships' },
  'see.recovery': { keys: ['v r'], label: msg`After bad moments`, section: 'relationships' },
  'see.builders': { keys: ['v b'], label: msg`Builders`, section: 'relationships' },
  'see.weights': { keys: ['v w'], label: msg`What counts in a strength`, section: 'relationships' },

  'list.next': { keys: ['j'], label: msg`Next conversation`, section: 'list', keyOnly: true },
  'list.previous': { keys: ['k'], label: msg`Previous conversation`, section: 'list', keyOnly: true },
  'list.select': { keys: ['x'], label: msg`Select the conversation`, section: 'list', keyOnly: true },
  'list.clear': {
    keys: ['escape'],
    label: msg`Clear the selection, or go back`,
    section: 'list',
    keyOnly: true,
  },
  'list.save': { keys: ['b'], label: msg`Save this view`, section: 'list' },
  'list.fresh': { keys: ['.'], label: msg`Show what is new`, section: 'list' },

  'conversation.reply': { keys: ['r'], label: msg`Reply`, section: 'conversation' },
  'conversation.note': { keys: ['n'], label: msg`Write a note`, section: 'conversation' },
  'conversation.done': { keys: ['e'], label: msg`Mark as done, or open again`, section: 'conversation' },
  'conversation.assign': { keys: ['a'], label: msg`Assign`, section: 'conversation' },
  'conversation.mine': { keys: ['m'], label: msg`Assign to me`, section: 'conversation' },
  'conversation.handover': { keys: ['h'], label: msg`Hand over to a team`, section: 'conversation' },
  'conversation.snooze': { keys: ['s'], label: msg`Snooze`, section: 'conversation' },
  'conversation.label': { keys: ['l'], label: msg`Label`, section: 'conversation' },
  'conversation.follow': { keys: ['f'], label: msg`Follow, or stop following`, section: 'conversation' },
  'conversation.remind': { keys: ['d'], label: msg`Remind me of it`, section: 'conversation' },
  'conversation.talk': {
    keys: ['t'],
    label: msg`Talk something over with colleagues`,
    section: 'conversation',
  },
  'conversation.merge': { keys: ['w'], label: msg`Merge with another one`, section: 'conversation' },
  'conversation.split': { keys: [], label: msg`Split posts off`, section: 'conversation' },
  'conversation.person': { keys: ['p'], label: msg`Show or hide the person`, section: 'conversation' },

  'segment.new': { keys: ['s'], label: msg`Narrow down: build a segment`, section: 'segment' },
  'segment.save': { keys: ['mod+s'], label: msg`Save the segment`, section: 'segment', typing: true },

  'duplicates.merge': { keys: ['m'], label: msg`Merge the two`, section: 'duplicates' },
  'duplicates.different': { keys: ['d'], label: msg`They are two people`, section: 'duplicates' },
  'duplicates.later': { keys: ['l'], label: msg`Ask again later`, section: 'duplicates' },
  'duplicates.undo': { keys: ['u'], label: msg`Undo the last merge`, section: 'duplicates' },
  'person.log': { keys: ['l'], label: msg`Log a call or meeting`, section: 'person' },
  'person.moment': { keys: ['m'], label: msg`Add a moment`, section: 'person' },
  'person.fact': { keys: ['f'], label: msg`Add a fact`, section: 'person' },
  'person.commitment': { keys: ['c'], label: msg`Add a promise`, section: 'person' },
  'person.note': { keys: ['n'], label: msg`Add a note about them`, section: 'person' },

  'calendar.new': { keys: ['n'], label: msg`New post`, section: 'calendar' },
  'calendar.next': { keys: ['j'], label: msg`Next month or week`, section: 'calendar' },
  'calendar.previous': { keys: ['k'], label: msg`Earlier month or week`, section: 'calendar' },
  'calendar.today': { keys: ['t'], label: msg`Today`, section: 'calendar' },

  'write.send': { keys: ['mod+enter'], label: msg`Send`, section: 'write', typing: true, keyOnly: true },
  'write.leave': {
    keys: ['escape'],
    label: msg`Leave the text; the draft is kept`,
    section: 'write',
    typing: true,
    keyOnly: true,
  },
} satisfies Record<string, Command>

export type CommandId = keyof typeof table
export const COMMANDS: Record<CommandId, Command> = table
export const COMMAND_IDS = Object.keys(table) as CommandId[]
