// Changed: what somebody changed in a text, word by word: taken out is struck through, put in is underlined.
import { Trans } from '@lingui/react/macro'
import { diffWordsWithSpace } from 'diff'
import css from './Approvals.module.css'

export function Changed({ before, after }: { before: string; after: string }) {
  return (
    <p className={css.changed}>
      {diffWordsWithSpace(before, after).map((part, i) =>
        part.added ? (
          <ins key={i}>
            <span className="sr">
              <Trans>put in:</Trans>{' '}
            </span>
            {part.value}
          </ins>
        ) : part.removed ? (
          <del key={i}>
            <span className="sr">
              <Trans>taken out:</Trans>{' '}
            </span>
            {part.value}
          </del>
        ) : (
          <span key={i}>{part.value}</span>
        ),
      )}
    </p>
  )
}
