// StageSign: the ring of a stage without a face; dashed when it sleeps (null).
import { STAGES } from '../StageRing'
import css from './Charts.module.css'

const R = 9
const GAP = 14

export function StageSign({ stage, size = 22 }: { stage: (typeof STAGES)[number] | null; size?: number }) {
  const filled = STAGES.findIndex((s) => s === stage) + 1
  const point = (degrees: number) => {
    const a = ((degrees - 90) * Math.PI) / 180
    return `${(11 + R * Math.cos(a)).toFixed(2)} ${(11 + R * Math.sin(a)).toFixed(2)}`
  }
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden className={css.sign}>
      {stage === null ? (
        <circle className={css.asleep} cx={11} cy={11} r={R} strokeDasharray="2.4 3.2" />
      ) : (
        STAGES.map((s, i) => (
          <path
            key={s}
            className={css.arc}
            data-on={i < filled || undefined}
            d={`M ${point(i * 60 + GAP / 2)} A ${R} ${R} 0 0 1 ${point(i * 60 + 60 - GAP / 2)}`}
          />
        ))
      )}
    </svg>
  )
}
