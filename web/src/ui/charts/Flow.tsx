// Flow: how many stood in which stage at the end of each month, and how many went up or down in it. Dialogue and deeper
// only: connections and contacts are no relationships, and would hide them.
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useLingui } from '@lingui/react'
import { formatLocale } from '../time'
import { Table } from '../Table'
import { useStageWords } from '../words'
import type { STAGES } from '../StageRing'
import { axisSteps } from './geometry'
import { Twin } from './Twin'
import css from './Charts.module.css'

type Stage = (typeof STAGES)[number]
const DEEP = ['dialogue', 'relationship', 'loyal', 'advocate'] as const satisfies readonly Stage[]
export type DeepStage = (typeof DEEP)[number]

export interface FlowMonth {
  /** 2026-05 */
  month: string
  standing: Record<DeepStage, number>
  up: number
  down: number
}

const HEIGHT = 168
const LEFT = 34
const STEP = 46

function monthName(month: string, locale: string, long = false): string {
  return new Intl.DateTimeFormat(formatLocale(locale), {
    month: 'short',
    year: long ? 'numeric' : undefined,
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`))
}

export function StageFlow({ months, says }: { months: FlowMonth[]; says?: React.ReactNode }) {
  return <Twin says={says} picture={<Picture months={months} />} table={<FlowTable months={months} />} />
}

function Picture({ months }: { months: FlowMonth[] }) {
  const { i18n } = useLingui()
  const stages = useStageWords()
  const sum = (m: FlowMonth) => DEEP.reduce((n, s) => n + m.standing[s], 0)
  const steps = axisSteps(Math.max(...months.map(sum), 1))
  const top = steps[steps.length - 1] ?? 1
  const y = (n: number) => 8 + (HEIGHT - 8) * (1 - n / top)
  const width = LEFT + months.length * STEP
  const last = months[months.length - 1]
  const words = last ? DEEP.map((s) => `${stages[s]} ${last.standing[s]}`).join(', ') : ''
  return (
    <div>
      <div
        className={css.scroller}
        tabIndex={months.length > 6 ? 0 : undefined}
        role="region"
        aria-label={t`Stages month by month`}
      >
        <svg
          className={css.flow}
          viewBox={`0 0 ${width} ${HEIGHT + 44}`}
          style={{ minWidth: Math.min(width, 32 * months.length + LEFT), maxWidth: width * 1.2 }}
          role="img"
          aria-label={t`Stages at the end of ${last ? monthName(last.month, i18n.locale, true) : ''}: ${words}`}
        >
          {steps.map((n) => (
            <g key={n}>
              <line className={css.grid} x1={LEFT} x2={width} y1={y(n)} y2={y(n)} />
              <text className={css.axis} x={LEFT - 8} y={y(n) + 4} textAnchor="end">
                {n}
              </text>
            </g>
          ))}
          {months.map((m, i) => {
            const x = LEFT + i * STEP + 8
            let base = 0
            return (
              <g key={m.month}>
                <title>
                  {`${monthName(m.month, i18n.locale, true)}: ${DEEP.map((s) => `${stages[s]} ${m.standing[s]}`).join(', ')}`}
                </title>
                {DEEP.map((s) => {
                  const from = base
                  base += m.standing[s]
                  const high = y(from) - y(base)
                  return high > 0 ? (
                    <rect
                      key={s}
                      className={css.stage}
                      data-stage={s}
                      x={x}
                      y={y(base)}
                      width={STEP - 16}
                      height={Math.max(0, high - 1)}
                      rx={1.5}
                    />
                  ) : null
                })}
                <text className={css.axis} x={x + (STEP - 16) / 2} y={HEIGHT + 16} textAnchor="middle">
                  {monthName(m.month, i18n.locale)}
                </text>
                <text className={css.moves} x={x + (STEP - 16) / 2} y={HEIGHT + 34} textAnchor="middle">
                  {m.up > 0 && <tspan className={css.up}>{`+${m.up}`}</tspan>}
                  {m.down > 0 && <tspan dx={m.up > 0 ? 4 : 0}>{`−${m.down}`}</tspan>}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
      <ul className={css.legend}>
        {DEEP.map((s) => (
          <li key={s}>
            <span className={css.swatch} data-stage={s} aria-hidden />
            {stages[s]}
          </li>
        ))}
        <li>
          <Trans>+ went to a deeper stage in the month, − to a lower one</Trans>
        </li>
      </ul>
    </div>
  )
}

function FlowTable({ months }: { months: FlowMonth[] }) {
  const { i18n } = useLingui()
  const stages = useStageWords()
  return (
    <Table
      label={t`Stages month by month`}
      rows={[...months].reverse()}
      rowKey={(m) => m.month}
      columns={[
        { key: 'month', head: t`Month`, cell: (m: FlowMonth) => monthName(m.month, i18n.locale, true) },
        ...DEEP.map((s) => ({
          key: s,
          head: stages[s],
          end: true,
          cell: (m: FlowMonth) => m.standing[s],
        })),
        { key: 'up', head: t`Went deeper`, end: true, cell: (m: FlowMonth) => m.up },
        { key: 'down', head: t`Fell back`, end: true, cell: (m: FlowMonth) => m.down },
      ]}
    />
  )
}
