// HandoffCard: a conversation passed to a team: why, what is asked, the clock, who acknowledged, what came of it.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api, take, useCan, useMe, type Handoff, type HandoffCloseInput } from '@/api'
import {
  Button,
  Chip,
  IconHandover,
  longSpan,
  Notice,
  PlainText,
  Time,
  useHandoffReasonWords,
  useHandoffResultWords,
  useNow,
  useToast,
} from '@/ui'
import css from './Thread.module.css'

const CloseDialog = lazy(async () => ({ default: (await import('./CloseDialog')).CloseDialog }))

function useHandoffActs(handoff: Handoff) {
  const client = useQueryClient()
  const path = { params: { path: { id: handoff.id } } }
  const after = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['thread', handoff.conversation_id] }),
      client.invalidateQueries({ queryKey: ['handoffs'] }),
      client.invalidateQueries({ queryKey: ['home'] }),
      client.invalidateQueries({ queryKey: ['me'] }),
    ])
  const toast = useToast()
  return {
    acknowledge: useMutation({
      mutationFn: () => take(api.POST('/api/v1/handoffs/{id}/acknowledge', path)),
      onSuccess: after,
      onError: toast.fail,
    }),
    seen: useMutation({
      mutationFn: () => take(api.POST('/api/v1/handoffs/{id}/seen', path)),
      onSuccess: after,
      onError: toast.fail,
    }),
    told: useMutation({
      mutationFn: () => take(api.POST('/api/v1/handoffs/{id}/told', path)),
      onSuccess: after,
      onError: toast.fail,
    }),
    close: useMutation({
      mutationFn: (body: HandoffCloseInput) =>
        take(api.POST('/api/v1/handoffs/{id}/close', { ...path, body })),
      onSuccess: after,
    }),
  }
}

export function HandoffCard({ handoff }: { handoff: Handoff }) {
  const { t } = useLingui()
  const me = useMe()
  const mayWork = useCan('work')
  const reasons = useHandoffReasonWords()
  const results = useHandoffResultWords()
  const now = useNow()
  const [closing, setClosing] = useState(false)
  const acts = useHandoffActs(handoff)
  const open = !handoff.closed_at
  const mine = me.member.teams.some((team) => team.id === handoff.to_team?.id)
  const given = handoff.from_member?.id === me.member.id
  const went: Record<number, string> = {
    1: t`the lead of the team was told`,
    2: t`the managers were told`,
    3: t`the owners were told`,
  }
  const late = open && handoff.due_at !== null && Date.parse(handoff.due_at) < now
  const left = handoff.due_at ? Date.parse(handoff.due_at) - now : null
  return (
    <section
      className={css.card}
      data-tone={late ? 'red' : undefined}
      aria-label={t`Hand-over to ${handoff.to_team?.name ?? ''}`}
    >
      <header>
        <IconHandover size={16} aria-hidden />
        <span>
          <Trans>
            <b>{handoff.from_member?.name ?? t`Somebody`}</b> handed over to{' '}
            <b>{handoff.to_team?.name ?? t`a team`}</b>
          </Trans>
        </span>
        <Chip
          tone={handoff.reason === 'hot_lead' ? 'accent' : handoff.reason === 'complaint' ? 'amber' : 'plain'}
        >
          {reasons[handoff.reason]}
        </Chip>
        <span className={css.when}>
          <Time at={handoff.created_at} as="exact" />
        </span>
      </header>
      <div>
        {handoff.ask && <PlainText text={handoff.ask} />}
        <ol className={css.steps}>
          <li data-kept>
            <b>
              <Trans>Given</Trans>
            </b>
            {left !== null && open ? (
              left < 0 ? (
                <Trans>due {longSpan(left)} ago</Trans>
              ) : (
                <Trans>due in {longSpan(left)}</Trans>
              )
            ) : (
              handoff.from_member?.name
            )}
          </li>
          <li
            data-kept={handoff.acknowledged_at ? true : undefined}
            data-late={late && !handoff.acknowledged_at ? true : undefined}
          >
            <b>
              <Trans>Acknowledged</Trans>
            </b>
            {handoff.acknowledged_at ? (
              <>
                {handoff.acknowledged_by?.name}, <Time at={handoff.acknowledged_at} as="exact" />
              </>
            ) : (
              <>
                <Trans>not yet</Trans>
                {open && handoff.escalated > 0 && <> · {went[handoff.escalated] ?? ''}</>}
              </>
            )}
          </li>
          <li
            data-kept={handoff.closed_at ? true : undefined}
            data-late={late && handoff.acknowledged_at ? true : undefined}
          >
            <b>
              <Trans>Outcome</Trans>
            </b>
            {handoff.closed_at && handoff.result ? (
              <>
                {results[handoff.result]}, {handoff.closed_by?.name}
              </>
            ) : (
              <Trans>open</Trans>
            )}
          </li>
        </ol>
        {handoff.outcome && (
          <div className={css.body}>
            <PlainText text={handoff.outcome} />
          </div>
        )}
        {mayWork && open && (
          <div className={css.cardActs}>
            {mine && !handoff.acknowledged_at && (
              <Button
                kind="main"
                size="s"
                busy={acts.acknowledge.isPending}
                onClick={() => acts.acknowledge.mutate()}
              >
                <Trans>Acknowledge</Trans>
              </Button>
            )}
            <Button size="s" onClick={() => setClosing(true)}>
              <Trans>Close with an outcome</Trans>
            </Button>
          </div>
        )}
        {!open && handoff.tell_outside && mayWork && (
          <div className={css.body}>
            <Notice tone="amber">
              <p>
                <Trans>Tell the person outside how it ended: nothing was said to them since.</Trans>
              </p>
              <div className={css.cardActs}>
                <Button size="s" busy={acts.told.isPending} onClick={() => acts.told.mutate()}>
                  <Trans>They know, or need not</Trans>
                </Button>
              </div>
            </Notice>
          </div>
        )}
        {!open && given && !handoff.outcome_seen_at && (
          <div className={css.cardActs}>
            <Button kind="main" size="s" busy={acts.seen.isPending} onClick={() => acts.seen.mutate()}>
              <Trans>I have seen the outcome</Trans>
            </Button>
          </div>
        )}
        <Suspense>
          {closing && (
            <CloseDialog
              opened
              onClose={() => setClosing(false)}
              run={(body) => acts.close.mutateAsync(body)}
              giver={handoff.from_member?.name}
            />
          )}
        </Suspense>
      </div>
    </section>
  )
}
