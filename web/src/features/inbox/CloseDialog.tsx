// CloseDialog: what came of a hand-over; it goes back to the giver.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { HandoffCloseInput } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Form,
  SelectField,
  TextArea,
  useHandoffResultWords,
} from '@/ui'

interface CloseProps {
  opened: boolean
  onClose: () => void
  run: (body: HandoffCloseInput) => Promise<unknown>
  giver?: string
}

export function CloseDialog({ opened, onClose, run, giver }: CloseProps) {
  const { t } = useLingui()
  const results = useHandoffResultWords()
  const [result, setResult] = useState<HandoffCloseInput['result']>('solved')
  const [outcome, setOutcome] = useState('')
  const close = useMutation({ mutationFn: () => run({ result, outcome }), onSuccess: onClose })
  return (
    <Dialog title={<Trans>Close the hand-over</Trans>} opened={opened} onClose={onClose}>
      <Form onSubmit={() => close.mutate()}>
        <SelectField
          label={t`Result`}
          value={result}
          onChange={setResult}
          choices={(['solved', 'deal', 'no_need', 'not_possible', 'other'] as const).map((value) => ({
            value,
            label: results[value],
          }))}
        />
        <TextArea
          label={t`What came of it`}
          description={giver ? t`Goes back to ${giver}.` : undefined}
          value={outcome}
          onChange={(e) => setOutcome(e.currentTarget.value)}
          data-autofocus
        />
        <ErrorNotice error={close.error} />
        <DialogFoot>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" type="submit" busy={close.isPending}>
            <Trans>Close hand-over</Trans>
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  )
}
