// Capacity: how many relationships each colleague keeps alive, in Dunbar's layers; who has more than one can is told so.
// By name, and no ranking.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { capacityQuery, type Capacity as Member } from '@/api'
import { Empty, Failed, figure, IconKept, IconPeople, IconWarn, MemberMark, SkeletonRows, Table } from '@/ui'
import { Layers, Twin, useLayerWords } from '@/ui/charts'
import css from './Relationships.module.css'

export function Capacity() {
  const { data, error, isPending, refetch } = useQuery(capacityQuery())
  if (isPending) return <SkeletonRows rows={4} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0)
    return (
      <Empty icon={IconPeople} title={<Trans>Nobody of us talks with anybody yet</Trans>}>
        <Trans>Relationships of a colleague appear here once both sides have spoken.</Trans>
      </Empty>
    )
  const members = [...data.items].sort((a, b) => a.member.name.localeCompare(b.member.name))
  return (
    <Twin
      says={
        <Trans>
          Living relationships of each colleague, as of now: silent for no more than eight of their own
          intervals. People usually keep 5 at least weekly, 15 monthly, 50 within half a year and 150 within a
          year; each layer holds the one before.
        </Trans>
      }
      picture={
        <ul className={css.capacities}>
          {members.map((m) => (
            <li key={m.member.id}>
              <One member={m} />
            </li>
          ))}
        </ul>
      }
      table={<CapacityTable members={members} />}
    />
  )
}

function One({ member: m }: { member: Member }) {
  const { t } = useLingui()
  const name = m.member.name
  const live = m.layers[m.layers.length - 1]?.count ?? 0
  return (
    <article className={css.capacity}>
      <header>
        <MemberMark name={name} size={32} />
        <div>
          <h3>{name}</h3>
          <p className={css.quiet}>
            <Plural value={live} one="# living relationship" other="# living relationships" />
            {' · '}
            <Plural value={m.known} one="# person known" other="# people known" />
          </p>
        </div>
      </header>
      <Layers layers={m.layers} label={t`Relationships that ${name} keeps`} />
      <p className={css.room} data-over={m.warning ? true : undefined}>
        {m.warning ? <IconWarn size={14} aria-hidden /> : <IconKept size={14} aria-hidden />}
        {m.warning ?? <Trans>There is room for more.</Trans>}
      </p>
    </article>
  )
}

function CapacityTable({ members }: { members: Member[] }) {
  const { t } = useLingui()
  const words = useLayerWords()
  return (
    <Table
      label={t`Capacity of each colleague`}
      rows={members}
      rowKey={(m) => m.member.id}
      columns={[
        { key: 'member', head: t`Colleague`, cell: (m: Member) => m.member.name },
        ...(members[0]?.layers ?? []).map((l, i) => ({
          key: l.layer,
          head: words[l.layer],
          end: true,
          cell: (m: Member) => `${figure(m.layers[i]?.count ?? 0)} / ${figure(l.holds)}`,
        })),
        { key: 'known', head: t`Known at all`, end: true, cell: (m) => figure(m.known) },
      ]}
    />
  )
}
