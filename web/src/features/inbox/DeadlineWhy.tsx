// DeadlineWhy: the deadlines of a conversation and where each comes from: the line of the table that counts, or a rule.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Clock } from '@/api'
import {
  Chip,
  Dialog,
  IconClock,
  longSpan,
  Table,
  Time,
  useClockWords,
  useKindWords,
  useStageWords,
} from '@/ui'
import css from './Conversation.module.css'

export function DeadlineWhy({ clocks }: { clocks: Clock[] }) {
  const { t } = useLingui()
  const words = useClockWords()
  const kinds = useKindWords()
  const stages = useStageWords()
  const [open, setOpen] = useState(false)
  if (clocks.length === 0) return null
  const from = (c: Clock) =>
    c.rule
      ? t`the rule ${c.rule.name}`
      : [c.channel?.name, c.about && kinds[c.about], c.stage && stages[c.stage]]
          .filter(Boolean)
          .join(' · ') || t`the deadline for everything else`
  const states = {
    paused: <Chip tone="bare">{t`stands still`}</Chip>,
    running: <Chip>{t`running`}</Chip>,
    soon: <Chip tone="amber">{t`due soon`}</Chip>,
    overdue: <Chip tone="red">{t`overdue`}</Chip>,
  }
  return (
    <>
      <button type="button" className={css.chipButton} onClick={() => setOpen(true)}>
        <IconClock size={13} aria-hidden />
        <Trans>Deadlines</Trans>
      </button>
      <Dialog
        title={<Trans>Deadlines of this conversation</Trans>}
        opened={open}
        onClose={() => setOpen(false)}
        width={560}
      >
        <Table
          label={t`Deadlines of this conversation`}
          rows={clocks}
          rowKey={(c) => c.kind}
          columns={[
            { key: 'what', head: t`What`, cell: (c) => <strong>{words[c.kind]}</strong> },
            { key: 'state', head: t`State`, cell: (c) => states[c.state] },
            { key: 'within', head: t`Within`, cell: (c) => longSpan(c.minutes * 60_000) },
            {
              key: 'due',
              head: t`Due`,
              cell: (c) => (c.due_at ? <Time at={c.due_at} as="exact" /> : <Trans>when they answer</Trans>),
            },
            { key: 'from', head: t`Because of`, quiet: true, cell: from },
          ]}
        />
      </Dialog>
    </>
  )
}
