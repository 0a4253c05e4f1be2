// Attention: whom our attention goes to: customers as the disc in the centre, every other role as a disc around it, each
// with the area of its share; the period before stands beside it.
import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { FEW, shareBounds } from '../figures'
import { IconFall, IconMinus, IconUp } from '../icons'
import { Table } from '../Table'
import { figure, formatLocale } from '../time'
import { usePersonRoleWords } from '../words'
import { around, type Disc } from './geometry'
import { Twin } from './Twin'
import css from './Insight.module.css'

export type RoleName = keyof ReturnType<typeof usePersonRoleWords>
export interface AttentionRow {
  role: RoleName
  touches: number
  touchesBefore: number
  heard: number
  told: number
  people: number
}

interface AttentionProps {
  /** Customers first. */
  rows: AttentionRow[]
  from: string
  to: string
  says: ReactNode
}

const total = (rows: AttentionRow[], before: boolean) =>
  rows.reduce((n, r) => n + (before ? r.touchesBefore : r.touches), 0)
const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)

function usePeriods(from: string, to: string): { now: string; before: string } {
  const { i18n } = useLingui()
  const span = Date.parse(to) - Date.parse(from)
  const day = new Intl.DateTimeFormat(formatLocale(i18n.locale), { day: 'numeric', month: 'short' })
  return {
    now: day.formatRange(new Date(from), new Date(to)),
    before: day.formatRange(new Date(Date.parse(from) - span), new Date(from)),
  }
}

export function AttentionChart({ rows, from, to, says }: AttentionProps) {
  const periods = usePeriods(from, to)
  return (
    <Twin
      says={says}
      picture={
        <div className={css.attention}>
          <Picture rows={rows} before period={periods.before} />
          <Picture rows={rows} before={false} period={periods.now} />
          <Shifts rows={rows} />
        </div>
      }
      table={<AttentionTable rows={rows} />}
    />
  )
}

const SIZE = 320
const LETTER = 6.8 // as wide as a letter of a name is, on average
const LONGEST = 16

const short = (name: string) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trim()}…` : name)
const sideOf = (d: Disc) => (Math.abs(d.x) < d.r ? 0 : Math.sign(d.x))
const fits = (d: Disc, name: string, unit: number) => d.r > Math.max(24, (name.length * LETTER) / 2) * unit

/** How far the names beside the discs go down, so that none covers the one above it. */
function shiftsOf(discs: Disc[], names: string[], unit: number): number[] {
  const down = discs.map(() => 0)
  for (const side of [-1, 1]) {
    let free = -Infinity
    discs
      .map((d, i) => ({ d, i }))
      .filter(({ d, i }) => sideOf(d) === side && !fits(d, names[i] ?? '', unit))
      .sort((a, b) => a.d.y - b.d.y)
      .forEach(({ d, i }) => {
        down[i] = Math.max(0, free - d.y)
        free = d.y + (down[i] ?? 0) + 27 * unit
      })
  }
  return down
}

/** Half the width of the picture, so that the names beside the discs are whole. */
function widthFor(discs: Disc[], names: string[], reach: number): number {
  let wide = reach + 40
  for (let pass = 0; pass < 3; pass++) {
    const unit = (wide * 2) / SIZE
    const needs = discs.map((d, i) => {
      const name = names[i] ?? ''
      if (sideOf(d) === 0 || fits(d, name, unit)) return 0
      return (Math.abs(d.x) + d.r + 6 * unit) / (1 - (name.length * LETTER * 2) / SIZE)
    })
    wide = Math.max(wide, ...needs)
  }
  return Math.min(wide, reach * 1.8)
}

function Picture({ rows, before, period }: { rows: AttentionRow[]; before: boolean; period: string }) {
  const { i18n } = useLingui()
  const words = usePersonRoleWords()
  const all = total(rows, before)
  const of = (r: AttentionRow) => share(before ? r.touchesBefore : r.touches, all)
  const percent = (n: number) =>
    new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 }).format(n)
  const customers = rows.find((r) => r.role === 'customer')
  const others = rows.filter((r) => r.role !== 'customer' && of(r) > 0)
  const discs = around(customers ? of(customers) : 0, others.map(of), 92)
  // The names of small discs stand beside them, outwards: there is room for words all around.
  const reach = Math.max(...discs.map((d) => Math.hypot(d.x, d.y) + d.r)) + 34
  const shown = [customers, ...others]
  const names = shown.map((r) => (r ? short(words[r.role]) : ''))
  const wide = widthFor(discs, names, reach)
  const unit = (wide * 2) / SIZE
  const down = shiftsOf(discs, names, unit)
  const caption = before ? t`The period before` : t`This period`
  const words_of = shown.flatMap((r) => (r ? [`${words[r.role]} ${percent(of(r))}`] : [])).join(', ')
  return (
    <div className={css.attentionOne} data-before={before || undefined}>
      <h3>
        {caption} <span>{period}</span>
      </h3>
      {all === 0 ? (
        <p className={css.none}>
          <Trans>No touches</Trans>
        </p>
      ) : (
        <svg
          viewBox={`${-wide} ${-reach} ${wide * 2} ${reach * 2}`}
          width={SIZE}
          height={(SIZE * reach) / wide}
          role="img"
          aria-label={`${caption}, ${period}: ${words_of}`}
        >
          {discs.map((d, i) => {
            const r = shown[i]
            if (!r) return null
            const name = names[i] ?? ''
            const inside = fits(d, name, unit)
            const side = sideOf(d)
            const look = {
              x: inside ? d.x : d.x + side * (d.r + 4 * unit),
              textAnchor:
                inside || side === 0 ? ('middle' as const) : side < 0 ? ('end' as const) : undefined,
            }
            // Two lines: in the disc, beside it, or above and below it.
            const y =
              inside || side !== 0
                ? d.y - 2 * unit + (down[i] ?? 0)
                : d.y < 0
                  ? d.y - d.r - 19 * unit
                  : d.y + d.r + 13 * unit
            return (
              <g key={r.role}>
                <circle className={css.disc} data-centre={i === 0 || undefined} cx={d.x} cy={d.y} r={d.r}>
                  <title>{`${words[r.role]}: ${percent(of(r))}`}</title>
                </circle>
                <text
                  {...look}
                  className={css.discName}
                  data-centre={(i === 0 && inside) || undefined}
                  y={y}
                  fontSize={11.5 * unit}
                >
                  {name}
                </text>
                <text
                  {...look}
                  className={css.discShare}
                  data-centre={(i === 0 && inside) || undefined}
                  y={y + (inside ? 15 : 14) * unit}
                  fontSize={(inside ? 13 : 11.5) * unit}
                >
                  {percent(of(r))}
                </text>
              </g>
            )
          })}
        </svg>
      )}
      <p className={css.quiet}>
        <Trans>of {figure(all)} touches</Trans>
      </p>
    </div>
  )
}

/** What went up and what went down, in points of 100. */
function Shifts({ rows }: { rows: AttentionRow[] }) {
  const words = usePersonRoleWords()
  const now = total(rows, false)
  const before = total(rows, true)
  if (now === 0 || before === 0) return null
  return (
    <ul className={css.shifts} aria-label={t`Against the period before, in points of 100`}>
      {rows.map((r) => {
        const points = Math.round(100 * (share(r.touches, now) - share(r.touchesBefore, before)))
        const Sign = points > 0 ? IconUp : points < 0 ? IconFall : IconMinus
        return (
          <li key={r.role} data-centre={r.role === 'customer' || undefined}>
            <span>{words[r.role]}</span>
            <span>
              <Sign size={13} aria-hidden /> {points > 0 ? `+${points}` : points === 0 ? '0' : `−${-points}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function AttentionTable({ rows }: { rows: AttentionRow[] }) {
  const { i18n } = useLingui()
  const words = usePersonRoleWords()
  const now = total(rows, false)
  const before = total(rows, true)
  const percent = (n: number) =>
    new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 }).format(n)
  const rate = (part: number, whole: number) => {
    if (whole === 0) return '–'
    if (whole >= FEW) return percent(part / whole)
    const { low } = shareBounds(part, whole)
    return t`${percent(part / whole)}, at least ${percent(low)}`
  }
  return (
    <Table
      label={t`Attention by role`}
      rows={rows}
      rowKey={(r) => r.role || 'none'}
      columns={[
        { key: 'role', head: t`Role`, cell: (r: AttentionRow) => words[r.role] },
        { key: 'people', head: t`People`, end: true, cell: (r) => figure(r.people) },
        { key: 'heard', head: t`From them`, end: true, cell: (r) => figure(r.heard) },
        { key: 'told', head: t`From us`, end: true, cell: (r) => figure(r.told) },
        {
          key: 'touches',
          head: t`Touches, of ${figure(now)}`,
          end: true,
          cell: (r) => `${figure(r.touches)} · ${rate(r.touches, now)}`,
        },
        {
          key: 'before',
          head: t`Before, of ${figure(before)}`,
          end: true,
          cell: (r) => `${figure(r.touchesBefore)} · ${rate(r.touchesBefore, before)}`,
        },
      ]}
    />
  )
}
