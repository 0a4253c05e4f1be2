import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, sessionsQuery, take } from '@/api'
import { Button, Card, Chip, Failed, Section, SkeletonRows, Time, useToast } from '@/ui'
import css from './Settings.module.css'

/** "Firefox on Linux" out of what a browser calls itself. */
export function browserName(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' }
  const words = [browser, system].filter((w): w is string => Boolean(w)).map((w) => names[w] ?? w)
  return words.length > 0 ? words.join(' · ') : agent.slice(0, 40)
}

export function Sessions() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data, error, isPending, refetch } = useQuery(sessionsQuery())
  const end = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
    onError: toast.fail,
  })
  return (
    <Section title={<Trans>Sessions</Trans>} lead={<Trans>Where you are signed in.</Trans>}>
      {isPending ? (
        <SkeletonRows rows={2} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          {data.items.map((s) => (
            <div key={s.id} className={css.session}>
              <div>
                <strong>{browserName(s.user_agent)}</strong>{' '}
                {s.current && <Chip tone="green">{t`this one`}</Chip>}
                <div className={css.quiet}>
                  {s.address} · <Trans>last used</Trans> <Time at={s.last_seen_at} as="exact" />
                </div>
              </div>
              {!s.current && (
                <Button
                  size="s"
                  onClick={() => end.mutate(s.id)}
                  aria-label={t`End the session ${browserName(s.user_agent)}`}
                >
                  <Trans>End</Trans>
                </Button>
              )}
            </div>
          ))}
        </Card>
      )}
    </Section>
  )
}
