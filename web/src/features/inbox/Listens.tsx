// Listens: whether more was told than heard, where one writes: with this person, on this channel, and by oneself. It says
// so and stops nobody; where at least as much was heard there is nothing to read.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { listeningQuery, useMe, type ListeningFilter, type Thread } from '@/api'
import { IconWarn } from '@/ui'
import css from './Composer.module.css'

const PERSON_DAYS = 90
const DAYS = 30

function useAll(filter: ListeningFilter, enabled: boolean) {
  const { data } = useQuery({ ...listeningQuery(filter), enabled, staleTime: 120_000 })
  return enabled ? data?.all : undefined
}

export function Listens({ thread }: { thread: Thread }) {
  const { t } = useLingui()
  const me = useMe().member
  const { person } = thread
  const { channel } = thread.conversation
  const withThem = useAll({ by: 'person', person: person?.id, days: PERSON_DAYS }, Boolean(person))
  const here = useAll({ by: 'channel', channel: channel.id, days: DAYS }, true)
  const byMe = useAll({ by: 'member', member: me.id, days: DAYS }, true)
  const rows = [
    { key: 'person', all: withThem, words: t`With ${person?.name ?? ''}, ${PERSON_DAYS} days` },
    { key: 'channel', all: here, words: t`On ${channel.name}, ${DAYS} days` },
    { key: 'me', all: byMe, words: t`You, ${DAYS} days` },
  ].filter((row) => row.all && row.all.told > row.all.heard)
  if (rows.length === 0) return null
  return (
    <div className={css.listens} role="note" aria-label={t`More told than heard`}>
      <IconWarn size={14} aria-hidden />
      <div>
        <b>
          <Trans>More told than heard.</Trans>
        </b>{' '}
        {rows.map((row) => (
          <span key={row.key}>
            {row.words}: {t`${row.all?.heard ?? 0} heard, ${row.all?.told ?? 0} told unprompted.`}{' '}
          </span>
        ))}
        <Trans>A question would weigh on the other side.</Trans>
      </div>
    </div>
  )
}
