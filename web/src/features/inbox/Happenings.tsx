// Happenings: what was done to the conversation, in one quiet line each.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import { labelsQuery, membersQuery, teamsQuery, type Happening } from '@/api'
import { longSpan, Time, useAcknowledgeWords, useActWords, useClockWords, useKindWords } from '@/ui'
import css from './Thread.module.css'

const word = (data: unknown, key: string): string => {
  const value = typeof data === 'object' && data ? (data as Record<string, unknown>)[key] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const count = (data: unknown, key: string): number => Number(word(data, key)) || 0

interface Did {
  act: string
  value: string | null
  number: number
  clock: string | null
  why?: string
}
type Lists = Record<'members' | 'teams' | 'labels', { id: string; name: string }[] | undefined>

/** What a routing rule did, in a few words each. */
function useRouted(
  named: (list: { id: string; name: string }[] | undefined, id: string) => string | undefined,
  { members, teams, labels }: Lists,
): (data: unknown) => string[] {
  const { t } = useLingui()
  const clocks: Record<string, string> = useClockWords()
  const whys: Record<string, string> = useAcknowledgeWords()
  const one = (d: Did): string => {
    const id = d.value ?? ''
    const somebody = named(members, id) ?? t`somebody`
    switch (d.act) {
      case 'team':
        return t`team ${named(teams, id) ?? t`(gone)`}`
      case 'member':
      case 'owner_first':
      case 'round_robin':
      case 'skill':
        return t`gave it to ${somebody}`
      case 'label':
        return t`label ${named(labels, id) ?? t`(gone)`}`
      case 'priority':
        return t`priority ${d.number > 0 ? `+${d.number}` : String(d.number)}`
      case 'deadline':
        return t`${clocks[d.clock ?? 'first'] ?? ''} within ${longSpan(d.number * 60_000)}`
      case 'release':
        return t`took it from ${somebody}`
      case 'acknowledge':
        return d.why === 'decided'
          ? t`acknowledges it in private`
          : t`does not acknowledge it: ${whys[d.why ?? ''] ?? d.why ?? ''}`
      default:
        return t`told ${somebody}`
    }
  }
  return (data) => {
    const did = typeof data === 'object' && data ? (data as { did?: Did[] }).did : undefined
    return (did ?? []).map(one)
  }
}

function useSentence(): (h: Happening) => ReactNode {
  const { t } = useLingui()
  const kinds = useKindWords()
  const acts: Record<string, string> = useActWords()
  const whys: Record<string, string> = useAcknowledgeWords()
  const members = useQuery(membersQuery()).data?.items
  const teams = useQuery(teamsQuery()).data?.items
  const labels = useQuery(labelsQuery()).data?.items
  const named = (list: { id: string; name: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.name
  const routed = useRouted(named, { members, teams, labels })
  return (h) => {
    const who = h.rule ? (
      <Trans>
        The rule <b>{h.rule.name}</b>
      </Trans>
    ) : (
      <b>{h.actor?.name ?? t`Kith`}</b>
    )
    switch (h.verb) {
      case 'conversation.assigned': {
        const name = named(members, word(h.data, 'to'))
        return name ? (
          <Trans>
            {who} assigned it to <b>{name}</b>
          </Trans>
        ) : (
          <Trans>{who} changed the owner</Trans>
        )
      }
      case 'conversation.unassigned':
        return <Trans>{who} took the owner away</Trans>
      case 'conversation.done':
        return <Trans>{who} marked it as done</Trans>
      case 'conversation.reopened':
        return <Trans>{who} opened it again</Trans>
      case 'conversation.snoozed':
        return h.data?.until === 0 ? (
          <Trans>{who} snoozed it until they write</Trans>
        ) : (
          <Trans>{who} snoozed it</Trans>
        )
      case 'conversation.woke':
        return <Trans>It came back from sleep</Trans>
      case 'conversation.kind_set': {
        const kind = word(h.data, 'to')
        return (
          <Trans>
            {who} calls it {kinds[kind as keyof typeof kinds] ?? kind}
          </Trans>
        )
      }
      case 'conversation.team_set': {
        const name = named(teams, word(h.data, 'to'))
        return name ? (
          <Trans>
            {who} gave it to <b>{name}</b>
          </Trans>
        ) : (
          <Trans>{who} gave it to another team</Trans>
        )
      }
      case 'label.added': {
        const name = named(labels, word(h.data, 'label'))
        return name ? (
          <Trans>
            {who} added the label <b>{name}</b>
          </Trans>
        ) : (
          <Trans>{who} added a label</Trans>
        )
      }
      case 'label.removed':
        return <Trans>{who} took a label away</Trans>
      case 'conversation.routed': {
        const done = routed(h.data)
        return (
          <>
            {who} ({t`version ${word(h.data, 'version')}`}): {done.join(', ')}
          </>
        )
      }
      case 'conversation.merged':
        return <Trans>{who} merged another conversation into it</Trans>
      case 'conversation.split':
        return (
          <Trans>
            {who} split off <Plural value={count(h.data, 'posts')} one="# post" other="# posts" />
          </Trans>
        )
      case 'conversation.split_off':
        return <Trans>{who} split it off from another conversation</Trans>
      case 'conversation.unmerged':
        return <Trans>{who} took a merge back</Trans>
      case 'acknowledgement.dropped': {
        const why = word(h.data, 'why')
        return (
          <Trans>
            {who} does not acknowledge it: {whys[why] ?? why}
          </Trans>
        )
      }
      case 'handoff.acknowledged':
        return <Trans>{who} acknowledged the hand-over</Trans>
      case 'handoff.closed':
        return <Trans>{who} closed the hand-over</Trans>
      case 'handoff.escalated':
        return <Trans>Nobody took the hand-over: it went up</Trans>
      case 'handoff.told':
        return <Trans>{who} told the person outside</Trans>
      case 'deadline.missed':
        return <Trans>The deadline has passed</Trans>
      default:
        return (
          <>
            {who} · {acts[h.verb] ?? h.verb}
          </>
        )
    }
  }
}

export function Happenings({ list }: { list: Happening[] }) {
  const sentence = useSentence()
  return (
    <div className={css.happening}>
      <span>
        {list.map((h, i) => (
          <Fragment key={h.seq}>
            {i > 0 && ' · '}
            {sentence(h)}
          </Fragment>
        ))}
      </span>
      <span className={css.when}>
        <Time at={list[list.length - 1]?.at ?? ''} as="exact" />
      </span>
    </div>
  )
}
