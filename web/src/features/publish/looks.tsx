// looks: how a post of ours stands: its state in words with a sign, and as it will stand on its network.
import { useLingui } from '@lingui/react/macro'
import type { PlannedPost } from '@/api'
import {
  Chip,
  IconClock,
  IconClose,
  IconKept,
  IconLoading,
  IconPause,
  IconProblem,
  IconQuestion,
  IconSecond,
  NetworkSign,
  PlainText,
  type Icon,
  type Tone,
} from '@/ui'
import css from './Publish.module.css'

const LOOKS: Record<PlannedPost['state'], { tone: Tone; icon: Icon }> = {
  queued: { tone: 'accent', icon: IconClock },
  sending: { tone: 'accent', icon: IconLoading },
  sent: { tone: 'green', icon: IconKept },
  unclear: { tone: 'amber', icon: IconQuestion },
  failed: { tone: 'red', icon: IconProblem },
  cancelled: { tone: 'plain', icon: IconClose },
  held: { tone: 'amber', icon: IconPause },
}

export function lookOf(item: PlannedPost): { tone: Tone; icon: Icon } {
  return item.second_person ? { tone: 'amber', icon: IconSecond } : LOOKS[item.state]
}

export function useStateWords(): (item: PlannedPost) => string {
  const { t } = useLingui()
  const words = {
    queued: t`Planned`,
    sending: t`Leaves now`,
    sent: t`Left`,
    unclear: t`Unclear`,
    failed: t`Not sent`,
    cancelled: t`Cancelled`,
    held: t`Held`,
  }
  return (item) => (item.second_person ? t`Waits for a second person` : words[item.state])
}

export function StateChip({ item }: { item: PlannedPost }) {
  const words = useStateWords()
  const look = lookOf(item)
  return (
    <Chip tone={look.tone} icon={look.icon}>
      {words(item)}
    </Chip>
  )
}

/** Why it waits for a person, in a sentence. */
export function useHeldWords(): (item: PlannedPost) => string {
  const { t } = useLingui()
  const words: Record<PlannedPost['held_for'], string> = {
    '': '',
    review: t`A rule wants a second person here: a colleague reads it and lets it leave.`,
    pause: t`A pause held this. Look whether it still fits, then let it leave or drop it.`,
    late: t`Its time passed before it could leave. Nothing overdue leaves by itself: say now, or choose another time.`,
    channel: t`Its channel did not work when its time came. Say now, or choose another time.`,
    right: t`Who wrote it left, or may not speak as this channel any more. Change it to make it yours, or drop it.`,
  }
  return (item) => words[item.held_for]
}

/** As it will stand on the network. */
export function Preview({ as, network, text }: { as: string; network: string; text: string }) {
  return (
    <div className={css.preview}>
      <p className={css.previewHead}>
        <NetworkSign network={network} />
        <strong>{as}</strong>
      </p>
      <PlainText text={text} />
    </div>
  )
}
