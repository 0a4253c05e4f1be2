// Rhythm: week by week, when they spoke (above the line), when we did (below), and where both met (a bar through it). A
// silence that is long for this person is seen as a silence.
import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { Table } from '../Table'
import { formatLocale } from '../time'
import { Twin } from './Twin'
import css from './Charts.module.css'

export interface RhythmWeek {
  /** Its Monday. */
  at: string
  in: number
  out: number
  both: number
}

const STEP = 7
const HEIGHT = 44

export function RhythmStrip({ weeks, says }: { weeks: RhythmWeek[]; says?: React.ReactNode }) {
  const { i18n } = useLingui()
  const date = new Intl.DateTimeFormat(formatLocale(i18n.locale), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  const day = (at: string) => date.format(new Date(at))
  const most = Math.max(1, ...weeks.map((w) => Math.max(w.in, w.out) + w.both))
  const high = (n: number) => (n === 0 ? 0 : Math.max(3, (n / most) * (HEIGHT / 2 - 2)))
  const width = weeks.length * STEP
  const middle = HEIGHT / 2
  const live = weeks.filter((w) => w.in + w.out + w.both > 0).length
  return (
    <Twin
      says={says}
      picture={
        <div className={css.rhythm}>
          <svg
            viewBox={`0 0 ${width} ${HEIGHT}`}
            preserveAspectRatio="none"
            height={HEIGHT}
            role="img"
            aria-label={t`Something was said in ${live} of ${weeks.length} weeks`}
          >
            <line
              className={css.grid}
              x1={0}
              x2={width}
              y1={middle}
              y2={middle}
              vectorEffect="non-scaling-stroke"
            />
            {weeks.map((w, i) => (
              <g key={w.at}>
                <title>{t`Week of ${day(w.at)}: ${w.in} from them, ${w.out} from us, ${w.both} together`}</title>
                <rect className={css.hit} x={i * STEP} y={0} width={STEP} height={HEIGHT} />
                <rect
                  className={css.heard}
                  x={i * STEP + 1}
                  y={middle - high(w.in + w.both)}
                  width={STEP - 2}
                  height={high(w.in + w.both)}
                />
                <rect
                  className={css.told}
                  x={i * STEP + 1}
                  y={middle}
                  width={STEP - 2}
                  height={high(w.out + w.both)}
                />
                {w.both > 0 && (
                  <rect
                    className={css.both}
                    x={i * STEP + 1}
                    y={middle - high(w.both)}
                    width={STEP - 2}
                    height={2 * high(w.both)}
                  />
                )}
              </g>
            ))}
          </svg>
          <div className={css.ends} aria-hidden>
            <span>{weeks[0] && day(weeks[0].at)}</span>
            <span>{weeks[weeks.length - 1] && day(weeks[weeks.length - 1]?.at ?? '')}</span>
          </div>
        </div>
      }
      table={
        <Table
          label={t`Week by week`}
          rows={weeks.filter((w) => w.in + w.out + w.both > 0).reverse()}
          rowKey={(w) => w.at}
          columns={[
            { key: 'at', head: t`Week of`, cell: (w) => day(w.at) },
            { key: 'in', head: t`From them`, end: true, cell: (w) => w.in },
            { key: 'out', head: t`From us`, end: true, cell: (w) => w.out },
            { key: 'both', head: t`Together`, end: true, cell: (w) => w.both },
          ]}
        />
      }
    />
  )
}
