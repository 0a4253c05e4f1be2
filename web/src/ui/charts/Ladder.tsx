// Ladder: the six stages as six steps, each with its ring and how many stand on it. A step opens what proves it.
import { t } from '@lingui/core/macro'
import { figure } from '../time'
import { STAGES } from '../StageRing'
import { StageSign } from './StageSign'
import { useStageWords } from '../words'
import css from './Charts.module.css'

type Stage = (typeof STAGES)[number]

interface LadderProps {
  counts: Record<Stage, number>
  chosen: Stage | null
  onChoose: (stage: Stage | null) => void
  controls: string
}

export function StageLadder({ counts, chosen, onChoose, controls }: LadderProps) {
  const words = useStageWords()
  return (
    <div className={css.ladder} role="group" aria-label={t`Stages`}>
      {STAGES.map((stage) => (
        <button
          key={stage}
          type="button"
          className={css.step}
          aria-expanded={chosen === stage}
          aria-controls={controls}
          data-none={counts[stage] === 0 || undefined}
          onClick={() => onChoose(chosen === stage ? null : stage)}
        >
          <StageSign stage={stage} />
          <b>{figure(counts[stage])}</b>
          <span>{words[stage]}</span>
        </button>
      ))}
    </div>
  )
}
