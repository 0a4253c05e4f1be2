// words: what conditions and acts are called, and a rule as sentences.
import { msg, plural, t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import {
  calendarsQuery,
  channelsQuery,
  labelsQuery,
  membersQuery,
  networksQuery,
  skillsQuery,
  teamsQuery,
  type RoutingAct,
  type RoutingCondition,
} from '@/api'
import { table, useClockWords, useKindWords, usePersonRoleWords, useStageWords } from '@/ui'
import { minutesText } from './rule'

export const useFieldWords = table({
  network: msg`Network`,
  channel: msg`Channel`,
  post_kind: msg`Sort of post`,
  language: msg`Language`,
  intent: msg`What the post is about`,
  text: msg`Words of the post`,
  is_reply: msg`Answers another post`,
  is_direct: msg`Written to us alone`,
  kind: msg`Kind of conversation`,
  priority: msg`Priority`,
  label: msg`Label`,
  team: msg`Team that has it`,
  owner: msg`Member who has it`,
  has_owner: msg`Somebody has it`,
  owner_here: msg`Who has it is here now`,
  answered: msg`We answered before`,
  in_storm: msg`Part of a storm`,
  deadline: msg`Deadline`,
  stage: msg`Stage of the person`,
  role: msg`Role of the person`,
  relationship_owner: msg`Whose relationship it is`,
  known: msg`We talked with them before`,
  followers: msg`Followers`,
  strength: msg`Strength of the relationship`,
  open: msg`Office hours that are now`,
})

export const useOpWords = table({
  is: msg`is one of`,
  is_not: msg`is none of`,
  at_least: msg`is at least`,
  at_most: msg`is at most`,
  yes: msg`yes`,
  no: msg`no`,
  has: msg`has one of`,
  has_not: msg`has none of`,
})

export const useActNames = table({
  team: msg`Give to a team`,
  member: msg`Give to a member`,
  owner_first: msg`Give to whose relationship it is`,
  round_robin: msg`Share out in a team`,
  skill: msg`Give to somebody with a skill`,
  label: msg`Put a label on`,
  priority: msg`Raise or lower the priority`,
  deadline: msg`Set a deadline`,
  notify: msg`Tell somebody`,
  release: msg`Take it from who is not here`,
  suggest: msg`Ask a team to take it over`,
  acknowledge: msg`Acknowledge in private`,
})

const usePostKindWords = table({
  post: msg`Post`,
  comment: msg`Comment`,
  mention: msg`Mention`,
  direct: msg`Direct message`,
  mail: msg`Mail`,
  chat: msg`Chat`,
  review: msg`Review`,
})

const useDeadlineWords = table({
  running: msg`running`,
  soon: msg`due soon`,
  overdue: msg`overdue`,
})

export interface Named {
  id: string
  name: string
}

/** Everything that rules point at, by what the table of conditions calls it. */
export function useThings() {
  const nothing: Named[] = []
  const channels = useQuery(channelsQuery()).data?.items
  const labels = useQuery(labelsQuery()).data?.items
  const teams = useQuery(teamsQuery()).data?.items
  const members = useQuery(membersQuery()).data?.items
  const calendars = useQuery(calendarsQuery()).data?.items
  const skills = useQuery(skillsQuery()).data?.items
  const networks = useQuery(networksQuery()).data?.items
  return {
    channel: channels ?? nothing,
    label: labels ?? nothing,
    team: teams ?? nothing,
    member: members?.filter((m) => m.status === 'active') ?? nothing,
    calendar: calendars ?? nothing,
    skill: skills ?? nothing,
    network: networks?.map((n) => ({ id: n.network, name: n.title })) ?? nothing,
  }
}
export type Things = ReturnType<typeof useThings>

/** Minutes of opening time in words. */
export function useMinutes(): (minutes: number) => string {
  const { i18n } = useLingui()
  return useCallback(
    (minutes) => {
      const { n, unit } = minutesText(minutes)
      if (unit === 'd') return plural(n, { one: '# day', other: '# days' })
      if (unit === 'h') return plural(n, { one: '# hour', other: '# hours' })
      return plural(n, { one: '# minute', other: '# minutes' })
    },
    // The words are those of the locale.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [i18n.locale],
  )
}

/** A value of a condition as one says it. */
export function useValueWords(things: Things): (field: string, of: string | null, value: string) => string {
  const kinds = useKindWords()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const posts = usePostKindWords()
  const deadlines = useDeadlineWords()
  const { i18n } = useLingui()
  return (field, of, value) => {
    if (of) return things[of as keyof Things]?.find((x) => x.id === value)?.name ?? t`(gone)`
    const lists: Record<string, Record<string, string>> = {
      kind: kinds,
      intent: kinds,
      stage: stages,
      role: roles,
      post_kind: posts,
      deadline: deadlines,
    }
    if (field === 'network') return things.network.find((n) => n.id === value)?.name ?? value
    if (field === 'language')
      return new Intl.DisplayNames([i18n.locale], { type: 'language', fallback: 'code' }).of(value) ?? value
    return lists[field]?.[value] ?? value
  }
}

const OF: Record<string, string> = {
  channel: 'channel',
  label: 'label',
  team: 'team',
  owner: 'member',
  relationship_owner: 'member',
  open: 'calendar',
}

/** A condition and an act in a few words each. */
export function useSentences() {
  const things = useThings()
  const value = useValueWords(things)
  const fields: Record<string, string> = useFieldWords()
  const ops = useOpWords()
  const acts = useActNames()
  const clocks = useClockWords()
  const minutes = useMinutes()
  const name = (list: Named[], id: string | null) => list.find((x) => x.id === id)?.name ?? t`(gone)`
  const condition = (c: RoutingCondition): string => {
    const field = fields[c.field] ?? c.field
    if (c.op === 'yes' || c.op === 'no') return `${field}: ${ops[c.op]}`
    if (c.op === 'at_least' || c.op === 'at_most') return `${field} ${ops[c.op]} ${c.number}`
    const list = c.values.map((v) => value(c.field, OF[c.field] ?? null, v)).join(', ')
    return `${field} ${ops[c.op]} ${list}`
  }
  const act = (a: RoutingAct): string => {
    switch (a.act) {
      case 'team':
        return t`to ${name(things.team, a.team)}`
      case 'member':
        return t`to ${name(things.member, a.member)}`
      case 'owner_first':
        return t`to whose relationship it is`
      case 'round_robin':
        return t`shared out in ${name(things.team, a.team)}`
      case 'skill':
        return t`to somebody who can ${name(things.skill, a.skill)}`
      case 'label':
        return t`label ${name(things.label, a.label)}`
      case 'priority':
        return a.points > 0 ? t`priority +${a.points}` : t`priority ${a.points}`
      case 'deadline':
        return a.clock === '' ? acts.deadline : t`${clocks[a.clock]} within ${minutes(a.minutes)}`
      case 'notify':
        return t`tell ${a.member ? name(things.member, a.member) : name(things.team, a.team)}`
      case 'release':
        return t`take it from who is not here`
      case 'suggest':
        return t`ask ${name(things.team, a.team)} to take it over`
      case 'acknowledge':
        return t`acknowledge in private`
    }
  }
  return { condition, act, things, value }
}
