// RhythmStrip: weeks side by side, each as tall as what was said in it: heard up, told down, calls and meetings both
// ways. Where the silence was longer than usual for this person a band says so: drifting from three of their own
// intervals on, dormant from eight. A table names the weeks that were not silent, and the silences.
import { t } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { silences, type Silence } from './charts/geometry'
import { formatLocale } from './time'
import bars from './PartBars.module.css'
import css from './RhythmStrip.module.css'

export interface Week {
  week: string
  in: number
  out: number
  both: number
}

interface RhythmStripProps {
  weeks: Week[]
  label: string
  /** Days that usually lie between two of their touches; without: no band. */
  interval?: number
}

const HEIGHT = 44
const BAND = 6

export function RhythmStrip({ weeks, label, interval = 0 }: RhythmStripProps) {
  const { i18n } = useLingui()
  const [table, setTable] = useState(false)
  const quiet = silences(
    weeks.map((w) => w.in + w.out + w.both > 0),
    interval,
  )
  const name = (day: string | undefined) =>
    day
      ? new Intl.DateTimeFormat(formatLocale(i18n.locale), {
          day: 'numeric',
          month: 'short',
          year: 'numeric',
          timeZone: 'UTC',
        }).format(new Date(`${day}T00:00:00Z`))
      : ''
  return (
    <div>
      {table ? (
        <WeekTable weeks={weeks} quiet={quiet} label={label} name={name} />
      ) : (
        <>
          <Strip weeks={weeks} quiet={quiet} label={label} />
          <div className={css.ends} aria-hidden>
            <span>{name(weeks[0]?.week)}</span>
            <span>
              <Trans>today</Trans>
            </span>
          </div>
          {quiet.length > 0 && (
            <ul className={css.legend}>
              {quiet.some((q) => q.state === 'drifting') && (
                <li>
                  <i data-state="drifting" aria-hidden />
                  <Trans>drifting: silent for over 3 of their intervals</Trans>
                </li>
              )}
              {quiet.some((q) => q.state === 'dormant') && (
                <li>
                  <i data-state="dormant" aria-hidden />
                  <Trans>dormant: over 8</Trans>
                </li>
              )}
            </ul>
          )}
        </>
      )}
      <button type="button" className={bars.switch} onClick={() => setTable(!table)}>
        {table ? <Trans>Show as a picture</Trans> : <Trans>Show as a table</Trans>}
      </button>
    </div>
  )
}

function Strip({ weeks, quiet, label }: { weeks: Week[]; quiet: Silence[]; label: string }) {
  const most = Math.max(1, ...weeks.map((w) => Math.max(w.in, w.out) + w.both))
  const half = HEIGHT / 2 - 1
  const tall = (n: number) => (n > 0 ? Math.max(2, (Math.sqrt(n) / Math.sqrt(most)) * half) : 0)
  const high = quiet.length > 0 ? HEIGHT + BAND + 3 : HEIGHT
  return (
    <svg
      className={css.strip}
      style={{ height: high }}
      viewBox={`0 0 ${weeks.length * 6} ${high}`}
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
      {quiet.map((q) => (
        <rect
          key={`${q.from}${q.state}`}
          className={css.silence}
          data-state={q.state}
          x={q.from * 6}
          width={(q.to - q.from) * 6}
          y={HEIGHT + 3}
          height={BAND}
          rx={2}
        />
      ))}
    </svg>
  )
}

interface WeekTableProps {
  weeks: Week[]
  quiet: Silence[]
  label: string
  name: (day: string | undefined) => string
}

/** The newest first; a silence stands where it began. */
function WeekTable({ weeks, quiet, label, name }: WeekTableProps) {
  const rows = [
    ...weeks.flatMap((w, at) =>
      w.in + w.out + w.both > 0 ? [{ at, key: w.week, words: `${w.in} · ${w.out} · ${w.both}` }] : [],
    ),
    ...quiet.map((q) => ({
      at: q.from,
      key: `${q.from}${q.state}`,
      words: q.state === 'dormant' ? t`dormant` : t`drifting`,
    })),
  ].sort((a, b) => b.at - a.at)
  return (
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
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{name(weeks[row.at]?.week)}</th>
            <td>{row.words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
