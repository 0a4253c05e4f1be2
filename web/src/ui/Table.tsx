// Table: rows of a short list. Columns are given once; on a narrow screen each row
// becomes a block with the names of its columns.
import type { ReactNode } from 'react'
import css from './Table.module.css'

export interface Column<R> {
  key: string
  head: ReactNode
  end?: boolean
  quiet?: boolean
  cell: (row: R) => ReactNode
}

interface TableProps<R> {
  label: string
  columns: Column<R>[]
  rows: R[]
  rowKey: (row: R) => string
}

export function Table<R>({ label, columns, rows, rowKey }: TableProps<R>) {
  return (
    <div className={css.wrap}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" data-end={c.end || undefined}>
                {c.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((c) => (
                <td
                  key={c.key}
                  data-end={c.end || undefined}
                  data-quiet={c.quiet || undefined}
                  data-head={typeof c.head === 'string' ? c.head : undefined}
                >
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
