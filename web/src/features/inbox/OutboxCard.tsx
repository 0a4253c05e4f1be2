// OutboxCard: our answer on its way: queued, sending, unclear (a person must look), failed (try again).
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, take, useCan, type OutboxItem } from '@/api'
import { Button, onCondition, OutboxChip, PlainText, Time, useOutboxAuthor, useToast } from '@/ui'
import { ApprovalActs, StageList } from '@/ui/approvals'
import css from './Thread.module.css'

export function useOutboxActs(item: Pick<OutboxItem, 'id' | 'conversation_id'>) {
  const client = useQueryClient()
  const toast = useToast()
  const path = { params: { path: { id: item.id } } }
  const options = {
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['outbox'] }),
        client.invalidateQueries({ queryKey: ['thread', item.conversation_id] }),
        client.invalidateQueries({ queryKey: ['status'] }),
      ]),
    onError: toast.fail,
  }
  return {
    retry: useMutation({ mutationFn: () => take(api.POST('/api/v1/outbox/{id}/retry', path)), ...options }),
    cancel: useMutation({ mutationFn: () => take(api.POST('/api/v1/outbox/{id}/cancel', path)), ...options }),
    settle: useMutation({
      mutationFn: (outcome: 'sent' | 'not_sent') =>
        take(api.POST('/api/v1/outbox/{id}/settle', { ...path, body: { outcome } })),
      ...options,
    }),
  }
}

function useRelease(item: OutboxItem, version: number) {
  const client = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/outbox/{id}/release', { params: { path: { id: item.id } }, body: { version } })),
    onSettled: () =>
      Promise.all(
        [['outbox'], ['thread', item.conversation_id], ['status']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
    onError: toast.fail,
  })
}

/** `version`: of the conversation as it is shown here, with what was said since. */
export function OutboxCard({ item, version }: { item: OutboxItem; version: number }) {
  const { t } = useLingui()
  const mayReply = useCan('reply')
  const acts = useOutboxActs(item)
  const release = useRelease(item, version)
  const conditions = onCondition(item)
  const name = useOutboxAuthor()(item)
  return (
    <section
      className={css.card}
      data-tone={item.state === 'failed' ? 'red' : item.state === 'unclear' ? 'amber' : undefined}
      aria-label={t`Our answer on its way`}
    >
      <header>
        <OutboxChip row={item} />
        <span>
          {item.act === 'delete' ? (
            <Trans>
              {name} takes a post back on {item.channel.name}
            </Trans>
          ) : (
            <Trans>
              {name} to {item.channel.name}
            </Trans>
          )}
        </span>
        <span className={css.when}>
          <Time at={item.created_at} as="exact" />
        </span>
      </header>
      <div>
        {item.text && <PlainText text={item.text} />}
        {item.error_text && item.state !== 'sent' && <p className={css.quiet}>{item.error_text}</p>}
        {item.state === 'queued' && item.next_at && item.attempts > 0 && (
          <p className={css.quiet}>
            <Trans>
              Tried <Plural value={item.attempts} one="once" other="# times" />; next try at{' '}
              <Time at={item.next_at} as="exact" />.
            </Trans>
          </p>
        )}
        {item.state === 'unclear' && (
          <p>
            <Trans>
              The network did not say whether it arrived. Look there, then say what you saw; it is never sent
              twice by itself.
            </Trans>
          </p>
        )}
        {item.can_release && (
          <p>
            {conditions ? (
              <Trans>
                Approved on a condition. Make sure that it is met and read what was said since, then send it.
              </Trans>
            ) : (
              <Trans>A pause held this. Read what was said since, then send it or drop it.</Trans>
            )}
          </p>
        )}
        {item.approvals.length > 0 && <StageList stages={item.approvals} />}
        {item.second_person && item.no_approve_reason && (
          <p className={css.quiet}>{item.no_approve_reason}</p>
        )}
        {mayReply && (item.can_settle || item.can_retry || item.can_cancel) && (
          <div className={css.cardActs}>
            {item.can_settle && (
              <>
                <Button size="s" kind="main" onClick={() => acts.settle.mutate('sent')}>
                  <Trans>It is there</Trans>
                </Button>
                <Button size="s" onClick={() => acts.settle.mutate('not_sent')}>
                  <Trans>It is not there</Trans>
                </Button>
              </>
            )}
            {item.can_approve && <ApprovalActs item={item} version={version} />}
            {item.can_release && (
              <Button size="s" kind="main" busy={release.isPending} onClick={() => release.mutate()}>
                {conditions ? <Trans>It is met: send it</Trans> : <Trans>Send it now</Trans>}
              </Button>
            )}
            {item.can_retry && !item.can_settle && (
              <Button size="s" kind="main" busy={acts.retry.isPending} onClick={() => acts.retry.mutate()}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {item.can_cancel && !item.can_settle && (
              <Button size="s" busy={acts.cancel.isPending} onClick={() => acts.cancel.mutate()}>
                <Trans>Do not send</Trans>
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  )
}
