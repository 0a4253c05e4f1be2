// Tried: what a query would have found in what is stored, before it is saved.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type QueryTried } from '@/api'
import { Button, ErrorNotice, IconHistory, Segments, Time } from '@/ui'
import { Bars } from './Bars'
import { Found } from './Found'
import type { Verb } from './words'
import css from './Listening.module.css'

const DAY = 86_400_000

export function Tried({ body, verb }: { body: string; verb: Verb }) {
  const { t } = useLingui()
  const [days, setDays] = useState<'7' | '30' | '90'>('30')
  const [tried, setTried] = useState('')
  const run = useMutation({
    mutationFn: (text: string) =>
      take(api.POST('/api/v1/queries/try', { body: { body: text, verb, days: Number(days) } })),
  })
  return (
    <div className={css.try}>
      <div className={css.tryHead}>
        <Segments
          label={t`Time to try it on`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '7', label: t`7 days` },
            { value: '30', label: t`30 days` },
            { value: '90', label: t`90 days` },
          ]}
        />
        <Button
          icon={IconHistory}
          busy={run.isPending}
          disabled={!body.trim()}
          onClick={() => {
            setTried(body)
            run.mutate(body)
          }}
        >
          <Trans>Try it on what is stored</Trans>
        </Button>
      </div>
      <ErrorNotice error={run.error} />
      {run.data && <Outcome tried={run.data} old={tried !== body} />}
    </div>
  )
}

function Outcome({ tried, old }: { tried: QueryTried; old: boolean }) {
  const now = Date.now()
  const days = tried.by_day.map((d, i) => ({
    day: new Date(now - (tried.by_day.length - 1 - i) * DAY).toISOString().slice(0, 10),
    posts: d.posts,
  }))
  return (
    <div data-old={old || undefined} className={css.outcome}>
      <p role="status">
        <b>
          <Plural value={tried.found} one="# post" other="# posts" />
        </b>{' '}
        <Trans>
          of <Plural value={tried.people} one="# person" other="# people" /> in{' '}
          <Plural value={tried.conversations} one="# conversation" other="# conversations" />, of{' '}
          <Plural value={tried.posts} one="# post" other="# posts" /> looked at
        </Trans>
        {tried.capped && (
          <>
            {' '}
            <Trans>
              (the newest ones, since <Time at={tried.since} as="exact" />)
            </Trans>
          </>
        )}
      </p>
      {tried.found > 0 && <Bars days={days} />}
      <ul className={css.found}>
        {tried.samples.map((post) => (
          <li key={post.post_id}>
            <Found post={post} away />
          </li>
        ))}
      </ul>
    </div>
  )
}
