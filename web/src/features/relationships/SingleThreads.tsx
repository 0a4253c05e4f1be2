// SingleThreads: people in dialogue or deeper whom only one of us knows: when that colleague is away, we have lost them.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { singleThreadQuery, type SingleThread } from '@/api'
import {
  Button,
  Empty,
  Failed,
  figure,
  IconKept,
  MemberMark,
  SkeletonRows,
  Table,
  Time,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import { PersonLink } from './PersonLink'
import css from './Relationships.module.css'

export function SingleThreads() {
  const { t } = useLingui()
  const roles = usePersonRoleWords()
  const stages = useStageWords()
  const query = useInfiniteQuery(singleThreadQuery())
  if (query.isPending) return <SkeletonRows rows={6} />
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  const rows = query.data.pages.flatMap((p) => p.items)
  if (rows.length === 0)
    return (
      <Empty icon={IconKept} title={<Trans>No relationship hangs on one thread</Trans>}>
        <Trans>Everybody with whom we are in dialogue is known by at least two of us.</Trans>
      </Empty>
    )
  return (
    <div className={css.sections}>
      <Shares rows={rows} more={query.hasNextPage} />
      <Table
        label={t`People whom only one of us knows`}
        rows={rows}
        rowKey={(r) => r.person.id}
        columns={[
          {
            key: 'person',
            head: t`Person`,
            cell: (r: SingleThread) => (
              <PersonLink person={r.person}>
                <p>
                  {stages[r.person.stage]}
                  {r.role && ` · ${roles[r.role]}`}
                </p>
              </PersonLink>
            ),
          },
          {
            key: 'member',
            head: t`Known only by`,
            cell: (r) => (
              <span className={css.member}>
                <MemberMark name={r.member.name} />
                {r.member.name}
              </span>
            ),
          },
          {
            key: 'strength',
            head: t`Strength of 100`,
            end: true,
            cell: (r) => <b>{figure(Math.round(r.strength))}</b>,
          },
          {
            key: 'last',
            head: t`Last exchange`,
            end: true,
            quiet: true,
            cell: (r) => (r.last_two_way_at ? <Time at={r.last_two_way_at} /> : '–'),
          },
          {
            key: 'act',
            head: t`A second person`,
            end: true,
            cell: (r) => (
              <Link
                to="/relationships/$view"
                params={{ view: 'introductions' }}
                search={{ person: r.person.id }}
              >
                <Trans>Who could come in?</Trans>
              </Link>
            ),
          },
        ]}
      />
      {query.hasNextPage && (
        <div>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

/** On whom they hang: as bars, the table is below. */
function Shares({ rows, more }: { rows: SingleThread[]; more: boolean }) {
  const { t } = useLingui()
  const members = new Map<string, { name: string; n: number }>()
  for (const r of rows)
    members.set(r.member.id, { name: r.member.name, n: (members.get(r.member.id)?.n ?? 0) + 1 })
  const list = [...members.values()].sort((a, b) => b.n - a.n || a.name.localeCompare(b.name))
  const most = Math.max(...list.map((m) => m.n))
  return (
    <section className={css.shares}>
      <p className={css.quiet}>
        {more ? (
          <Trans>
            The {figure(rows.length)} strongest of those in dialogue or deeper whom exactly one of us knows,
            as of now, by who knows them.
          </Trans>
        ) : (
          <Plural
            value={rows.length}
            one="One person in dialogue or deeper whom exactly one of us knows, as of now."
            other="# people in dialogue or deeper whom exactly one of us knows, as of now, by who knows them."
          />
        )}
      </p>
      <ul aria-label={t`On whom they hang`}>
        {list.map((m) => (
          <li key={m.name}>
            <span className={css.member}>
              <MemberMark name={m.name} />
              {m.name}
            </span>
            <span className={css.shareBar} aria-hidden>
              <span style={{ width: `${(m.n / most) * 100}%` }} />
            </span>
            <b>{figure(m.n)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
