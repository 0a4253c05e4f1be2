// places: between the address of the page and what is asked of the server. A team's view is "team-<id>".
import { t } from '@lingui/core/macro'
import type { ConversationFilter, SavedView, View } from '@/api'

export interface Filters {
  channel?: string
  label?: string
  owner?: string
  team?: string
  kind?: 'lead' | 'complaint' | 'question' | 'praise' | 'other'
  network?: string
  /** What is folded into this storm; nothing else counts then. */
  storm?: string
  /** In a saved view: these count, and not what was saved. */
  changed?: true
}

/** Everything by which a list is narrowed down, in one order. */
export const FILTERS = ['kind', 'channel', 'label', 'owner', 'team', 'network', 'storm'] as const

/** "saved-7" is the saved view 7. */
export function savedId(view: string): string | null {
  return /^saved-(\d+)$/.exec(view)?.[1] ?? null
}

/** The fixed view behind a saved one, as the address names it. */
export function baseOf(saved: SavedView): string {
  return saved.view === 'team' ? `team-${saved.team}` : saved.view
}

/** What a saved view narrows down; the team of a team's view is in its name already. */
export function savedFilters(saved: SavedView): Filters {
  const { channel, label, owner, kind, network } = saved
  const team = saved.view === 'team' ? null : saved.team
  return {
    ...(channel && { channel }),
    ...(label && { label }),
    ...(owner && { owner }),
    ...(team && { team }),
    ...(kind && { kind }),
    ...(network && { network }),
  }
}

/** The other way: what is to be saved of a view and its filters. */
export function toSave(view: string, filters: Filters) {
  const own = /^team-(.+)$/.exec(view)?.[1]
  return {
    view: (own ? 'team' : view) as SavedView['view'],
    channel: filters.channel ?? null,
    label: filters.label ?? null,
    owner: filters.owner ?? null,
    team: own ?? filters.team ?? null,
    kind: filters.kind ?? null,
    network: filters.network ?? null,
  }
}

export const narrowed = (filters: Filters) => FILTERS.some((key) => filters[key])

export function filterOf(view: string, filters: Filters): ConversationFilter {
  const team = /^team-(.+)$/.exec(view)?.[1]
  const by = { ...filters }
  delete by.changed
  return { ...by, ...(team ? { view: 'team', team } : { view: view as ConversationFilter['view'] }) }
}

export function viewTitle(view: string, views: View[]): string {
  const team = /^team-(.+)$/.exec(view)?.[1]
  if (team) return views.find((v) => v.team?.id === team)?.team?.name ?? t`Team`
  const titles: Record<string, string> = {
    mine: t`Mine`,
    unassigned: t`Unassigned`,
    following: t`Following`,
    all: t`All open`,
    leads: t`Leads`,
    complaints: t`Complaints`,
    questions: t`Questions`,
    waiting: t`Waiting`,
    due: t`Due soon`,
    unanswered: t`No answer yet`,
    snoozed: t`Snoozed`,
    storms: t`Storms`,
    done: t`Done`,
  }
  return titles[view] ?? view
}

/** What an empty view says: one sentence. */
export function emptyWords(view: string): { title: string; text: string } {
  const words: Record<string, { title: string; text: string }> = {
    mine: {
      title: t`Nothing is on your desk`,
      text: t`Take a conversation from Unassigned, or wait until a colleague gives you one.`,
    },
    unassigned: {
      title: t`Everything has an owner`,
      text: t`New posts without an owner appear here, best reason first.`,
    },
    following: {
      title: t`You follow nothing`,
      text: t`Follow a conversation to hear what happens in it without owning it.`,
    },
    all: { title: t`Nothing is open`, text: t`New posts appear here as they arrive.` },
    leads: { title: t`No leads are open`, text: t`Posts of people who want to buy or try appear here.` },
    complaints: { title: t`No complaints are open`, text: t`Posts of people who are let down appear here.` },
    questions: { title: t`No questions are open`, text: t`Posts that ask for something appear here.` },
    waiting: { title: t`Nobody waits`, text: t`Who waits for our answer appears here, longest first.` },
    unanswered: {
      title: t`Everybody who spoke to us got an answer`,
      text: t`Who never got one appears here, oldest first, from imported history on.`,
    },
    snoozed: { title: t`Nothing sleeps`, text: t`Snoozed conversations come back by themselves.` },
    storms: {
      title: t`No storm`,
      text: t`When many people post the same words, they are folded into one row here.`,
    },
    done: { title: t`Nothing is done yet`, text: t`Finished conversations rest here.` },
  }
  return words[view] ?? { title: t`Nothing here`, text: t`Conversations of this team appear here.` }
}
