// KnownBy: choose a person, see who of us knows them and how well, and who might take care.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { knownByQuery, type KnownBy as Known, type KnownByMember, type PersonRef } from '@/api'
import { Balance, Chip, Empty, Failed, MemberMark, Notice, Section, SkeletonRows, Table, Time } from '@/ui'
import { PersonLink } from './PersonLink'
import { PersonSearch } from './PersonSearch'
import css from './Relationships.module.css'

export function KnownBy() {
  const { t } = useLingui()
  const [person, setPerson] = useState<PersonRef | null>(null)
  return (
    <div className={css.sections}>
      <Section
        title={<Trans>Who knows whom</Trans>}
        lead={<Trans>Choose somebody: Kith shows who of us talks with them.</Trans>}
      >
        <PersonSearch label={t`Find a person`} onPick={setPerson} />
        {person && <Answer person={person} />}
      </Section>
    </div>
  )
}

function Answer({ person }: { person: PersonRef }) {
  const { data, error, isPending, refetch } = useQuery(knownByQuery(person.id))
  if (isPending) return <SkeletonRows rows={3} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <div className={css.answer}>
      <PersonLink person={person}>
        <p>{data.sentence}</p>
      </PersonLink>
      {data.single_thread && (
        <Notice tone="amber">
          <Trans>One thread only: when that colleague is away, nobody of us knows {person.name}.</Trans>
        </Notice>
      )}
      <Members known={data} />
      {data.suggested && (
        <p className={css.quiet}>
          <Trans>Who might take care: {data.suggested.name}.</Trans> {data.suggested_why}
        </p>
      )}
    </div>
  )
}

function Members({ known }: { known: Known }) {
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
