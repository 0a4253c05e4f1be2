// HandoverDialog: gives a conversation to a team, with a reason, what is asked, and until when.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, teamsQuery, type Conversation, type HandoffInput } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  Notice,
  otherError,
  SelectField,
  TextArea,
  useHandoffReasonWords,
  useToast,
} from '@/ui'

interface HandoverProps {
  conversation: Conversation
  opened: boolean
  onClose: () => void
  onMine: (ids: string[]) => void
}

const REASONS = ['hot_lead', 'complaint', 'press', 'legal', 'other'] as const
const HOURS: Record<string, number> = { hour: 1, four: 4, day: 24, three: 72 }

export function HandoverDialog({ conversation, opened, onClose, onMine }: HandoverProps) {
  return (
    <Dialog title={<Trans>Hand over to a team</Trans>} opened={opened} onClose={onClose} width={500}>
      <HandoverForm conversation={conversation} onClose={onClose} onMine={onMine} />
    </Dialog>
  )
}

function HandoverForm({ conversation, onClose, onMine }: Omit<HandoverProps, 'opened'>) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const reasons = useHandoffReasonWords()
  const { data: teams } = useQuery(teamsQuery())
  const guess =
    conversation.kind === 'lead' ? 'hot_lead' : conversation.kind === 'complaint' ? 'complaint' : 'other'
  const wanted = guess === 'hot_lead' ? 'sales' : guess === 'complaint' ? 'support' : null
  const [team, setTeam] = useState<string | null>(null)
  const to = team ?? teams?.items.find((one) => one.kind === wanted)?.id ?? null
  const [reason, setReason] = useState<HandoffInput['reason']>(guess)
  const [ask, setAsk] = useState('')
  const [due, setDue] = useState('four')
  const give = useMutation({
    mutationFn: () => {
      const hours = HOURS[due]
      return take(
        api.POST('/api/v1/conversations/{id}/handoff', {
          params: { path: { id: conversation.id } },
          body: {
            to_team: to ?? '',
            reason,
            ask,
            ...(hours && { due_at: new Date(Date.now() + hours * 3_600_000).toISOString() }),
          },
        }),
      )
    },
    onSuccess: () => {
      onMine([conversation.id])
      for (const key of ['thread', 'conversations', 'views', 'handoffs', 'home'])
        void client.invalidateQueries({ queryKey: [key] })
      toast.show(t`Handed over. You will be told what came of it.`)
      onClose()
    },
  })
  if (teams?.items.length === 0)
    return (
      <Notice>
        <Trans>There is no team yet. An admin makes teams under Members.</Trans>
      </Notice>
    )
  return (
    <Form onSubmit={() => to && give.mutate()}>
      <SelectField
        label={t`Team`}
        value={to}
        onChange={setTeam}
        choices={(teams?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        error={fieldError(give.error, 'to_team')}
        data-autofocus
      />
      <SelectField
        label={t`Reason`}
        value={reason}
        onChange={setReason}
        choices={REASONS.map((value) => ({ value, label: reasons[value] }))}
      />
      <TextArea
        label={t`What should they do`}
        value={ask}
        onChange={(e) => setAsk(e.currentTarget.value)}
        error={fieldError(give.error, 'ask')}
      />
      <SelectField
        label={t`Until`}
        value={due}
        onChange={setDue}
        choices={[
          { value: 'hour', label: t`In one hour` },
          { value: 'four', label: t`In four hours` },
          { value: 'day', label: t`In one day` },
          { value: 'three', label: t`In three days` },
          { value: 'none', label: t`No deadline` },
        ]}
      />
      <ErrorNotice error={otherError(give.error, ['to_team', 'ask'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={give.isPending} disabled={!to}>
          <Trans>Hand over</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
