// rules: how a rule of the policy is shown: soft warns, hard stops, always with its why.
import { Trans } from '@lingui/react/macro'
import type { PolicyRule } from '@/api'
import { Chip, IconBlocked, IconWarn } from '@/ui'
import css from './Policy.module.css'

export function RuleKind({ kind }: { kind: PolicyRule['kind'] }) {
  return kind === 'hard' ? (
    <Chip tone="red" icon={IconBlocked}>
      <Trans>stops</Trans>
    </Chip>
  ) : (
    <Chip tone="amber" icon={IconWarn}>
      <Trans>warns</Trans>
    </Chip>
  )
}

export function RuleList({ rules }: { rules: PolicyRule[] }) {
  const sorted = [...rules].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'hard' ? -1 : 1))
  return (
    <ul className={css.rules}>
      {sorted.map((rule) => (
        <li key={rule.id} className={css.rule}>
          <RuleKind kind={rule.kind} />
          <div>
            <b>{rule.why}</b>
            {rule.tell && <p>{rule.tell}</p>}
          </div>
          {rule.number !== null && <span className={css.quiet}>{rule.number}</span>}
        </li>
      ))}
    </ul>
  )
}
