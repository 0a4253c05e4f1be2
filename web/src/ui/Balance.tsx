// Balance: heard against told, the second mark of the product. Two bars from one middle line: left what was heard,
// right what was told, on one scale. Screen readers get the sentence.
import { Plural, Trans } from '@lingui/react/macro'
import css from './Balance.module.css'

export interface BalanceProps {
  heard: number
  told: number
  size?: 's' | 'l'
  /** The larger figure of a list, so that its bars can be compared; its own when absent. */
  scale?: number
  figures?: boolean
}

/** Width of a bar in per cent of its half; anything above nothing is seen. */
export function barWidth(n: number, scale: number): number {
  if (n <= 0 || scale <= 0) return 0
  return Math.max(4, Math.min(100, (n / scale) * 100))
}

export function Balance({ heard, told, size = 's', scale, figures }: BalanceProps) {
  const most = scale ?? Math.max(heard, told)
  return (
    <div>
      <div className={css.balance} aria-hidden>
        <span className={css.half} data-size={size}>
          <span className={css.bar} style={{ width: `${barWidth(heard, most)}%` }} />
        </span>
        <span className={css.half} data-size={size}>
          <span className={css.bar} style={{ width: `${barWidth(told, most)}%` }} />
        </span>
      </div>
      {figures ? (
        <div className={css.figures}>
          <span>
            <Trans>
              <b>{heard}</b> heard
            </Trans>
          </span>
          <span>
            <Trans>
              <b>{told}</b> told
            </Trans>
          </span>
        </div>
      ) : (
        <span className="sr">
          <Plural value={heard} one="Heard # post" other="Heard # posts" />,{' '}
          <Plural value={told} one="told # post" other="told # posts" />
        </span>
      )}
    </div>
  )
}
