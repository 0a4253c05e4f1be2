// DuplicatePair: two persons side by side, what speaks for one and what for two, and the decision.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { DecisionInput, Duplicate, MatchEvidence, Person } from '@/api'
import {
  Button,
  Chip,
  IconClock,
  IconKept,
  NetworkSign,
  PersonMark,
  Time,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import { useAgreementWords, useMatchFieldWords } from './words'
import css from './Duplicates.module.css'

interface Props {
  pair: Duplicate
  keep: string
  onKeep: (id: string) => void
  mayDecide: boolean
  /** It is decided now or left alone: nothing is put off. */
  now?: boolean
  onDecide: (verdict: DecisionInput['verdict']) => void
}

export function DuplicatePair({ pair, keep, onKeep, mayDecide, now, onDecide }: Props) {
  const { t } = useLingui()
  const name = useId()
  const percent =
    pair.probability > 0.9995 ? '99.9' : (pair.probability * 100).toFixed(pair.probability > 0.99 ? 1 : 0)
  return (
    <article className={css.card} aria-label={t`${pair.a.name} and ${pair.b.name}`}>
      <header className={css.verdict}>
        {pair.kind === 'exact' ? (
          <Chip tone="green" icon={IconKept}>
            <Trans>Exact evidence</Trans>
          </Chip>
        ) : (
          <Chip tone={pair.probability >= 0.99 ? 'accent' : 'plain'}>
            <Trans>{percent} % one person</Trans>
          </Chip>
        )}
        {(pair.a.mine || pair.b.mine) && (
          <Chip tone="outline">
            <Trans>Your own address book</Trans>
          </Chip>
        )}
      </header>
      <fieldset className={css.sides} disabled={!mayDecide}>
        <legend className="sr">{t`Which one is kept`}</legend>
        {[pair.a, pair.b].map((p) => (
          <Side key={p.id} person={p} group={name} kept={keep === p.id} onKeep={() => onKeep(p.id)} />
        ))}
      </fieldset>
      <Evidence list={pair.evidence} a={pair.a.name} b={pair.b.name} />
      {mayDecide && (
        <div className={css.acts}>
          <Button kind="main" size="s" icon={IconKept} onClick={() => onDecide('merge')}>
            <Trans>Merge</Trans>
          </Button>
          <Button size="s" onClick={() => onDecide('different')}>
            <Trans>Two people</Trans>
          </Button>
          {!now && (
            <Button kind="quiet" size="s" icon={IconClock} onClick={() => onDecide('later')}>
              <Trans>Later</Trans>
            </Button>
          )}
        </div>
      )}
    </article>
  )
}

function Side({
  person,
  group,
  kept,
  onKeep,
}: {
  person: Person
  group: string
  kept: boolean
  onKeep: () => void
}) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  return (
    <div className={css.side} data-kept={kept || undefined}>
      <PersonMark name={person.name} stage={person.stage} silent />
      <div className={css.who}>
        <Link to="/people/$person" params={{ person: person.id }}>
          {person.name}
        </Link>
        <div className={css.quiet}>
          {stages[person.stage]}
          {person.role && ` · ${roles[person.role]}`}
          {person.last_in_at && (
            <>
              {' · '}
              <Time at={person.last_in_at} />
            </>
          )}
        </div>
        <ul className={css.accounts} aria-label={t`Addresses`}>
          {person.identities.slice(0, 4).map((i) => (
            <li key={i.id}>
              <NetworkSign network={i.network} /> <span>{i.handle || i.name}</span>
            </li>
          ))}
        </ul>
      </div>
      <label className={css.keep}>
        <input type="radio" name={group} checked={kept} onChange={onKeep} />
        <Trans>Keep</Trans>
      </label>
    </div>
  )
}

/** What weighs most comes first; the bar says how much, to the right for one person, to the left for two. */
export function Evidence({ list, a, b }: { list: MatchEvidence[]; a?: string; b?: string }) {
  const { t } = useLingui()
  const fields = useMatchFieldWords()
  const agreements = useAgreementWords()
  const rows = [...list].sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits))
  if (rows.length === 0) return null
  return (
    <table className={css.evidence}>
      <caption className="sr">{t`What speaks for one person, and what for two`}</caption>
      <thead className="sr">
        <tr>
          <th scope="col">{t`What`}</th>
          <th scope="col">{a ?? t`First`}</th>
          <th scope="col">{b ?? t`Second`}</th>
          <th scope="col">{t`Weight`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((e) => (
          <tr key={e.field}>
            <th scope="row">
              {fields[e.field]}
              <span className={css.quiet}>{agreements[e.agreement]}</span>
            </th>
            <td>{e.a}</td>
            <td>{e.b}</td>
            <td className={css.weight}>
              <Weight bits={e.bits} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Weight({ bits }: { bits: number }) {
  const { t } = useLingui()
  const share = Math.min(1, Math.abs(bits) / 20)
  const text =
    bits >= 8
      ? t`strongly for one`
      : bits >= 1
        ? t`for one`
        : bits > -1
          ? t`says little`
          : bits > -5
            ? t`for two`
            : t`strongly for two`
  return (
    <span className={css.bar} data-for={bits < 0 ? 'two' : 'one'} title={t`${bits.toFixed(1)} bits`}>
      <span style={{ width: `${Math.max(4, share * 100)}%` }} aria-hidden />
      <em>{text}</em>
    </span>
  )
}
