// Course: how strong a relationship was, week by week, with the days on which it came to another stage; the table behind
// it names each month.
import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import { STAGES } from '../StageRing'
import { Table } from '../Table'
import { formatLocale } from '../time'
import { useStageWords } from '../words'
import { lines } from './geometry'
import { Twin } from './Twin'
import css from './Insight.module.css'

export interface CoursePoint {
  at: string
  strength: number
}
export interface CourseStep {
  stage: (typeof STAGES)[number]
  since: string
}

interface CourseProps {
  points: CoursePoint[]
  steps: CourseStep[]
  says?: ReactNode
}

const WIDTH = 320
const HEIGHT = 96
const LEFT = 22
const TOP = 8
const LINE = 11
const LETTER = 5.4 // as wide as a letter of an axis is, on average

export function StrengthCourse({ points, steps, says }: CourseProps) {
  return (
    <Twin
      says={says}
      picture={<Picture points={points} steps={steps} />}
      table={<CourseTable points={points} steps={steps} />}
    />
  )
}

function Picture({ points, steps }: Omit<CourseProps, 'says'>) {
  const { i18n } = useLingui()
  const stages = useStageWords()
  const begin = Date.parse(points[0]?.at ?? '')
  const end = Date.parse(points[points.length - 1]?.at ?? '')
  const x = (at: number) => LEFT + ((at - begin) / Math.max(1, end - begin)) * (WIDTH - LEFT - 4)
  const y = (n: number) => TOP + (HEIGHT - TOP) * (1 - n / 100)
  const line = points
    .map((p, i) => `${i === 0 ? 'M' : 'L'} ${x(Date.parse(p.at)).toFixed(1)} ${y(p.strength).toFixed(1)}`)
    .join(' ')
  const last = points[points.length - 1]
  const day = (at: string) =>
    new Intl.DateTimeFormat(formatLocale(i18n.locale), {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }).format(new Date(at))
  const seen = steps.filter((s) => Date.parse(s.since) > begin)
  const flags = seen.map((s) => {
    const at = x(Date.parse(s.since))
    const left = at > WIDTH * 0.7
    const wide = stages[s.stage].length * LETTER + 8
    return { ...s, at, left, from: left ? at - wide : at, to: left ? at : at + wide }
  })
  const rows = lines(flags)
  const above = Math.max(0, ...rows) * LINE
  const words = [
    t`Strength from ${Math.round(points[0]?.strength ?? 0)} to ${Math.round(last?.strength ?? 0)} of 100`,
    ...seen.map((s) => `${stages[s.stage]}: ${day(s.since)}`),
  ].join('. ')
  return (
    <svg
      className={css.course}
      viewBox={`0 ${-above} ${WIDTH} ${HEIGHT + 16 + above}`}
      role="img"
      aria-label={words}
    >
      {[0, 50, 100].map((n) => (
        <g key={n}>
          <line className={css.grid} x1={LEFT} x2={WIDTH} y1={y(n)} y2={y(n)} />
          <text className={css.axis} x={LEFT - 5} y={y(n) + 3.5} textAnchor="end">
            {n}
          </text>
        </g>
      ))}
      <path className={css.area} d={`${line} L ${x(end)} ${y(0)} L ${LEFT} ${y(0)} Z`} />
      {flags.map((f, i) => {
        const up = (rows[i] ?? 0) * LINE
        return (
          <g key={f.stage}>
            <line className={css.flag} x1={f.at} x2={f.at} y1={TOP - up} y2={HEIGHT} />
            <text
              className={css.axis}
              x={f.at + (f.left ? -4 : 4)}
              y={TOP + 8 - up}
              textAnchor={f.left ? 'end' : 'start'}
            >
              {stages[f.stage]}
            </text>
          </g>
        )
      })}
      <path className={css.line} d={line} />
      {last && <circle className={css.dot} cx={x(end)} cy={y(last.strength)} r={3} />}
      <text className={css.axis} x={LEFT} y={HEIGHT + 13}>
        {points[0] && day(points[0].at)}
      </text>
      <text className={css.axis} x={WIDTH} y={HEIGHT + 13} textAnchor="end">
        {t`today`}
      </text>
    </svg>
  )
}

function CourseTable({ points, steps }: Omit<CourseProps, 'says'>) {
  const { i18n } = useLingui()
  const stages = useStageWords()
  const day = new Intl.DateTimeFormat(formatLocale(i18n.locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  // Every fourth week, the newest first.
  const rows = points.filter((_, i) => (points.length - 1 - i) % 4 === 0).reverse()
  const stageAt = (at: string) =>
    [...steps].reverse().find((s) => Date.parse(s.since) <= Date.parse(at))?.stage ?? 'connection'
  return (
    <Table
      label={t`Strength, every four weeks`}
      rows={rows}
      rowKey={(p) => p.at}
      columns={[
        { key: 'at', head: t`Day`, cell: (p: CoursePoint) => day.format(new Date(p.at)) },
        { key: 'strength', head: t`Strength of 100`, end: true, cell: (p) => Math.round(p.strength) },
        { key: 'stage', head: t`Stage`, cell: (p) => stages[stageAt(p.at)] },
      ]}
    />
  )
}
