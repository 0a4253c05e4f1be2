// SamePerson: a member knows that two are one: choose the other, see what speaks for it and against it, and decide.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, besideQuery, take, type DecisionInput, type Duplicate, type Person } from '@/api'
import { Dialog, Failed, PersonSearch, SkeletonRows, useToast } from '@/ui'
import { DuplicatePair } from './DuplicatePair'
import css from './Duplicates.module.css'

interface Props {
  person: Person
  onClose: () => void
}

export function SamePerson({ person, onClose }: Props) {
  const { t } = useLingui()
  const [other, setOther] = useState<string | null>(null)
  return (
    <Dialog title={<Trans>Who else is {person.name}?</Trans>} opened onClose={onClose} width={720}>
      <div className={css.choose}>
        <PersonSearch label={t`The other record`} onPick={(p) => setOther(p.id)} />
        {other === person.id ? (
          <p className={css.quiet} role="status">
            <Trans>That is the same record. Choose another one.</Trans>
          </p>
        ) : (
          other && <Beside key={other} a={person.id} b={other} onDone={onClose} />
        )}
      </div>
    </Dialog>
  )
}

function Beside({ a, b, onDone }: { a: string; b: string; onDone: () => void }) {
  const { data, error, isPending, refetch } = useQuery(besideQuery(a, b))
  const [keep, setKeep] = useState<string | null>(null)
  const decide = useDecision(onDone)
  if (isPending) return <SkeletonRows rows={4} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const kept = keep ?? data.keep
  return (
    <DuplicatePair
      pair={data}
      keep={kept}
      onKeep={setKeep}
      mayDecide={!decide.isPending}
      now
      onDecide={(verdict) => decide.mutate({ pair: data, verdict, keep: kept })}
    />
  )
}

function useDecision(onDone: () => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const refresh = async () => {
    for (const queryKey of [['people'], ['person'], ['timeline'], ['merges'], ['duplicates'], ['beside']])
      await client.invalidateQueries({ queryKey })
  }
  const undo = useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id } } })),
    onSuccess: async () => {
      await refresh()
      toast.show(t`They are two again, and will not be proposed any more.`)
    },
    onError: toast.fail,
  })
  return useMutation({
    mutationFn: ({
      pair,
      verdict,
      keep,
    }: {
      pair: Duplicate
      verdict: DecisionInput['verdict']
      keep: string
    }) =>
      take(
        api.POST('/api/v1/people/duplicates/{a}/{b}', {
          params: { path: { a: pair.a.id, b: pair.b.id } },
          body: { verdict, keep: verdict === 'merge' ? keep : undefined },
        }),
      ),
    onSuccess: async (done, { keep }) => {
      onDone()
      const merge = done.merge_id
      if (merge) {
        await navigate({ to: '/people/$person', params: { person: keep } })
        toast.show(t`One person now. Nothing is lost.`, { label: t`Undo`, run: () => undo.mutate(merge) })
      } else toast.show(t`Two people. They will not be proposed as one.`)
      await refresh()
    },
    onError: toast.fail,
  })
}
