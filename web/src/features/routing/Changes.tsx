// Changes: every change of the rules with who made it; the last one of a rule can be taken back.
import { Trans, useLingui } from '@lingui/react/macro'
import { msg } from '@lingui/core/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, routingChangesQuery, take, type RoutingChange } from '@/api'
import { Button, Card, IconUndo, Section, Table, table, Time, useToast } from '@/ui'

const useWhatWords = table({
  added: msg`added`,
  changed: msg`changed`,
  moved: msg`moved`,
  removed: msg`removed`,
  undone: msg`taken back`,
})

export function Changes({ may }: { may: boolean }) {
  const { t } = useLingui()
  const what = useWhatWords()
  const client = useQueryClient()
  const toast = useToast()
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(routingChangesQuery())
  const undo = useMutation({
    mutationFn: (change: RoutingChange) =>
      take(api.POST('/api/v1/routing/changes/{id}/undo', { params: { path: { id: change.id } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['routing'] })
      toast.show(t`Taken back.`)
    },
    onError: toast.fail,
  })
  const rows = data?.pages.flatMap((p) => p.items) ?? []
  if (rows.length === 0) return null
  return (
    <Section
      title={<Trans>Changes</Trans>}
      lead={<Trans>Each one is a version of all rules; the last change of a rule can be taken back.</Trans>}
    >
      <Card flush>
        <Table
          label={t`Changes of the rules`}
          rows={rows}
          rowKey={(c) => String(c.id)}
          columns={[
            { key: 'id', head: t`Version`, quiet: true, cell: (c) => c.id },
            {
              key: 'what',
              head: t`Rule`,
              cell: (c) => (
                <>
                  <b>{c.name}</b> {what[c.what]}
                  {c.undoes > 0 && <Trans> (change {c.undoes})</Trans>}
                </>
              ),
            },
            { key: 'by', head: t`By`, cell: (c) => c.by?.name ?? '–' },
            { key: 'at', head: t`When`, quiet: true, cell: (c) => <Time at={c.at} as="exact" /> },
            {
              key: 'acts',
              head: <span className="sr">{t`Actions`}</span>,
              end: true,
              cell: (c) =>
                may &&
                c.can_undo && (
                  <Button
                    size="s"
                    icon={IconUndo}
                    onClick={() => undo.mutate(c)}
                    aria-label={t`Take back change ${c.id}`}
                  >
                    <Trans>Take back</Trans>
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      {hasNextPage && (
        <Button size="s" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          <Trans>Earlier changes</Trans>
        </Button>
      )}
    </Section>
  )
}
