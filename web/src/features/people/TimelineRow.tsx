// TimelineRow: one thing that happened, with its sign and its word: who did what, where, when, and the words.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TimelineEntry, TimelineKind } from '@/api'
import {
  IconAutomatic,
  IconCall,
  IconDeal,
  IconFact,
  IconHandover,
  IconHeard,
  IconLock,
  IconMail,
  IconMerge,
  IconMoment,
  IconNote,
  IconProblem,
  IconPromise,
  IconStage,
  IconThread,
  IconTold,
  IconValue,
  NetworkSign,
  Time,
  useHandoffReasonWords,
  useStageWords,
  type Icon,
  type MenuEntry,
} from '@/ui'
import {
  useCommitmentStateWords,
  useDealStateWords,
  useDealWords,
  useFactWords,
  useMediumWords,
  useMomentWords,
  useTimelineWords,
  useValueWords,
  wordOf,
} from './names'
import { MOMENT_SIGNS } from './Records'
import { RowMenu } from './parts'
import { money } from './shape'
import css from './Timeline.module.css'

export const KIND_SIGNS: Record<TimelineKind, Icon> = {
  post: IconThread,
  mail: IconMail,
  touch: IconCall,
  moment: IconMoment,
  handoff: IconHandover,
  deal: IconDeal,
  commitment: IconPromise,
  fact: IconFact,
  note: IconNote,
  value: IconValue,
  stage: IconStage,
  merge: IconMerge,
}

export const entryKey = (e: TimelineEntry) => `${e.what} ${e.id} ${e.detail}`

function signOf(e: TimelineEntry): [Icon, string | undefined] {
  if (e.automatic) return [IconAutomatic, undefined]
  if (e.what === 'post') return e.direction === 'out' ? [IconTold, 'accent'] : [IconHeard, undefined]
  if (e.what === 'moment') {
    const tone =
      e.detail === 'failure' ? 'red' : ['recovery', 'praise'].includes(e.detail) ? 'green' : 'accent'
    return [(MOMENT_SIGNS as Record<string, Icon>)[e.detail] ?? IconMoment, tone]
  }
  if (e.what === 'commitment' && e.state === 'broken') return [IconProblem, 'red']
  if (e.what === 'commitment' && e.state === 'kept' && e.detail === 'settled') return [IconPromise, 'green']
  if (e.what === 'deal' && e.state === 'won') return [IconDeal, 'green']
  return [KIND_SIGNS[e.what], e.what === 'stage' ? 'accent' : undefined]
}

function useHead(): (e: TimelineEntry) => ReactNode {
  const { t, i18n } = useLingui()
  const kinds = useTimelineWords()
  const media = useMediumWords()
  const moments = useMomentWords()
  const facts = useFactWords()
  const deals = useDealWords()
  const dealStates = useDealStateWords()
  const states = useCommitmentStateWords()
  const values = useValueWords()
  const stages = useStageWords()
  const reasons = useHandoffReasonWords()
  return (e) => {
    const who = e.member?.name
    switch (e.what) {
      case 'post':
        if (e.automatic) return t`Kith acknowledged, automatically`
        return e.direction === 'out' ? t`${who ?? t`We`} said` : t`They said`
      case 'mail':
        return e.direction === 'out' ? t`Mail from us` : t`Mail from them`
      case 'touch':
        return [
          wordOf(media, e.detail),
          e.direction === 'in' ? t`they spoke` : e.direction === 'out' ? t`we spoke` : '',
          who,
        ]
          .filter(Boolean)
          .join(' · ')
      case 'moment':
        return wordOf(moments, e.detail)
      case 'handoff':
        return [t`Handed over to ${e.team?.name ?? t`a team`}`, wordOf(reasons, e.detail)].join(' · ')
      case 'deal':
        return [
          wordOf(deals, e.detail),
          e.detail !== 'referral' && wordOf(dealStates, e.state),
          e.amount_minor > 0 && money(e.amount_minor, e.currency, i18n.locale),
        ]
          .filter(Boolean)
          .join(' · ')
      case 'commitment':
        return [
          e.side === 'them' ? t`They promised` : who ? t`${who} promised` : t`We promised`,
          e.detail === 'settled' && wordOf(states, e.state),
        ]
          .filter(Boolean)
          .join(' · ')
      case 'fact':
        return [t`Fact`, wordOf(facts, e.detail)].join(' · ')
      case 'value':
        return [e.side === 'us' ? t`We gained` : t`They gained`, wordOf(values, e.detail)].join(' · ')
      case 'note':
        return [t`Note`, who].filter(Boolean).join(' · ')
      case 'stage':
        return t`${wordOf(stages, e.state)} became ${wordOf(stages, e.detail)}`
      case 'merge':
        return e.detail === 'undone' ? t`A merge was undone` : t`Two records became one`
      default:
        return kinds[e.what]
    }
  }
}

const dayOf = (at: string) => new Date(at).toDateString()

/** A stage is dated by what was known: what came in later may say otherwise. Known on the day itself goes without saying. */
function Known({ entry }: { entry: TimelineEntry }) {
  const later = entry.known_at && dayOf(entry.known_at) !== dayOf(entry.at)
  if (!later && !entry.now_at && !entry.now_never) return null
  return (
    <p className={css.known}>
      {entry.known_at && (
        <Trans>
          As known on <Time at={entry.known_at} as="day" />.
        </Trans>
      )}{' '}
      {entry.now_at && (
        <Trans>
          By what is known now: since <Time at={entry.now_at} as="day" />.
        </Trans>
      )}
      {entry.now_never && <Trans>By what is known now they did not come that far.</Trans>}
    </p>
  )
}

interface RowProps {
  entry: TimelineEntry
  last?: boolean
  /** Writes down what this post says of them. */
  onNote?: (kind: 'fact' | 'value', entry: TimelineEntry) => void
}

/** What may be written down with this as its source: facts are heard from them, gains show on both sides. */
function useNotes(entry: TimelineEntry, onNote: RowProps['onNote']): MenuEntry[] {
  const { t } = useLingui()
  const said = (entry.what === 'post' || entry.what === 'mail') && entry.post_id && !entry.deleted
  if (!onNote || !said) return []
  const gain = { label: t`Note what a side gained`, icon: IconValue, run: () => onNote('value', entry) }
  return entry.direction === 'in'
    ? [{ label: t`Note a fact`, icon: IconFact, run: () => onNote('fact', entry) }, gain]
    : [gain]
}

export function TimelineRow({ entry, last, onNote }: RowProps) {
  const { t } = useLingui()
  const head = useHead()
  const notes = useNotes(entry, onNote)
  const [Sign, tone] = signOf(entry)
  const lines = [entry.title, entry.text].filter((line, i, all) => line && all.indexOf(line) === i)
  const body = (
    <>
      <span className={css.dot} data-tone={tone}>
        <Sign size={12} aria-hidden />
      </span>
      <div className={css.body}>
        <div className={css.meta}>
          <span>
            <b>{head(entry)}</b>{' '}
            {entry.channel && (
              <>
                {entry.network && <NetworkSign network={entry.network} size={12} />} {entry.channel.name}
              </>
            )}
            {entry.mine && <IconLock size={11} aria-label={t`only I see it`} />}
          </span>
          <Time at={entry.at} as="exact" />
        </div>
        {entry.deleted && (
          <p className={css.gone}>
            <Trans>Taken back on the network</Trans>
          </p>
        )}
        {lines.map((line) => (
          <p key={line} className={css.said}>
            {line}
          </p>
        ))}
        {entry.other && <p className={css.said}>{entry.other.name}</p>}
        {entry.what === 'stage' && <Known entry={entry} />}
      </div>
    </>
  )
  const row = entry.conversation_id ? (
    <Link
      className={css.entry}
      data-last={last || undefined}
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: entry.conversation_id }}
      search={entry.post_id ? { post: entry.post_id } : {}}
    >
      {body}
    </Link>
  ) : (
    <div className={css.entry} data-last={last || undefined}>
      {body}
    </div>
  )
  if (notes.length === 0) return row
  return (
    <div className={css.noted}>
      {row}
      <RowMenu of={entry.text.slice(0, 60)} entries={notes} />
    </div>
  )
}
