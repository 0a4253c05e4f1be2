// Row: one conversation in the list, two lines, 56 high: sign and face with ring · name, first words, time · the
// reason in a sentence · waiting or deadline, owner.
import { Trans, useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import type { Conversation } from '@/api'
import { IconCheck, MemberMark, NetworkSign, PersonMark, Time, type RowState } from '@/ui'
import { Priority } from './Priority'
import { DeadlineWords, WaitingChip } from './Waiting'
import css from './Row.module.css'

interface RowProps {
  c: Conversation
  state: RowState
  selecting: boolean
  gone: boolean
  onSelect?: (id: string) => void
}

/** The reason behind other words: its capital was for the start of the line. */
const inSentence = (reason: string) => reason.charAt(0).toLowerCase() + reason.slice(1)

/** Size, speed and reach of what stands for a storm; of one that was kept out, why. */
function StormWords({ storm }: { storm: NonNullable<Conversation['storm']> }) {
  const { t, i18n } = useLingui()
  const kept = {
    asks: t`Kept out of a storm: asks something else`,
    held: t`Kept out of a storm: a colleague has it`,
    more: t`Kept out of a storm: more was said`,
    '': null,
  }[storm.own]
  if (kept) return kept
  const reach = i18n.number(storm.reach, { notation: 'compact' })
  return (
    <>
      <Trans>Storm of {storm.posts} posts</Trans>
      {storm.decided === 'grown' && <Trans>, back again</Trans>}
      {storm.last_hour > 0 && <Trans>, {storm.last_hour} in the last hour</Trans>}
      {storm.head && storm.reach > 0 && <Trans>, reaches {reach}</Trans>}
    </>
  )
}

export const Row = memo(
  function Row({ c, state, selecting, gone, onSelect }: RowProps) {
    const { t } = useLingui()
    const reason = c.reason
    const oursLast = c.last_at !== null && c.last_in_at !== null && c.last_at > c.last_in_at
    const waits = c.deadline ?? c.waiting_since ?? c.snoozed_until
    const name = c.person?.name || c.subject || t`Our own post`
    return (
      <div
        className={css.row}
        data-active={state.active || undefined}
        data-selected={state.selected || undefined}
        data-selecting={selecting || undefined}
        data-gone={gone || undefined}
        title={gone ? t`No longer in this view` : undefined}
      >
        <div className={css.mark}>
          <PersonMark name={name} stage={c.person?.stage ?? 'connection'} size={36} />
          <span className={css.net}>
            <NetworkSign network={c.network} size={12} />
          </span>
          {onSelect && (
            // For the mouse; by keyboard it is the space bar or x on the row.

            <span
              className={css.box}
              aria-hidden
              onClick={(event) => {
                event.stopPropagation()
                onSelect(c.id)
              }}
            >
              <span>{state.selected && <IconCheck size={13} strokeWidth={3} />}</span>
            </span>
          )}
        </div>
        <div className={css.lines}>
          <div className={css.first}>
            <span className={css.name}>{name}</span>
            <span className={css.words}>
              {oursLast && <Trans>Us:</Trans>} {c.first_words}
            </span>
            <span className={css.time}>
              {waits ? <WaitingChip c={c} /> : c.last_at && <Time at={c.last_at} />}
            </span>
          </div>
          <div className={css.second}>
            <Priority value={c.priority} />
            <span className={css.reason} title={reason}>
              {c.storm ? (
                <>
                  <StormWords storm={c.storm} /> · {inSentence(reason)}
                </>
              ) : (
                reason
              )}
              <DeadlineWords c={c} />
            </span>
            {c.owner && (
              <span title={t`Owned by ${c.owner.name}`}>
                <MemberMark name={c.owner.name} size={20} />
                <span className="sr">{t`Owned by ${c.owner.name}`}</span>
              </span>
            )}
          </div>
        </div>
      </div>
    )
  },
  (a, b) =>
    a.c === b.c &&
    a.state.active === b.state.active &&
    a.state.selected === b.state.selected &&
    a.selecting === b.selecting &&
    a.gone === b.gone,
)
