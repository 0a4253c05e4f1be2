// Priority: four small bars. The figure and its terms are behind it; four full bars (red) need somebody now.
import { useLingui } from '@lingui/react/macro'
import css from './Row.module.css'

/** 0..1000 in four steps; 0 = nothing speaks for it. */
export function level(priority: number): number {
  return priority >= 750 ? 4 : priority >= 500 ? 3 : priority >= 250 ? 2 : priority > 0 ? 1 : 0
}

export function Priority({ value }: { value: number }) {
  const { t } = useLingui()
  const full = level(value)
  return (
    <svg
      className={css.priority}
      data-level={full}
      width={14}
      height={12}
      viewBox="0 0 14 12"
      role="img"
      aria-label={t`Priority ${value} of 1000`}
    >
      {[0, 1, 2, 3].map((i) => (
        <rect
          key={i}
          x={i * 3.6}
          y={9 - i * 3}
          width={2.4}
          height={3 + i * 3}
          rx={0.8}
          data-on={i < full || undefined}
        />
      ))}
    </svg>
  )
}
