// DayBars: heard above, told below one middle line, a bar a day; with a table behind it.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { formatLocale } from './time'
import css from './DayBars.module.css'

export interface Day {
  day: string
  heard: number
  told: number
}

const WIDTH = 320
const HEIGHT = 56

export function DayBars({ days }: { days: Day[] }) {
  const { t, i18n } = useLingui()
  const [table, setTable] = useState(false)
  const most = Math.max(1, ...days.map((d) => Math.max(d.heard, d.told)))
  const step = WIDTH / Math.max(1, days.length)
  const bar = Math.max(1, Math.min(14, step - Math.min(2, step * 0.25)))
  const middle = HEIGHT * 0.6
  const up = middle - 2
  const down = HEIGHT - middle - 2
  const scale = Math.max(most / up, Math.max(1, ...days.map((d) => d.told)) / down)
  const name = (day: string) =>
    new Intl.DateTimeFormat(formatLocale(i18n.locale), {
      day: 'numeric',
      month: 'short',
      weekday: 'short',
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00:00Z`))
  const heard = days.reduce((n, d) => n + d.heard, 0)
  const told = days.reduce((n, d) => n + d.told, 0)
  return (
    <div>
      {table ? (
        <div className={css.box}>
          <table className={css.twin}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Day</Trans>
                </th>
                <th scope="col">
                  <Trans>Heard</Trans>
                </th>
                <th scope="col">
                  <Trans>Told</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {days.map((d) => (
                <tr key={d.day}>
                  <th scope="row">{name(d.day)}</th>
                  <td>{d.heard}</td>
                  <td>{d.told}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg
          className={css.chart}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          height={HEIGHT}
          preserveAspectRatio="none"
          role="img"
          aria-label={t`Heard ${heard} and told ${told} posts in ${days.length} days`}
        >
          {days.map((d, i) => {
            const x = i * step + (step - bar) / 2
            return (
              <g key={d.day} className={css.day}>
                <title>{t`${name(d.day)}: heard ${d.heard}, told ${d.told}`}</title>
                <rect className={css.hit} x={i * step} y={0} width={step} height={HEIGHT} />
                <rect
                  className={css.heard}
                  x={x}
                  y={middle - d.heard / scale}
                  width={bar}
                  height={d.heard / scale}
                  rx={1}
                />
                <rect className={css.told} x={x} y={middle + 1} width={bar} height={d.told / scale} rx={1} />
              </g>
            )
          })}
          <line
            className={css.middle}
            x1={0}
            x2={WIDTH}
            y1={middle + 0.5}
            y2={middle + 0.5}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      )}
      {!table && days.length > 1 && (
        <div className={css.ends} aria-hidden>
          <span>{name(days[0]?.day ?? '')}</span>
          <span>{name(days[days.length - 1]?.day ?? '')}</span>
        </div>
      )}
      <button type="button" className={css.switch} onClick={() => setTable(!table)}>
        {table ? <Trans>Show as picture</Trans> : <Trans>Show as table</Trans>}
      </button>
    </div>
  )
}
