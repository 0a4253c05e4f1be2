// Waiting: how long somebody waits, or how long is left. Red only when a deadline has passed; amber when it is soon.
import { Trans, useLingui } from '@lingui/react/macro'
import type { Conversation } from '@/api'
import { Chip, IconClock, IconSnooze, IconWaiting, longSpan, shortSpan, useClockWords, useNow } from '@/ui'

const HOUR = 3_600_000

export function WaitingChip({
  c,
}: {
  c: Pick<
    Conversation,
    'deadline' | 'deadline_kind' | 'deadline_state' | 'waiting_since' | 'snoozed_until' | 'status'
  >
}) {
  const { t } = useLingui()
  const now = useNow()
  const clocks = useClockWords()
  if (c.status === 'snoozed' && !c.snoozed_until)
    return (
      <Chip tone="bare" icon={IconSnooze} title={t`Comes back when they write`}>
        <Trans>their answer</Trans>
      </Chip>
    )
  if (c.status === 'snoozed' && c.snoozed_until) {
    const left = Math.max(0, Date.parse(c.snoozed_until) - now)
    return (
      <Chip tone="bare" icon={IconSnooze} title={t`Comes back in ${longSpan(left)}`}>
        {shortSpan(left)}
      </Chip>
    )
  }
  if (c.deadline) {
    const left = Date.parse(c.deadline) - now
    const span = shortSpan(left)
    const what = c.deadline_kind ? clocks[c.deadline_kind] : t`Deadline`
    const soon = c.deadline_state === 'soon' || (c.deadline_kind === 'handoff' && left < 2 * HOUR)
    if (left < 0)
      return (
        <Chip tone="red" icon={IconClock} title={t`${what}: due ${longSpan(left)} ago`}>
          <Trans>{span} late</Trans>
        </Chip>
      )
    return (
      <Chip tone={soon ? 'amber' : 'plain'} icon={IconClock} title={t`${what}: due in ${longSpan(left)}`}>
        <Trans>{span} left</Trans>
      </Chip>
    )
  }
  if (!c.waiting_since) return null
  const wait = now - Date.parse(c.waiting_since)
  // A question of last year is history, not an alarm.
  const soon = wait > 4 * HOUR && wait < 14 * 24 * HOUR
  return (
    <Chip
      tone={soon ? 'amber' : 'bare'}
      icon={IconWaiting}
      title={t`Waits for an answer since ${longSpan(wait)}`}
    >
      {shortSpan(wait)}
    </Chip>
  )
}

/** The deadline at the end of the reason line: "40 minutes left". */
export function DeadlineWords({ c }: { c: Pick<Conversation, 'deadline' | 'deadline_state'> }) {
  const now = useNow()
  if (!c.deadline || c.deadline_state === 'paused') return null
  const left = Date.parse(c.deadline) - now
  const span = longSpan(left)
  return (
    <>
      {' · '}
      {left < 0 ? <Trans>{span} late</Trans> : <Trans>{span} left</Trans>}
    </>
  )
}
