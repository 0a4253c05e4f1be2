// Balance: heard against told, the second mark of the product. Two bars from one middle line: left what was heard,
// right what was told, on one scale. Screen readers get the sentence. BalanceRatio says the same as a figure: how much
// was heard for each thing told, and a sign and a word when it is under 1.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconKept, IconWarn } from './icons'
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
        <span className={css.half} data-size={size} data-under={told > heard || undefined}>
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

/** "1.4 : 1"; without a figure when nothing was told. */
export function BalanceRatio({ heard, told, size = 's' }: Pick<BalanceProps, 'heard' | 'told' | 'size'>) {
  const { t, i18n } = useLingui()
  if (heard + told === 0)
    return (
      <span className={css.ratio} data-size={size}>
        <Trans>nothing yet</Trans>
      </span>
    )
  if (told === 0)
    return (
      <span className={css.ratio} data-size={size} title={t`Nothing was told unprompted`}>
        <IconKept size={size === 'l' ? 20 : 13} aria-hidden />
        <Trans>only heard</Trans>
      </span>
    )
  const ratio = heard / told
  const under = told > heard
  const Sign = under ? IconWarn : IconKept
  const figure = new Intl.NumberFormat(i18n.locale, {
    // Never "1.0" for what is under 1.
    maximumFractionDigits: ratio < 10 ? (under ? 2 : 1) : 0,
    roundingMode: 'floor',
  } as Intl.NumberFormatOptions).format(ratio)
  return (
    <span
      className={css.ratio}
      data-size={size}
      data-under={under || undefined}
      title={under ? t`More told than heard` : t`At least as much heard as told`}
    >
      <Sign size={size === 'l' ? 20 : 13} aria-hidden />
      {figure} : 1
      <span className="sr"> {under ? t`More told than heard` : t`At least as much heard as told`}</span>
    </span>
  )
}
