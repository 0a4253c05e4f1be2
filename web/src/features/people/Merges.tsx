// Merges: who was merged into this person, by whom and why, each with its way back.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, mergesQuery, take, useCan, type Merge } from '@/api'
import { Button, Confirm, IconUndo, Time, useToast } from '@/ui'
import { Evidence } from './DuplicatePair'
import css from './Duplicates.module.css'

export function Merges({ id }: { id: string }) {
  const { data } = useQuery(mergesQuery(id))
  if (!data || data.items.length === 0) return null
  return (
    <section className={css.merges}>
      <h3>
        <Trans>Merged into this person</Trans>
      </h3>
      <ul>
        {data.items.map((m) => (
          <li key={m.id}>
            <MergeItem merge={m} into={id} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function MergeItem({ merge, into }: { merge: Merge; into: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const mayUndo = useCan('work')
  const [asking, setAsking] = useState(false)
  const undo = useMutation({
    mutationFn: () => take(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id: merge.id } } })),
    onSuccess: () => {
      toast.show(t`They are two again, and will not be proposed any more.`)
      for (const key of ['merges', 'person', 'timeline', 'people', 'duplicates'])
        void client.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <div className={css.merge} data-into={into}>
      <div>
        {merge.undone_at ? (
          <Link to="/people/$person" params={{ person: merge.gone_id }}>
            {merge.gone_name}
          </Link>
        ) : (
          <b>{merge.gone_name}</b>
        )}
        <div className={css.quiet}>
          {merge.made_by ? (
            <Trans>
              by {merge.made_by.name}, <Time at={merge.made_at} />
            </Trans>
          ) : (
            <Trans>
              by Kith on exact evidence, <Time at={merge.made_at} />
            </Trans>
          )}
          {merge.undone_at && (
            <>
              {' · '}
              <Trans>
                undone <Time at={merge.undone_at} />
              </Trans>
            </>
          )}
        </div>
        {merge.evidence.length > 0 && (
          <details>
            <summary>
              <Trans>Why</Trans>
            </summary>
            <Evidence list={merge.evidence} />
          </details>
        )}
      </div>
      {mayUndo && !merge.undone_at && (
        <Button kind="quiet" size="s" icon={IconUndo} onClick={() => setAsking(true)}>
          <Trans>Undo</Trans>
        </Button>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={<Trans>Make two of one again</Trans>}
        verb={t`Undo the merge`}
        run={() => undo.mutateAsync()}
      >
        <Trans>
          {merge.gone_name} gets back all that was theirs, with what came since through their accounts. What
          was written down here since stays here.
        </Trans>
      </Confirm>
    </div>
  )
}
