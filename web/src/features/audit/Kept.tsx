// Kept: legal holds, and who was erased: certificates that say what was removed and not whose.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, erasuresQuery, holdsQuery, take, useCan, type Erasure, type Hold } from '@/api'
import {
  Button,
  Card,
  Dialog,
  Empty,
  Failed,
  IconLock,
  IconTrash,
  SkeletonRows,
  Table,
  Time,
  useToast,
} from '@/ui'
import css from './Audit.module.css'

export function Kept() {
  return (
    <>
      <Holds />
      <Erasures />
    </>
  )
}

function Holds() {
  const { t } = useLingui()
  const mayLift = useCan('settings')
  const client = useQueryClient()
  const toast = useToast()
  const query = useInfiniteQuery(holdsQuery())
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const lift = useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/holds/{id}/lift', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['holds'] }),
    onError: toast.fail,
  })
  if (query.isPending) return <SkeletonRows rows={3} face={false} />
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  return (
    <section aria-label={t`Legal holds`}>
      <h2 className={css.heading}>
        <Trans>Legal holds</Trans>
      </h2>
      {rows.length === 0 ? (
        <Empty icon={IconLock} title={<Trans>Nothing is held</Trans>}>
          <Trans>
            A hold is set on the page of a person. What it covers is neither erased nor let go by age.
          </Trans>
        </Empty>
      ) : (
        <Card flush>
          <Table<Hold>
            label={t`Legal holds`}
            rows={rows}
            rowKey={(hold) => hold.id}
            columns={[
              { key: 'what', head: t`What`, cell: (hold) => <Held hold={hold} /> },
              { key: 'why', head: t`Why`, cell: (hold) => hold.reason },
              {
                key: 'since',
                head: t`Since`,
                quiet: true,
                cell: (hold) => (
                  <>
                    {hold.set_by?.name}, <Time at={hold.set_at} as="exact" />
                  </>
                ),
              },
              {
                key: 'lift',
                head: t`Until`,
                cell: (hold) =>
                  hold.lifted_at ? (
                    <span className={css.quiet}>
                      {hold.lifted_by?.name}, <Time at={hold.lifted_at} as="exact" />
                    </span>
                  ) : mayLift ? (
                    <Button size="s" busy={lift.isPending} onClick={() => lift.mutate(hold.id)}>
                      <Trans>Lift it</Trans>
                    </Button>
                  ) : (
                    <Trans>holds</Trans>
                  ),
              },
            ]}
          />
        </Card>
      )}
    </section>
  )
}

function Held({ hold }: { hold: Hold }) {
  if (hold.channel) return <>{hold.channel.name}</>
  if (!hold.person) return <Trans>Somebody you do not see</Trans>
  return (
    <Link to="/people/$person" params={{ person: hold.person.id }}>
      {hold.person.name}
    </Link>
  )
}

function Erasures() {
  const { t } = useLingui()
  const [shown, setShown] = useState<Erasure | null>(null)
  const query = useInfiniteQuery(erasuresQuery())
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.isPending) return <SkeletonRows rows={3} face={false} />
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  return (
    <section aria-label={t`Erased`}>
      <h2 className={css.heading}>
        <Trans>Erased</Trans>
      </h2>
      {rows.length === 0 ? (
        <Empty icon={IconTrash} title={<Trans>Nobody was erased</Trans>} />
      ) : (
        <Card flush>
          <Table<Erasure>
            label={t`Erased`}
            rows={rows}
            rowKey={(erasure) => erasure.id}
            columns={[
              { key: 'at', head: t`When`, quiet: true, cell: (e) => <Time at={e.erased_at} as="exact" /> },
              { key: 'who', head: t`By`, cell: (e) => e.erased_by?.name },
              { key: 'why', head: t`Why`, cell: (e) => e.reason },
              {
                key: 'certificate',
                head: t`Certificate`,
                cell: (e) => (
                  <Button size="s" onClick={() => setShown(e)}>
                    <Trans>Show</Trans>
                  </Button>
                ),
              },
            ]}
          />
          {query.hasNextPage && (
            <div className={css.more}>
              <Button kind="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                <Trans>Show earlier ones</Trans>
              </Button>
            </div>
          )}
        </Card>
      )}
      <Dialog
        title={<Trans>Certificate of erasure</Trans>}
        opened={shown !== null}
        onClose={() => setShown(null)}
        width={560}
      >
        {shown && <Certificate erasure={shown} />}
      </Dialog>
    </section>
  )
}

function Certificate({ erasure }: { erasure: Erasure }) {
  const counts = erasure.counts as Record<string, number>
  const accounts = erasure.accounts as string[]
  const name = erasure.erased_by?.name ?? ''
  return (
    <div className={css.certificate}>
      <p>
        <strong>{erasure.organisation}</strong>
      </p>
      <p>
        <Trans>
          On <Time at={erasure.erased_at} as="exact" />, {name} erased person no. {erasure.person_id}:{' '}
          {erasure.reason}
        </Trans>
      </p>
      <ul>
        <li>
          <Plural value={counts.posts ?? 0} one="# post" other="# posts" />
        </li>
        <li>
          <Plural value={counts.post_versions ?? 0} one="# earlier text" other="# earlier texts" />
        </li>
        <li>
          <Plural value={counts.notes ?? 0} one="# note" other="# notes" />
        </li>
        <li>
          <Plural value={counts.accounts ?? 0} one="# account or address" other="# accounts and addresses" />
        </li>
        <li>
          <Plural value={counts.conversations ?? 0} one="# conversation" other="# conversations" />
        </li>
      </ul>
      <p className={css.quiet}>
        <Trans>
          Who held an account can show that this is about them: SHA-256 of the network, a blank and the
          address.
        </Trans>
      </p>
      {accounts.map((digest) => (
        <div className={css.hash} key={digest}>
          {digest}
        </div>
      ))}
      <p className={css.quiet}>
        <Trans>
          Entry {erasure.event_seq} of the event log; the chain verifies without what was erased. Its hash:
        </Trans>
      </p>
      <div className={css.hash}>{erasure.event_hash}</div>
      <p>
        <Button onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
      </p>
    </div>
  )
}
