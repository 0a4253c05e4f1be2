// PersonPanel: the short form of a person beside a conversation: face and stage, heard and told, open promises, facts,
// last words; the whole is one click away.
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  listeningQuery,
  personQuery,
  recordsQuery,
  relationshipQuery,
  threadQuery,
  useCan,
  type Person,
} from '@/api'
import { Balance, BalanceRatio, Button, Empty, IconCall, IconPerson, SkeletonRows } from '@/ui'
import { Identities } from './Addresses'
import { LogDialog } from './LogDialog'
import { Block } from './parts'
import { PersonHead } from './PersonHead'
import { CommitmentRow, CommonGround, FactRow, GainLine, LetDownAgain } from './Records'
import { StageBlock, StrengthFigure } from './Relationship'
import { LastWords } from './Timeline'
import css from './Person.module.css'

/** The person of a conversation, in its side panel. */
export function ConversationPerson({ conversation }: { conversation: string }) {
  const { data } = useQuery(threadQuery(conversation))
  if (!data) return <SkeletonRows rows={4} />
  if (!data.person)
    return (
      <Empty icon={IconPerson} title={<Trans>Nobody yet</Trans>}>
        <Trans>Only our own posts are known in this conversation.</Trans>
      </Empty>
    )
  return <PersonPanel key={data.person.id} first={data.person} />
}

function PersonPanel({ first }: { first: Person }) {
  const { data: whole } = useQuery({ ...personQuery(first.id), staleTime: 15_000 })
  const { data: records } = useQuery({ ...recordsQuery(first.id), staleTime: 15_000 })
  const { data: relationship } = useQuery({ ...relationshipQuery(first.id), staleTime: 15_000 })
  const ours = relationship?.ties[0]
  const may = useCan('work')
  const [logging, setLogging] = useState(false)
  const person: Person = whole ?? first
  const open = records?.commitments.filter((c) => c.state === 'open') ?? []
  return (
    <div className={css.panel}>
      <PersonHead person={person} />
      <div className={css.panelActs}>
        <Link className={css.whole} to="/people/$person" params={{ person: person.id }}>
          <Trans>Open the whole page</Trans>
        </Link>
        {may && (
          <Button size="s" icon={IconCall} onClick={() => setLogging(true)}>
            <Trans>Log a call</Trans>
          </Button>
        )}
      </div>
      {records && <LetDownAgain records={records} />}
      <StageBlock person={person} relationship={relationship} />
      {ours && ours.strength > 0 && (
        <Block title={<Trans>Strength</Trans>}>
          <StrengthFigure tie={ours} />
        </Block>
      )}
      {records && records.value_line.balance !== 'none' && <GainLine line={records.value_line} />}
      <BalanceBlock person={person} />
      {open.length > 0 && (
        <Block title={<Trans>Open promises</Trans>} count={open.length}>
          <ul className={css.records}>
            {open.slice(0, 4).map((one) => (
              <CommitmentRow key={one.id} one={one} acts={may} />
            ))}
          </ul>
        </Block>
      )}
      {records && records.facts.length + records.common.length > 0 && (
        <Block title={<Trans>Facts</Trans>} count={records.facts.length}>
          <CommonGround list={records.common} />
          <ul className={css.records}>
            {records.facts.slice(0, 4).map((one) => (
              <FactRow key={one.id} one={one} />
            ))}
          </ul>
        </Block>
      )}
      {person.about && (
        <Block title={<Trans>What we know</Trans>}>
          <p className={css.about}>{person.about}</p>
        </Block>
      )}
      <LastWords id={person.id} />
      <Identities list={person.identities} />
      {logging && <LogDialog person={person} onClose={() => setLogging(false)} />}
    </div>
  )
}

/** What was heard from them against what they were told unprompted, within a year. */
export function BalanceBlock({ person }: { person: Person }) {
  const { data } = useQuery(listeningQuery({ by: 'person', person: person.id, days: 365 }))
  const all = data?.all
  if (!all || all.heard + all.told === 0)
    return (
      <Block title={<Trans>Heard and told, all time</Trans>}>
        <Balance heard={person.heard} told={person.told} figures />
      </Block>
    )
  return (
    <Block title={<Trans>Heard and told</Trans>} acts={<BalanceRatio heard={all.heard} told={all.told} />}>
      <Balance heard={all.heard} told={all.told} figures />
      <p className={css.under}>
        {all.sentence ?? <Trans>Within 365 days; told is what we said unprompted.</Trans>}
      </p>
    </Block>
  )
}
