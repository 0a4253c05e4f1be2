// KnownBy: who of us knows somebody, how well, and in which rhythm.
import { Trans, useLingui } from '@lingui/react/macro'
import type { KnownBy as Known, KnownByMember } from '@/api'
import { Balance, Chip, Empty, MemberMark, Table, Time } from '@/ui'
import css from './Relationships.module.css'

export function KnownByTable({ known }: { known: Known }) {
  const { t } = useLingui()
  if (known.items.length === 0)
    return (
      <Empty title={<Trans>Nobody yet</Trans>}>
        <Trans>They may know the organisation, but none of us in person.</Trans>
      </Empty>
    )
  return (
    <Table
      label={t`Who of us knows them`}
      rows={known.items}
      rowKey={(k) => k.member.id}
      columns={[
        {
          key: 'member',
          head: t`Colleague`,
          cell: (k: KnownByMember) => (
            <span className={css.member}>
              <MemberMark name={k.member.name} />
              {k.member.name}
            </span>
          ),
        },
        {
          key: 'strength',
          head: t`Strength of 100`,
          end: true,
          cell: (k) => (
            <>
              <b>{Math.round(k.strength)}</b> {k.judged && <Chip>{t`own judgement`}</Chip>}
            </>
          ),
        },
        {
          key: 'rhythm',
          head: t`Rhythm`,
          cell: (k) =>
            k.rhythm === 'drifting' ? (
              <Chip tone="amber">{t`drifting`}</Chip>
            ) : k.rhythm === 'dormant' ? (
              <Chip>{t`dormant`}</Chip>
            ) : k.rhythm === 'alive' ? (
              t`in touch`
            ) : (
              t`no exchange yet`
            ),
        },
        {
          key: 'balance',
          head: t`Heard and told`,
          cell: (k) => <Balance heard={k.heard} told={k.told} figures />,
        },
        {
          key: 'last',
          head: t`Last exchange`,
          end: true,
          quiet: true,
          cell: (k) => (k.last_two_way_at ? <Time at={k.last_two_way_at} /> : '–'),
        },
      ]}
    />
  )
}
