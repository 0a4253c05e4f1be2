// OutboxState: how a row of the outbox stands, in words with a sign: the same in a thread, in the outbox and in the
// calendar.
import { useLingui } from '@lingui/react/macro'
import type { OutboxItem } from '@/api'
import { Chip, type Tone } from './Chip'
import {
  IconClock,
  IconClose,
  IconKept,
  IconLoading,
  IconPause,
  IconProblem,
  IconQuestion,
  IconSecond,
  IconUndo,
  type Icon,
} from './icons'

/** Of the outbox, or of the calendar: there every row is a post of ours. */
export type OutboxRow = Pick<OutboxItem, 'state' | 'second_person' | 'approvals'> & {
  act?: OutboxItem['act']
}

const LOOKS: Record<OutboxItem['state'], { tone: Tone; icon: Icon }> = {
  queued: { tone: 'plain', icon: IconClock },
  sending: { tone: 'accent', icon: IconLoading },
  sent: { tone: 'green', icon: IconKept },
  unclear: { tone: 'amber', icon: IconQuestion },
  failed: { tone: 'red', icon: IconProblem },
  cancelled: { tone: 'plain', icon: IconClose },
  held: { tone: 'amber', icon: IconPause },
  draft: { tone: 'amber', icon: IconUndo },
}

const isPost = (row: OutboxRow) => (row.act ?? 'post') === 'post'

export function outboxLook(row: OutboxRow): { tone: Tone; icon: Icon } {
  if (row.second_person) return { tone: 'amber', icon: IconSecond }
  return row.state === 'queued' && isPost(row) ? { tone: 'accent', icon: IconClock } : LOOKS[row.state]
}

/** An approver said yes on a condition that somebody must look after. */
export const onCondition = (row: OutboxRow): boolean => row.approvals.some((a) => a.condition !== '')

export function useOutboxWords(): (row: OutboxRow) => string {
  const { t } = useLingui()
  return (row) => {
    const words = {
      queued: isPost(row) ? t`Planned` : t`Waits to be sent`,
      sending: t`Sending`,
      sent: t`Sent`,
      unclear: t`Unclear`,
      failed: t`Not sent`,
      cancelled: t`Cancelled`,
      held: row.second_person
        ? t`Waits for approval`
        : onCondition(row)
          ? t`Approved on a condition`
          : isPost(row)
            ? t`Held`
            : t`Held by a pause`,
      draft: t`Given back`,
    }
    return words[row.state]
  }
}

/** Whose row it is: a member's, or that of a rule, which is said. */
export function useOutboxAuthor(): (row: Pick<OutboxItem, 'rule' | 'member'>) => string {
  const { t } = useLingui()
  return ({ rule, member }) => {
    const name = rule?.name ?? ''
    return rule ? t`The rule ${name} (automatic)` : (member?.name ?? t`Somebody`)
  }
}

export function OutboxChip({ row }: { row: OutboxRow }) {
  const words = useOutboxWords()
  const { tone, icon } = outboxLook(row)
  return (
    <Chip tone={tone} icon={icon}>
      {words(row)}
    </Chip>
  )
}
