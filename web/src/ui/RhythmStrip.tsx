// RhythmStrip: weeks side by side, each as tall as what was said in it: heard up, told down, calls and meetings both
// ways; with a table of the weeks that were not silent.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { formatLocale } from './time'
import bars from './PartBars.module.css'
import css from './RhythmStrip.module.css'

export interface Week {
  week: string
  in: number
  out: number
  both: number
}

const HEIGHT = 44

export function RhythmStrip({ weeks, label }: { weeks: Week[]; label: string }) {
  const { i18n } = useLingui()
  const [table, setTable] = useState(false)
  const most = Math.max(1, ...weeks.map((w) => Math.max(w.in, w.out) + w.both))
  const half = HEIGHT / 2 - 1
  const tall = (n: number) => (n > 0 ? Math.max(2, (Math.sqrt(n) / Math.sqrt(most)) * half) : 0)
  const name = (day: string) =>
    new Intl.DateTimeFormat(formatLocale(i18n.locale), {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00:00Z`))
  const spoken = weeks.filter((w) => w.in + w.out + w.both > 0).reverse()
  const first = weeks[0]
  return (
    <div>
      {table ? (
        <table className={bars.table} aria-label={label}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Week of</Trans>
              </th>
              <th scope="col">
                <Trans>Heard · told · met</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {spoken.map((w) => (
              <tr key={w.week}>
                <th scope="row">{name(w.week)}</th>
                <td>
                  {w.in} · {w.out} · {w.both}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <>
          <svg
            className={css.strip}
            viewBox={`0 0 ${weeks.length * 6} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={label}
          >
            {weeks.map((w, i) => {
              const up = tall(w.in + w.both)
              const down = tall(w.out + w.both)
              return (
                <g key={w.week}>
                  <rect className={css.up} x={i * 6 + 1} width={4} y={half - up} height={up} />
                  <rect className={css.down} x={i * 6 + 1} width={4} y={half + 2} height={down} />
                </g>
              )
            })}
            <line className={css.middle} x1={0} x2={weeks.length * 6} y1={half + 1} y2={half + 1} />
          </svg>
          <div className={css.ends} aria-hidden>
            <span>{first && name(first.week)}</span>
            <span>
              <Trans>today</Trans>
            </span>
          </div>
        </>
      )}
      <button type="button" className={bars.switch} onClick={() => setTable(!table)}>
        {table ? <Trans>Show as a picture</Trans> : <Trans>Show as a table</Trans>}
      </button>
    </div>
  )
}
