// rules: how a rule of the policy is shown: soft warns, review asks a second person, hard stops, always with its why,
// where it holds and its examples.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PolicyRule } from '@/api'
import { Chip, IconBlocked, IconSecond, IconWarn, longSpan, useAskedWords } from '@/ui'
import css from './Policy.module.css'

export function RuleKind({ kind }: { kind: PolicyRule['kind'] }) {
  return kind === 'review' ? (
    <Chip tone="accent" icon={IconSecond}>
      <Trans>second person</Trans>
    </Chip>
  ) : kind === 'hard' ? (
    <Chip tone="red" icon={IconBlocked}>
      <Trans>stops</Trans>
    </Chip>
  ) : (
    <Chip tone="amber" icon={IconWarn}>
      <Trans>warns</Trans>
    </Chip>
  )
}

const weight: Record<PolicyRule['kind'], number> = { hard: 0, review: 1, soft: 2 }

export function RuleList({ rules }: { rules: PolicyRule[] }) {
  const sorted = [...rules].sort((a, b) => weight[a.kind] - weight[b.kind])
  return (
    <ul className={css.rules}>
      {sorted.map((rule) => (
        <li key={rule.id} className={css.rule}>
          <RuleKind kind={rule.kind} />
          <div>
            <b>{rule.why}</b>
            {rule.tell && <p>{rule.tell}</p>}
            <Scope rule={rule} />
            <ApprovedBy rule={rule} />
            <Examples rule={rule} />
          </div>
          {rule.number !== null && <span className={css.quiet}>{rule.number}</span>}
        </li>
      ))}
    </ul>
  )
}

function Scope({ rule }: { rule: PolicyRule }) {
  const { t } = useLingui()
  if (rule.scope.length === 0) return null
  const dims = {
    team: t`team`,
    channel: t`channel`,
    network: t`network`,
    person: t`role of the person`,
    member: t`role of the member`,
    topic: t`topic`,
    hours: t`hours`,
    new_members: t`new members, days`,
    visibility: t`seen by`,
  }
  return (
    <p className={css.quiet}>
      <Trans>Only:</Trans> {rule.scope.map((s) => `${dims[s.dim]} ${s.words.join(', ')}`).join(' · ')}
    </p>
  )
}

function ApprovedBy({ rule }: { rule: PolicyRule }) {
  const asked = useAskedWords()
  if (rule.approved_by.length === 0) return null
  const stages = rule.approved_by.map((s) => `${asked(s)} (${longSpan(s.within_minutes * 60_000)})`)
  return (
    <p className={css.quiet}>
      <Trans>Approved by:</Trans> {stages.join(' → ')}
    </p>
  )
}

function Examples({ rule }: { rule: PolicyRule }) {
  if (rule.examples.length === 0) return null
  return (
    <details className={css.examples}>
      <summary>
        <Plural value={rule.examples.length} one="# example" other="# examples" />
      </summary>
      <ul>
        {rule.examples.map((e, i) => (
          <li key={i} data-bad={e.bad || undefined}>
            {e.bad ? <Trans>Not so:</Trans> : <Trans>So:</Trans>} “{e.text}”
          </li>
        ))}
      </ul>
    </details>
  )
}
