import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, sessionsQuery, take, type Session } from '@/api'
import { Button, Card, Chip, Failed, Section, SkeletonRows, Time, useToast } from '@/ui'
import { thisDevice } from './device'
import css from './Settings.module.css'

/** What a browser calls itself, in words. */
const browserName = (agent: string): string => thisDevice(agent) || agent.slice(0, 40)

export function Sessions() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const factors: Record<Session['factor'], string> = {
    password: t`by password`,
    totp: t`by password and code`,
    recovery: t`by password and recovery code`,
    passkey: t`by passkey`,
    provider: t`by identity provider`,
  }
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
                  {factors[s.factor]} · {s.address} · <Trans>last used</Trans>{' '}
                  <Time at={s.last_seen_at} as="exact" />
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
