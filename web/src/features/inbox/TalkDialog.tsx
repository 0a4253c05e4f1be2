// TalkDialog: something is talked over with a few colleagues, beside the conversation.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, membersQuery, take, useMe } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  fieldError,
  Form,
  MultiField,
  otherError,
  TextArea,
  TextField,
} from '@/ui'
import css from './Talk.module.css'

export function TalkDialog({ conversation, onClose }: { conversation: string; onClose: () => void }) {
  return (
    <Dialog title={<Trans>Talk something over</Trans>} opened onClose={onClose} width={520}>
      <Body conversation={conversation} onClose={onClose} />
    </Dialog>
  )
}

function Body({ conversation, onClose }: { conversation: string; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const me = useMe().member.id
  const { data: members } = useQuery(membersQuery())
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<string[]>([])
  const open = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/conversations/{id}/talks', {
          params: { path: { id: conversation } },
          body: { subject, text, member_ids: asked },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['thread', conversation] })
      onClose()
    },
  })
  return (
    <Form onSubmit={() => open.mutate()}>
      <DialogLead>
        <Trans>
          A side talk is only for us. Who takes part is told of each word; the others find it in the thread.
        </Trans>
      </DialogLead>
      <TextField
        label={t`About`}
        value={subject}
        maxLength={120}
        onChange={(e) => setSubject(e.currentTarget.value)}
        error={fieldError(open.error, 'subject')}
        data-autofocus
      />
      <div className={css.with}>
        <span aria-hidden>{t`With`}</span>
        <MultiField
          label={t`With`}
          placeholder={t`Colleagues`}
          choices={(members?.items ?? [])
            .filter((m) => m.status === 'active' && m.id !== me)
            .map((m) => ({ value: m.id, label: m.name }))}
          values={asked}
          onChange={setAsked}
        />
      </div>
      <TextArea
        label={t`First words`}
        value={text}
        minRows={3}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(open.error, 'text')}
      />
      <ErrorNotice error={otherError(open.error, ['subject', 'text'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={open.isPending} disabled={!subject.trim() || !text.trim()}>
          <Trans>Begin</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
