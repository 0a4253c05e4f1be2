// AbsenceForm: from when to when somebody is away, and who stands in.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type AbsenceInput, type RosterRow } from '@/api'
import { Button, DialogFoot, ErrorNotice, fieldError, Form, otherError, SelectField, TextField } from '@/ui'

interface AbsenceProps {
  row: RosterRow
  rows: RosterRow[]
  onClose: () => void
}

/** The first moment of a day here, some days on. */
const dayStart = (day: string, plus = 0) => {
  const at = new Date(`${day}T00:00:00`)
  at.setDate(at.getDate() + plus)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
const today = () => {
  const now = new Date()
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}

export function AbsenceForm({ row, rows, onClose }: AbsenceProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState(today)
  const [delegate, setDelegate] = useState('')
  const [note, setNote] = useState('')
  const save = useMutation({
    mutationFn: (body: AbsenceInput) => take(api.POST('/api/v1/absences', { body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['routing'] })
      onClose()
    },
  })
  const submit = () =>
    save.mutate({
      member_id: row.member.id,
      from_at: dayStart(from),
      to_at: dayStart(to, 1),
      delegate_id: delegate || null,
      note: note.trim(),
    })
  return (
    <Form onSubmit={submit}>
      <TextField
        type="date"
        label={t`First day`}
        value={from}
        onChange={(e) => setFrom(e.currentTarget.value)}
        error={fieldError(save.error, 'from_at')}
        data-autofocus
      />
      <TextField
        type="date"
        label={t`Last day`}
        value={to}
        onChange={(e) => setTo(e.currentTarget.value)}
        error={fieldError(save.error, 'to_at')}
      />
      <SelectField
        label={t`Who stands in`}
        description={t`New conversations, notices and approvals go there meanwhile.`}
        searchable
        choices={[
          { value: '', label: t`Nobody` },
          ...rows
            .filter((r) => r.member.id !== row.member.id)
            .map((r) => ({ value: r.member.id, label: r.member.name })),
        ]}
        value={delegate}
        onChange={setDelegate}
        error={fieldError(save.error, 'delegate_id')}
      />
      <TextField
        label={t`Note`}
        value={note}
        maxLength={150}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
      <ErrorNotice error={otherError(save.error, ['from_at', 'to_at', 'delegate_id'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!from || !to}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
