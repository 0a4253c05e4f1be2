// Offers: what can be done about a finding beside changing words: open the link that nobody looked at, record the
// promise that was made.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Finding } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  IconPromise,
  IconExternal,
  otherError,
  TextField,
} from '@/ui'
import { sentenceAt } from './text'

interface OfferProps {
  finding: Finding
  /** The whole draft. */
  text: string
  person: { id: string; name: string } | null
  conversation: string
}

export function Offer({ finding, text, person, conversation }: OfferProps) {
  if (finding.offer === 'open_link' && finding.words) return <OpenLink words={finding.words} />
  if (finding.offer === 'commitment' && person)
    return (
      <RecordPromise person={person} conversation={conversation} said={sentenceAt(text, finding.start)} />
    )
  return null
}

function OpenLink({ words }: { words: string }) {
  const client = useQueryClient()
  const url = /^https?:\/\//i.test(words) ? words : `https://${words}`
  const looked = useMutation({
    mutationFn: () => take(api.POST('/api/v1/links/opened', { body: { url: words } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['check'] }),
  })
  return (
    <Button
      size="s"
      icon={IconExternal}
      busy={looked.isPending}
      onClick={() => {
        window.open(url, '_blank', 'noopener,noreferrer')
        looked.mutate()
      }}
    >
      <Trans>Open it</Trans>
    </Button>
  )
}

interface PromiseProps {
  person: { id: string; name: string }
  conversation: string
  said: string
}

function RecordPromise({ person, conversation, said }: PromiseProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [what, setWhat] = useState('')
  const [day, setDay] = useState('')
  const save = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/people/{id}/commitments', {
          params: { path: { id: person.id } },
          body: {
            side: 'us',
            conversation_id: conversation,
            text: what.trim(),
            due_at: day ? new Date(`${day}T23:59:59`).toISOString() : null,
          },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['check'] }),
        client.invalidateQueries({ queryKey: ['person', person.id] }),
      ])
      setOpened(false)
    },
  })
  return (
    <>
      <Button
        size="s"
        icon={IconPromise}
        onClick={() => {
          setWhat(said)
          setOpened(true)
        }}
      >
        <Trans>Record it</Trans>
      </Button>
      <Dialog
        title={<Trans>We promise {person.name}</Trans>}
        opened={opened}
        onClose={() => setOpened(false)}
        width={480}
      >
        <Form onSubmit={() => save.mutate()}>
          <TextField
            label={t`What?`}
            value={what}
            onChange={(e) => setWhat(e.currentTarget.value)}
            error={fieldError(save.error, 'text')}
            autoComplete="off"
          />
          <TextField
            type="date"
            label={t`Until`}
            value={day}
            onChange={(e) => setDay(e.currentTarget.value)}
            error={fieldError(save.error, 'due_at')}
            data-autofocus
          />
          <ErrorNotice error={otherError(save.error, ['text', 'due_at'])} />
          <DialogFoot>
            <Button onClick={() => setOpened(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button kind="main" type="submit" busy={save.isPending} disabled={!what.trim()}>
              <Trans>Record the promise</Trans>
            </Button>
          </DialogFoot>
        </Form>
      </Dialog>
    </>
  )
}
