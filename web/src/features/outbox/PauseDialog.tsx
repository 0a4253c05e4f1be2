// PauseDialog: holds what would be said, for all or for a part, with the reason. All at once is one key everywhere (!).
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, channelsQuery, labelsQuery, regionsQuery, take, useCan, type PauseInput } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  fieldError,
  Form,
  IconPause,
  Kbd,
  SelectField,
  TextField,
  useToast,
} from '@/ui'

export function PauseButton() {
  const may = useCan('reply')
  const [opened, setOpened] = useState(false)
  if (!may) return null
  return (
    <>
      <Button icon={IconPause} onClick={() => setOpened(true)}>
        <Trans>Pause</Trans>
      </Button>
      <Dialog title={<Trans>Pause</Trans>} opened={opened} onClose={() => setOpened(false)} width={440}>
        <Body onClose={() => setOpened(false)} />
      </Dialog>
    </>
  )
}

type Scope = PauseInput['scope']

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [scope, setScope] = useState<Scope>('all')
  const [which, setWhich] = useState('')
  const [reason, setReason] = useState('')
  const { data: channels } = useQuery(channelsQuery())
  const { data: labels } = useQuery(labelsQuery())
  const { data: regions } = useQuery(regionsQuery())
  const start = useMutation({
    mutationFn: (body: PauseInput) => take(api.POST('/api/v1/pauses', { body })),
    onSuccess: async (pause) => {
      await Promise.all(
        ['status', 'outbox', 'thread'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      onClose()
      if (pause.begun.length > 0) toast.show(<Trans>{pause.begun.length} had begun to leave already.</Trans>)
    },
  })
  const choices: Record<Exclude<Scope, 'all'>, { value: string; label: string }[]> = {
    channel: (channels?.items ?? []).filter((c) => c.can_reply).map((c) => ({ value: c.id, label: c.name })),
    region: (regions?.items ?? []).map((r) => ({ value: r.name, label: r.name })),
    topic: (labels?.items ?? []).map((l) => ({ value: l.id, label: l.name })),
  }
  const names: Record<Exclude<Scope, 'all'>, string> = {
    channel: t`Which channel`,
    region: t`Which region`,
    topic: t`Which label`,
  }
  const field = { channel: 'channel_id', region: 'region', topic: 'label_id' } as const
  const submit = () =>
    start.mutate({ scope, reason: reason.trim(), ...(scope === 'all' ? {} : { [field[scope]]: which }) })
  return (
    <Form onSubmit={submit}>
      <p>
        <Trans>
          Answers, posts and what is planned are held at once, on every server. When the pause ends, each is
          looked at once more before it leaves. <Kbd keys="!" /> holds everything from anywhere.
        </Trans>
      </p>
      <SelectField<Scope>
        label={t`What is held`}
        value={scope}
        onChange={(value) => {
          setScope(value)
          setWhich('')
        }}
        choices={[
          { value: 'all', label: t`Everything` },
          { value: 'channel', label: t`One channel` },
          { value: 'region', label: t`The channels of a region` },
          { value: 'topic', label: t`Conversations and posts with a label` },
        ]}
      />
      {scope !== 'all' &&
        (choices[scope].length > 0 ? (
          <SelectField
            label={names[scope]}
            value={which}
            onChange={setWhich}
            choices={[{ value: '', label: t`Choose` }, ...choices[scope]]}
          />
        ) : (
          <p>
            {scope === 'region' ? (
              <Trans>No channel has a region yet. It is written down on the page of channels.</Trans>
            ) : (
              <Trans>There is none yet.</Trans>
            )}
          </p>
        ))}
      <TextField
        label={t`Why`}
        value={reason}
        maxLength={500}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(start.error, 'reason')}
      />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="danger" type="submit" busy={start.isPending} disabled={scope !== 'all' && !which}>
          <Trans>Hold it now</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
