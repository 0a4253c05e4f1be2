// Changes: who changed which query, the newest first; the last change of each can be taken back.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, queryChangesQuery, take } from '@/api'
import { Button, Section, Time, useToast } from '@/ui'
import css from './Listening.module.css'

export function Changes({ may }: { may: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery(queryChangesQuery())
  const undo = useMutation({
    mutationFn: (id: number) =>
      take(api.POST('/api/v1/queries/changes/{id}/undo', { params: { path: { id: String(id) } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['queries'] }),
    onError: toast.fail,
  })
  const what: Record<string, string> = {
    added: t`added`,
    changed: t`changed`,
    locked: t`locked`,
    unlocked: t`opened for all`,
    removed: t`removed`,
    undone: t`took back a change of`,
  }
  const items = data?.pages.flatMap((p) => p.items) ?? []
  if (items.length === 0) return null
  return (
    <Section title={<Trans>Changes</Trans>}>
      <ul className={css.changes}>
        {items.map((c) => (
          <li key={c.id}>
            <span>
              <b>{c.by?.name ?? 'Kith'}</b> {what[c.what] ?? c.what} “{c.name}”{' '}
              <span className={css.quiet}>
                <Time at={c.at} />
              </span>
            </span>
            {c.before !== c.after && c.before && c.after && (
              <span className={css.quiet}>
                <del>{c.before}</del> <ins>{c.after}</ins>
              </span>
            )}
            {may && c.can_undo && (
              <Button size="s" busy={undo.isPending} onClick={() => undo.mutate(c.id)}>
                <Trans>Take back</Trans>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="s" onClick={() => void fetchNextPage()}>
          <Trans>Older changes</Trans>
        </Button>
      )}
    </Section>
  )
}
