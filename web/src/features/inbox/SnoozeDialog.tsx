// SnoozeDialog: until when a conversation sleeps: one of a few moments, or a picked one.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, Dialog, DialogFoot, Form, formatLocale, TextField } from '@/ui'
import { localInput, snoozeChoices } from './snooze'
import css from './Snooze.module.css'

interface SnoozeProps {
  opened: boolean
  onClose: () => void
  onPick: (until: Date | null) => void
}

export function SnoozeDialog({ opened, onClose, onPick }: SnoozeProps) {
  return (
    <Dialog title={<Trans>Snooze until</Trans>} opened={opened} onClose={onClose} width={380}>
      <Body
        onClose={onClose}
        onPick={(until) => {
          onClose()
          onPick(until)
        }}
      />
    </Dialog>
  )
}

function Body({ onClose, onPick }: Omit<SnoozeProps, 'opened'>) {
  const { t, i18n } = useLingui()
  const choices = snoozeChoices(new Date())
  const [text, setText] = useState(() => localInput(new Date(Date.now() + 26 * 3_600_000)))
  const date = new Date(text)
  const past = !(date.getTime() > Date.now())
  const words = new Intl.DateTimeFormat(formatLocale(i18n.locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (
    <Form onSubmit={() => !past && onPick(date)}>
      <div className={css.choices}>
        {choices.map((c, i) => (
          <button
            key={c.id}
            type="button"
            className={css.choice}
            onClick={() => onPick(c.until)}
            data-autofocus={i === 0 || undefined}
          >
            {c.label}
            {c.until && <small>{words.format(c.until)}</small>}
          </button>
        ))}
      </div>
      <TextField
        label={t`Another time`}
        type="datetime-local"
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={past ? t`Choose a time that is still to come.` : undefined}
      />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" disabled={past}>
          <Trans>Snooze</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
