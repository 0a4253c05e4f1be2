// TopicForm: what several queries are about: ourselves, something of ours, or a rival.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type QueryTopic } from '@/api'
import {
  Button,
  CheckField,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  IconTrash,
  otherError,
  TextField,
} from '@/ui'

export function TopicForm({ topic, onClose }: { topic: QueryTopic | null; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState(topic?.name ?? '')
  const [rival, setRival] = useState(topic?.rival ?? false)
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['queries'] })
    onClose()
  }
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), rival }
      return topic
        ? take(api.PUT('/api/v1/queries/topics/{id}', { params: { path: { id: topic.id } }, body }))
        : take(api.POST('/api/v1/queries/topics', { body }))
    },
    onSuccess: done,
  })
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/queries/topics/{id}', { params: { path: { id } } })),
    onSuccess: done,
  })
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={120}
        required
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <CheckField
        label={t`A rival`}
        help={t`Somebody we are compared with, in the same sources and the same time.`}
        checked={rival}
        onChange={setRival}
      />
      <ErrorNotice error={otherError(save.error ?? remove.error, ['name'])} />
      <DialogFoot>
        {topic && (
          <Button icon={IconTrash} busy={remove.isPending} onClick={() => remove.mutate(topic.id)}>
            <Trans>Remove</Trans>
          </Button>
        )}
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!name.trim()}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
