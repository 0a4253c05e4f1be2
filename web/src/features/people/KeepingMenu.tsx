// KeepingMenu: two records of one person, and what the law may ask: everything as a file, a legal hold, erasure with its
// certificate.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api, take, useCan, type PersonPage } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  IconButton,
  IconDownload,
  IconLock,
  IconMerge,
  IconMore,
  IconTrash,
  Menu,
  otherError,
  TextField,
  useToast,
  type MenuEntry,
} from '@/ui'

const SamePerson = lazy(async () => ({ default: (await import('./SamePerson')).SamePerson }))

type Act = 'same' | 'hold' | 'erase'

export function KeepingMenu({ person }: { person: PersonPage }) {
  const { t } = useLingui()
  const may = useCan('members')
  const mayMerge = useCan('work')
  const [act, setAct] = useState<Act | null>(null)
  if (!may && !mayMerge) return null
  const everything = () => {
    const link = document.createElement('a')
    link.href = `/api/v1/people/${person.id}/everything`
    link.click()
  }
  const same: MenuEntry[] = [{ label: t`Same person as …`, icon: IconMerge, run: () => setAct('same') }]
  const kept: MenuEntry[] = [
    { label: t`Everything about them, as a file`, icon: IconDownload, run: everything },
    { label: t`Legal hold`, icon: IconLock, run: () => setAct('hold') },
    'line',
    { label: t`Erase`, icon: IconTrash, tone: 'red', run: () => setAct('erase') },
  ]
  return (
    <>
      <Menu
        position="bottom-end"
        entries={[
          ...(mayMerge ? same : []),
          ...(mayMerge && may ? ['line' as const] : []),
          ...(may ? kept : []),
        ]}
        target={<IconButton icon={IconMore} label={t`More about ${person.name}`} tip={false} />}
      />
      {act === 'same' && (
        <Suspense>
          <SamePerson person={person} onClose={() => setAct(null)} />
        </Suspense>
      )}
      <Dialog
        title={
          act === 'erase' ? <Trans>Erase {person.name}?</Trans> : <Trans>Legal hold on {person.name}</Trans>
        }
        opened={act === 'hold' || act === 'erase'}
        onClose={() => setAct(null)}
        width={460}
      >
        {act && act !== 'same' && <ActForm act={act} person={person} onClose={() => setAct(null)} />}
      </Dialog>
    </>
  )
}

function ActForm({
  act,
  person,
  onClose,
}: {
  act: Exclude<Act, 'same'>
  person: PersonPage
  onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const run = useMutation({
    mutationFn: async () => {
      const body = { reason: reason.trim() }
      if (act === 'erase')
        await take(api.POST('/api/v1/people/{id}/erase', { params: { path: { id: person.id } }, body }))
      else await take(api.POST('/api/v1/holds', { body: { ...body, person_id: person.id } }))
    },
    onSuccess: async () => {
      onClose()
      if (act === 'erase') {
        await navigate({ to: '/people' })
        await client.invalidateQueries()
        toast.show(<Trans>Erased. The certificate stands under Audit, Kept and erased.</Trans>)
      } else {
        await client.invalidateQueries({ queryKey: ['holds'] })
        toast.show(<Trans>Nothing of them goes until the hold is lifted, under Audit.</Trans>)
      }
    },
  })
  return (
    <Form onSubmit={() => run.mutate()}>
      <p>
        {act === 'erase' ? (
          <Trans>
            What they said, what is known of them, notes, and what the event log says about them are removed
            for good, in every table. What we said stays. It cannot be undone, and their old posts do not come
            back.
          </Trans>
        ) : (
          <Trans>While it holds, nothing of this person is erased, removed or let go by age.</Trans>
        )}
      </p>
      <TextField
        label={act === 'erase' ? t`On whose word, and why` : t`Why`}
        value={reason}
        maxLength={500}
        required
        data-autofocus
        error={fieldError(run.error, 'reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {run.error !== null && <ErrorNotice error={otherError(run.error, ['reason'])} />}
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          kind={act === 'erase' ? 'danger' : 'main'}
          type="submit"
          busy={run.isPending}
          disabled={!reason.trim()}
        >
          {act === 'erase' ? <Trans>Erase for good</Trans> : <Trans>Hold</Trans>}
        </Button>
      </DialogFoot>
    </Form>
  )
}
