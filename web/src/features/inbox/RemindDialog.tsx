// RemindDialog: when one wants to look at a conversation again. It stays as it is for everybody.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Reminder } from '@/api'
import {
  Button,
  CheckField,
  Dialog,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  fieldError,
  Form,
  otherError,
  TextField,
  useToast,
} from '@/ui'
import { localInput, snoozeChoices } from './snooze'
import css from './Snooze.module.css'

interface RemindProps {
  conversation: string
  reminder: Reminder | null
  onClose: () => void
}

export function RemindDialog(props: RemindProps) {
  return (
    <Dialog title={<Trans>Remind me</Trans>} opened onClose={props.onClose} width={420}>
      <Body {...props} />
    </Dialog>
  )
}

function Body({ conversation, reminder, onClose }: RemindProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const choices = snoozeChoices(new Date()).flatMap((c) => (c.until ? [{ ...c, until: c.until }] : []))
  const [at, setAt] = useState(() =>
    localInput(reminder ? new Date(reminder.at) : (choices[0]?.until ?? new Date(Date.now() + 86_400_000))),
  )
  const [unless, setUnless] = useState(reminder?.unless_they_write ?? true)
  const [text, setText] = useState(reminder?.text ?? '')
  const put = useMutation({
    mutationFn: (time: Date | null) =>
      take(
        api.PUT('/api/v1/conversations/{id}/reminder', {
          params: { path: { id: conversation } },
          body: { at: time?.toISOString() ?? null, unless_they_write: unless, text },
        }),
      ),
    onSuccess: (_, time) => {
      void client.invalidateQueries({ queryKey: ['thread', conversation] })
      toast.show(time ? t`You will find it under For me.` : t`The reminder is gone.`)
      onClose()
    },
  })
  const past = !(new Date(at).getTime() > Date.now())
  return (
    <Form onSubmit={() => !past && put.mutate(new Date(at))}>
      <DialogLead>
        <Trans>Only you are reminded. For the others the conversation stays as it is.</Trans>
      </DialogLead>
      <div className={css.choices}>
        {choices.map((c, i) => (
          <button
            key={c.id}
            type="button"
            className={css.choice}
            aria-pressed={at === localInput(c.until)}
            onClick={() => setAt(localInput(c.until))}
            data-autofocus={i === 0 || undefined}
          >
            {c.label}
          </button>
        ))}
      </div>
      <TextField
        label={t`When`}
        type="datetime-local"
        value={at}
        onChange={(e) => setAt(e.currentTarget.value)}
        error={past ? t`Choose a time that is still to come.` : fieldError(put.error, 'at')}
      />
      <TextField
        label={t`Of what (optional)`}
        value={text}
        maxLength={200}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(put.error, 'text')}
      />
      <CheckField label={t`Only if they have not written by then`} checked={unless} onChange={setUnless} />
      <ErrorNotice error={otherError(put.error, ['at', 'text'])} />
      <DialogFoot>
        {reminder && (
          <Button kind="quiet" onClick={() => put.mutate(null)}>
            <Trans>No reminder</Trans>
          </Button>
        )}
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={put.isPending} disabled={past}>
          <Trans>Remind me</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
