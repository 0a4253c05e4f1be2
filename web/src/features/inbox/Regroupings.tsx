// Regroupings: what was merged into a conversation, split off from it, or what it was split off from, with the way back.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Regrouping } from '@/api'
import { IconMerge, IconSplit, IconUndo, Time } from '@/ui'
import css from './Regroup.module.css'

interface RegroupingsProps {
  id: string
  list: Regrouping[]
  onOpen: (id: string) => void
  onUndo?: (ids: string[]) => void
}

const FIRST = 1

export function Regroupings({ id, list, onOpen, onUndo }: RegroupingsProps) {
  if (list.length === 0) return null
  return (
    <ul className={css.regroupings}>
      {list.slice(0, FIRST).map((r) => (
        <Line key={r.id} id={id} r={r} onOpen={onOpen} onUndo={onUndo} />
      ))}
      {list.length > FIRST && (
        <li>
          <details>
            <summary>
              <Plural value={list.length - FIRST} one="# earlier one" other="# earlier ones" />
            </summary>
            <ul>
              {list.slice(FIRST).map((r) => (
                <Line key={r.id} id={id} r={r} onOpen={onOpen} onUndo={onUndo} />
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  )
}

function Line({
  id,
  r,
  onOpen,
  onUndo,
}: { id: string; r: Regrouping } & Pick<RegroupingsProps, 'onOpen' | 'onUndo'>) {
  const { t } = useLingui()
  const name = r.by?.name ?? t`Somebody`
  const other = r.other.slice(0, 60) || t`another conversation`
  const elsewhere = r.into_id === id ? r.from_id : r.into_id
  const link = (
    <button type="button" className={css.back} onClick={() => onOpen(elsewhere)}>
      {other}
    </button>
  )
  const Sign = r.act === 'merge' ? IconMerge : IconSplit
  return (
    <li>
      <Sign size={14} aria-hidden />
      <span>
        {r.act === 'merge' ? (
          <Trans>
            {name} merged “{other}” into it
          </Trans>
        ) : r.into_id === id ? (
          <Trans>
            {name} split it off from {link}
          </Trans>
        ) : (
          <Trans>
            {name} split off {link}
          </Trans>
        )}{' '}
        · <Time at={r.at} />
      </span>
      {onUndo && (
        <button type="button" className={css.back} onClick={() => onUndo([r.id])}>
          <IconUndo size={13} aria-hidden />
          <Trans>Take back</Trans>
        </button>
      )}
    </li>
  )
}
