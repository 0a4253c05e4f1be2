// PartBars: what a figure is made of: a bar for each part, as long as what it can give, filled with what it gives; with
// a table behind it that also says why.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import css from './PartBars.module.css'

export interface Part {
  key: string
  name: string
  points: number
  weight: number
  why: string
}

export function PartBars({ parts, label }: { parts: Part[]; label: string }) {
  const { t, i18n } = useLingui()
  const [table, setTable] = useState(false)
  const most = Math.max(1, ...parts.map((p) => p.weight))
  const figure = (n: number) => new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: 1 }).format(n)
  return (
    <div className={css.parts}>
      {table ? (
        <table className={css.table} aria-label={label}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Part</Trans>
              </th>
              <th scope="col">
                <Trans>Points</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map((p) => (
              <tr key={p.key}>
                <th scope="row">
                  {p.name}
                  <p>{p.why}</p>
                </th>
                <td>
                  <Trans>
                    {figure(p.points)} of {figure(p.weight)}
                  </Trans>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <ul className={css.bars} aria-label={label}>
          {parts.map((p) => (
            <li key={p.key} title={p.why}>
              <span className={css.name}>{p.name}</span>
              <span className={css.track} style={{ width: `${(p.weight / most) * 100}%` }} aria-hidden>
                <span
                  style={{ width: `${p.weight > 0 ? Math.min(100, (p.points / p.weight) * 100) : 0}%` }}
                />
              </span>
              <span className={css.points}>
                <span aria-hidden>{figure(p.points)}</span>
                <span className="sr">{t`${figure(p.points)} of ${figure(p.weight)}`}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className={css.switch} onClick={() => setTable(!table)}>
        {table ? <Trans>Show as a picture</Trans> : <Trans>Show as a table, with reasons</Trans>}
      </button>
    </div>
  )
}
