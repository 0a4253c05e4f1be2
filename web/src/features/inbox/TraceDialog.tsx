// TraceDialog: the steps that a post went through, with reasons and times: the same that `kith trace` prints.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { traceQuery } from '@/api'
import { Dialog, Failed, SkeletonRows, Table } from '@/ui'

export function TraceDialog({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const { data, error, isPending, refetch } = useQuery({ ...traceQuery(id), enabled: opened })
  return (
    <Dialog title={<Trans>The way of this post</Trans>} opened={opened} onClose={onClose} width={760}>
      {isPending ? (
        <SkeletonRows rows={5} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Table
          label={t`Steps`}
          rows={data.steps}
          rowKey={(s) => s.name}
          columns={[
            { key: 'step', head: t`Step`, cell: (s) => <strong>{s.name}</strong> },
            {
              key: 'outcome',
              head: t`Outcome`,
              cell: (s) => (
                <>
                  {s.outcome}
                  {s.reason && <div>{s.reason}</div>}
                </>
              ),
            },
            {
              key: 'took',
              head: t`Took`,
              end: true,
              quiet: true,
              cell: (s) =>
                s.took_us === null
                  ? ''
                  : `${(s.took_us / 1000).toLocaleString(i18n.locale, { maximumFractionDigits: 2 })} ms`,
            },
            { key: 'file', head: t`Where`, quiet: true, cell: (s) => s.file },
          ]}
        />
      )}
    </Dialog>
  )
}
