// BalanceList: heard against told for several: channels, colleagues, weeks ... on one scale, each with its ratio; the table
// behind it names what the two are made of.
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Balance, BalanceRatio } from '../Balance'
import { Table } from '../Table'
import { Twin } from './Twin'
import css from './Insight.module.css'

export interface BalanceRow {
  key: string
  /** In the picture; a sign and a link may be in it. */
  label: ReactNode
  /** In the table. */
  name: string
  heard: number
  told: number
  read: number
  answered: number
  asked: number
  /** What is said when more was told than heard. */
  remark?: string | null
}

interface BalanceListProps {
  rows: BalanceRow[]
  /** Head of the first column. */
  what: string
  says?: ReactNode
}

export function BalanceList({ rows, what, says }: BalanceListProps) {
  const { t } = useLingui()
  const most = Math.max(1, ...rows.map((r) => Math.max(r.heard, r.told)))
  return (
    <Twin
      says={says}
      picture={
        <div className={css.balances}>
          <div className={css.balanceHead} aria-hidden>
            <span />
            <span>
              <span>{t`heard`}</span>
              <span>{t`told`}</span>
            </span>
            <span />
          </div>
          <ul aria-label={what}>
            {rows.map((r) => (
              <li key={r.key}>
                <div className={css.balanceName}>{r.label}</div>
                <div className={css.balanceBars}>
                  <span aria-hidden>{r.heard}</span>
                  <Balance heard={r.heard} told={r.told} scale={most} size="l" />
                  <span aria-hidden>{r.told}</span>
                </div>
                <BalanceRatio heard={r.heard} told={r.told} />
                {r.remark && <p className={css.remark}>{r.remark}</p>}
              </li>
            ))}
          </ul>
        </div>
      }
      table={
        <Table
          label={what}
          rows={rows}
          rowKey={(r) => r.key}
          columns={[
            { key: 'name', head: what, cell: (r: BalanceRow) => r.name },
            { key: 'read', head: t`Read and decided`, end: true, cell: (r) => r.read },
            { key: 'answered', head: t`Answered`, end: true, cell: (r) => r.answered },
            { key: 'asked', head: t`Asked`, end: true, cell: (r) => r.asked },
            { key: 'heard', head: t`Heard`, end: true, cell: (r) => <b>{r.heard}</b> },
            { key: 'told', head: t`Told unprompted`, end: true, cell: (r) => <b>{r.told}</b> },
            {
              key: 'ratio',
              head: t`Heard for each told`,
              end: true,
              cell: (r) => <BalanceRatio heard={r.heard} told={r.told} />,
            },
          ]}
        />
      }
    />
  )
}
