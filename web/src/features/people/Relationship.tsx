// Relationship: how far it has come, with its evidence.
import { Trans } from '@lingui/react/macro'
import type { Person } from '@/api'
import { STAGES, useStageWords } from '@/ui'
import { Block } from './parts'
import css from './Person.module.css'

/** Six steps, as many filled as the relationship has come. */
export function StageBlock({ person }: { person: Person }) {
  const stages = useStageWords()
  const filled = person.stage === 'dormant' ? 0 : STAGES.indexOf(person.stage) + 1
  return (
    <Block title={<Trans>Stage</Trans>}>
      <div className={css.steps} aria-hidden>
        {STAGES.map((stage, i) => (
          <span key={stage} data-on={i < filled || undefined} title={stages[stage]} />
        ))}
      </div>
      <p className={css.evidence}>
        <strong>{stages[person.stage]}.</strong> {person.stage_reason}
      </p>
    </Block>
  )
}
