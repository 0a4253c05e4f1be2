// Twin: a picture and the table behind it: the same figures, one button apart. What the picture says stands above it
// as a sentence that names period and denominator.
import { Trans } from '@lingui/react/macro'
import { useId, useState, type ReactNode } from 'react'
import css from './Charts.module.css'

interface TwinProps {
  /** What is counted, when, of how many. */
  says?: ReactNode
  picture: ReactNode
  table: ReactNode
}

export function Twin({ says, picture, table }: TwinProps) {
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <figure className={css.twin} aria-labelledby={says ? id : undefined}>
      {says && (
        <figcaption id={id} className={css.says}>
          {says}
        </figcaption>
      )}
      {asTable ? <div className={css.table}>{table}</div> : picture}
      <button type="button" className={css.switch} onClick={() => setAsTable(!asTable)}>
        {asTable ? <Trans>Show as picture</Trans> : <Trans>Show as table</Trans>}
      </button>
    </figure>
  )
}
