// Bars: posts by the day, a bar each; the numbers stand behind it for those who do not see it.
import { useLingui } from '@lingui/react/macro'
import { formatLocale } from '@/ui'
import css from './Listening.module.css'

const WIDTH = 640
const HEIGHT = 64

export function Bars({ days }: { days: { day: string; posts: number }[] }) {
  const { t, i18n } = useLingui()
  const most = Math.max(1, ...days.map((d) => d.posts))
  const all = days.reduce((n, d) => n + d.posts, 0)
  const step = WIDTH / Math.max(1, days.length)
  const name = (day: string) =>
    new Intl.DateTimeFormat(formatLocale(i18n.locale), {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00:00Z`))
  return (
    <div>
      <svg
        className={css.bars}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t`${all} posts in ${days.length} days, ${most} on the fullest`}
      >
        {days.map((d, i) => (
          <rect
            key={d.day}
            x={i * step + step * 0.1}
            y={HEIGHT - (d.posts / most) * (HEIGHT - 4)}
            width={step * 0.8}
            height={(d.posts / most) * (HEIGHT - 4)}
          >
            <title>{`${name(d.day)}: ${d.posts}`}</title>
          </rect>
        ))}
      </svg>
      <div className={css.ends} aria-hidden>
        <span>{name(days[0]?.day ?? '1970-01-01')}</span>
        <span>{name(days[days.length - 1]?.day ?? '1970-01-01')}</span>
      </div>
    </div>
  )
}
