// looks: a post of ours: why it waits, and as it will stand on its network.
import { useLingui } from '@lingui/react/macro'
import type { PlannedPost } from '@/api'
import { NetworkSign, onCondition, PlainText } from '@/ui'
import css from './Publish.module.css'

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
  return (item) =>
    item.state === 'draft'
      ? t`It was given back and does not leave like this. Change it, then plan it anew, or drop it.`
      : item.state === 'held' && !item.second_person && onCondition(item)
        ? t`Approved on a condition. Make sure that it is met, then let it leave or drop it.`
        : words[item.held_for]
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
