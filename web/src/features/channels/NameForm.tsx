// NameForm: what we call a channel, and where it speaks.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Channel } from '@/api'
import { Button, DialogFoot, fieldError, Form, SwitchField, TextField } from '@/ui'

export function NameForm({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState(channel.name)
  const [region, setRegion] = useState(channel.region)
  const [days, setDays] = useState(channel.retention_days ? String(channel.retention_days) : '')
  const [acknowledge, setAcknowledge] = useState(channel.acknowledge)
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/channels/{id}', {
          params: { path: { id: channel.id } },
          body: {
            name: name.trim(),
            region: region.trim(),
            retention_days: Number(days) || 0,
            ...(channel.can_acknowledge && { acknowledge }),
          },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['channels'] })
      onClose()
    },
  })
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={120}
        required
        data-autofocus
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label={t`Region`}
        description={t`Where it speaks, in your own words. A pause can hold all channels of a region.`}
        value={region}
        maxLength={80}
        error={fieldError(save.error, 'region')}
        onChange={(event) => setRegion(event.currentTarget.value)}
      />
      <TextField
        label={t`Keep what was said for so many days`}
        description={t`Empty: for ever. Older words go; counts and relationships stay. A legal hold wins.`}
        inputMode="numeric"
        value={days}
        error={fieldError(save.error, 'retention_days')}
        onChange={(event) => setDays(event.currentTarget.value.replace(/\D/g, ''))}
      />
      {channel.can_acknowledge && (
        <SwitchField
          label={t`Rules may acknowledge in private here`}
          help={t`Where an owner allows it for the house.`}
          checked={acknowledge}
          onChange={setAcknowledge}
        />
      )}
      <DialogFoot>
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
