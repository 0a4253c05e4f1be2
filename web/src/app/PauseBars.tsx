// PauseBars: what is held, on every screen: why, by whom, since when, and the way back. A pause may have been begun with one
// key: then it asks for the reason here.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { api, take, useCan, type Pause } from '@/api'
import { Confirm, IconPause, Time, useToast } from '@/ui'
import css from './Shell.module.css'

const KEYS = ['status', 'outbox', 'thread', 'pauses']

/** Holds everything at once; the bar asks for the reason afterwards. */
export function usePauseAll(): () => void {
  const client = useQueryClient()
  const toast = useToast()
  return useCallback(() => {
    take(api.POST('/api/v1/pauses', { body: { scope: 'all' } }))
      .then(() => Promise.all(KEYS.map((key) => client.invalidateQueries({ queryKey: [key] }))))
      .catch((error: unknown) => toast.fail(error))
  }, [client, toast])
}

export function PauseBars({ pauses, held }: { pauses: Pause[]; held: number }) {
  return (
    <>
      {pauses.map((pause) => (
        <Bar key={pause.id} pause={pause} />
      ))}
      {pauses.length === 0 && held > 0 && (
        <div className={css.bar} data-tone="amber" role="status">
          <IconPause size={16} aria-hidden />
          <span>
            <Plural
              value={held}
              one="# answer is held. It leaves when somebody has looked at it once more."
              other="# answers are held. Each leaves when somebody has looked at it once more."
            />
          </span>
          <Link to="/outbox">
            <Trans>Look at them</Trans>
          </Link>
        </div>
      )}
    </>
  )
}

function useCovers(pause: Pause): string {
  const { t } = useLingui()
  switch (pause.scope) {
    case 'all':
      return t`Nothing is sent`
    case 'channel':
      return t`Nothing is sent through ${pause.channel?.name ?? t`one channel`}`
    case 'region':
      return t`Nothing is sent in ${pause.region}`
    case 'topic':
      return t`Nothing is sent about ${pause.label ?? t`one topic`}`
  }
}

function Bar({ pause }: { pause: Pause }) {
  const mayEnd = useCan('policy')
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const covers = useCovers(pause)
  const name = pause.started_by?.name ?? ''
  const begun = pause.begun.length
  const end = useMutation({
    mutationFn: () => take(api.POST('/api/v1/pauses/{id}/end', { params: { path: { id: pause.id } } })),
    onSuccess: () => Promise.all(KEYS.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
  return (
    <div className={css.bar} data-tone="red" role="alert">
      <IconPause size={16} aria-hidden />
      <span>
        <strong>{covers}.</strong> {pause.reason && <>{pause.reason} · </>}
        <Trans>
          {name}, <Time at={pause.started_at} as="exact" />
        </Trans>
        {' · '}
        <Plural value={pause.held} _0="nothing waited" one="# answer is held" other="# answers are held" />
        {begun > 0 && (
          <>
            {' · '}
            <Link to="/outbox">
              <Plural value={begun} one="# had begun already" other="# had begun already" />
            </Link>
          </>
        )}
      </span>
      {!pause.reason && <Reason id={pause.id} />}
      {mayEnd && (
        <button type="button" onClick={() => setAsking(true)}>
          <Trans>End the pause</Trans>
        </button>
      )}
      <Confirm
        title={<Trans>End the pause?</Trans>}
        verb={<Trans>End the pause</Trans>}
        opened={asking}
        onClose={() => setAsking(false)}
        run={() => end.mutateAsync()}
      >
        <Trans>
          New answers can be sent again. What was held stays held until somebody has looked at each of them.
        </Trans>
      </Confirm>
    </div>
  )
}

function Reason({ id }: { id: string }) {
  const { t } = useLingui()
  const may = useCan('reply')
  const [text, setText] = useState('')
  const client = useQueryClient()
  const toast = useToast()
  const say = useMutation({
    mutationFn: (reason: string) =>
      take(api.PATCH('/api/v1/pauses/{id}', { params: { path: { id } }, body: { reason } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['status'] }),
    onError: toast.fail,
  })
  if (!may) return null
  return (
    <form
      className={css.why}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) say.mutate(text.trim())
      }}
    >
      <input
        aria-label={t`Why is everything held?`}
        placeholder={t`Why is everything held?`}
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" disabled={!text.trim() || say.isPending}>
        <Trans>Say why</Trans>
      </button>
    </form>
  )
}
