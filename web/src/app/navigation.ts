// navigation: the places of the product, in the order in which the sidebar shows them.
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { Permission } from '@/api'
import {
  IconAll,
  IconAudit,
  IconBell,
  IconCalendar,
  IconChannels,
  IconClock,
  IconComplaint,
  IconDone,
  IconImport,
  IconInbox,
  IconLead,
  IconListening,
  IconMine,
  IconPath,
  IconPeople,
  IconPolicy,
  IconQuestion,
  IconRelationships,
  IconSend,
  IconSettings,
  IconSnooze,
  IconStorm,
  IconUnanswered,
  IconAssign,
  IconWaiting,
  type Icon,
} from '@/ui'
import type { CommandId } from '@/keys'

export interface ViewPlace {
  view: string
  label: MessageDescriptor
  icon: Icon
  command?: CommandId
  /** Where a large count means work for somebody. */
  group: 'main' | 'kind' | 'state'
}

export const VIEWS: ViewPlace[] = [
  { view: 'mine', label: msg`Mine`, icon: IconMine, command: 'go.mine', group: 'main' },
  { view: 'unassigned', label: msg`Unassigned`, icon: IconInbox, command: 'go.unassigned', group: 'main' },
  { view: 'following', label: msg`Following`, icon: IconBell, command: 'go.following', group: 'main' },
  { view: 'all', label: msg`All open`, icon: IconAll, command: 'go.all', group: 'main' },
  { view: 'leads', label: msg`Leads`, icon: IconLead, group: 'kind' },
  { view: 'complaints', label: msg`Complaints`, icon: IconComplaint, group: 'kind' },
  { view: 'questions', label: msg`Questions`, icon: IconQuestion, group: 'kind' },
  { view: 'due', label: msg`Due soon`, icon: IconClock, command: 'go.due', group: 'state' },
  { view: 'waiting', label: msg`Waiting`, icon: IconWaiting, group: 'state' },
  {
    view: 'unanswered',
    label: msg`No answer yet`,
    icon: IconUnanswered,
    command: 'go.unanswered',
    group: 'state',
  },
  { view: 'storms', label: msg`Storms`, icon: IconStorm, group: 'state' },
  { view: 'snoozed', label: msg`Snoozed`, icon: IconSnooze, group: 'state' },
  { view: 'done', label: msg`Done`, icon: IconDone, group: 'state' },
]

export interface Place {
  to:
    | '/people'
    | '/relationships'
    | '/listening'
    | '/outbox'
    | '/publish'
    | '/policy'
    | '/channels'
    | '/members'
    | '/routing'
    | '/import'
    | '/audit'
    | '/settings'
  label: MessageDescriptor
  icon: Icon
  command: CommandId
  permission?: Permission
}

export const PLACES: Place[] = [
  { to: '/people', label: msg`People`, icon: IconPeople, command: 'go.people' },
  { to: '/relationships', label: msg`Relationships`, icon: IconRelationships, command: 'go.relationships' },
  { to: '/listening', label: msg`Listening`, icon: IconListening, command: 'go.listening' },
  { to: '/outbox', label: msg`Outbox`, icon: IconSend, command: 'go.outbox' },
  { to: '/publish', label: msg`Calendar`, icon: IconCalendar, command: 'go.publish' },
]

export const WORKSPACE: Place[] = [
  { to: '/channels', label: msg`Channels`, icon: IconChannels, command: 'go.channels' },
  { to: '/policy', label: msg`Policy`, icon: IconPolicy, command: 'go.policy' },
  { to: '/members', label: msg`Members`, icon: IconAssign, command: 'go.members' },
  { to: '/routing', label: msg`Routing`, icon: IconPath, command: 'go.routing' },
  { to: '/import', label: msg`Import`, icon: IconImport, command: 'go.import', permission: 'work' },
  { to: '/audit', label: msg`Audit`, icon: IconAudit, command: 'go.audit', permission: 'audit' },
  { to: '/settings', label: msg`Settings`, icon: IconSettings, command: 'go.settings' },
]
