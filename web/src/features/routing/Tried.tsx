// Tried: what a rule would have done: of how many posts, in how many conversations, with some of them to look at.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { RoutingTried, RoutingWould } from '@/api'
import { Chip, figure, Notice, Time } from '@/ui'
import { emptyAct } from './rule'
import { useSentences } from './words'
import css from './Routing.module.css'

const asAct = (w: RoutingWould) => ({
  ...emptyAct(w.act),
  team: w.value,
  member: w.value,
  label: w.value,
  skill: w.value,
  points: w.number,
  minutes: w.number,
  clock: (w.text === 'next' || w.text === 'resolve' ? w.text : 'first') as 'first' | 'next' | 'resolve',
})

/** Whatever gives it to somebody names that member. */
const ASSIGNS = ['member', 'owner_first', 'round_robin', 'skill']

export function Tried({ tried }: { tried: RoutingTried }) {
  const { t } = useLingui()
  const { condition, act, things } = useSentences()
  const would = (w: RoutingWould) =>
    ASSIGNS.includes(w.act) || w.act === 'notify' || w.act === 'suggest'
      ? act({ ...asAct(w), act: w.act === 'notify' || w.act === 'suggest' ? 'notify' : 'member', team: null })
      : act(asAct(w))
  const percent = tried.posts > 0 ? Math.round((tried.matched / tried.posts) * 100) : 0
  return (
    <section className={css.tried} aria-label={t`What it would have done`} role="status">
      <Notice tone={tried.matched > 0 ? 'accent' : 'plain'}>
        <p>
          <b>
            <Plural value={tried.matched} one="It holds for # post" other="It holds for # posts" />
          </b>{' '}
          <Trans>
            of {figure(tried.posts)} of the last {tried.days} days ({percent} %), in{' '}
            {figure(tried.conversations)} conversations.
          </Trans>{' '}
          {tried.capped && <Trans>Only the newest posts were looked at.</Trans>}
        </p>
        {tried.would.length > 0 && (
          <p>
            <Trans>As they are now, it would do:</Trans>{' '}
            {tried.would.map((w, i) => (
              <Chip key={i} tone="outline">
                {would(w)} · {figure(w.conversations)}
              </Chip>
            ))}
          </p>
        )}
      </Notice>
      {things && tried.samples.length > 0 && (
        <ul className={css.samples}>
          {tried.samples.map((s) => (
            <li key={s.post_id}>
              <a href={`/inbox/all/${s.conversation_id}`} target="_blank" rel="noreferrer">
                <b>{s.person ?? t`Somebody`}</b>{' '}
                <span className={css.quiet}>
                  <Time at={s.at} as="exact" />
                </span>
              </a>
              <p>{s.text}</p>
              <p className={css.quiet}>{s.because.map(condition).join(' · ') || t`no condition`}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
