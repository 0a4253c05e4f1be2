// OutboxScreen: what leaves, what left, and what needs a person: unclear sends first, then failures.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  api,
  approvalsQuery,
  outboxQuery,
  take,
  useCan,
  useMe,
  type OutboxItem,
  type OutboxState,
} from '@/api'
import {
  Button,
  Empty,
  Failed,
  IconSend,
  NetworkSign,
  OutboxChip,
  Page,
  PlainText,
  SkeletonRows,
  Tabs,
  Time,
  useAskedWords,
  useToast,
  useOutboxAuthor,
} from '@/ui'
import { PauseButton } from './PauseDialog'
import css from './Outbox.module.css'

type Tab = 'all' | 'mine' | 'unclear' | 'held' | 'failed' | 'queued' | 'sent'

export function OutboxScreen() {
  const { t } = useLingui()
  const [tab, setTab] = useState<Tab>('all')
  const state: OutboxState | undefined = tab === 'all' || tab === 'mine' ? undefined : tab
  const waiting = useMe().approvals
  const rows = useInfiniteQuery({ ...outboxQuery(state), enabled: tab !== 'mine' })
  const mine = useQuery({ ...approvalsQuery(), enabled: tab === 'mine' })
  const query = tab === 'mine' ? mine : rows
  const items = (tab === 'mine' ? mine.data : rows.data?.pages.flatMap((p) => p.items)) ?? []
  return (
    <Page
      title={<Trans>Outbox</Trans>}
      lead={<Trans>Every answer on its way out, with who decided it</Trans>}
      actions={<PauseButton />}
      tabs={
        <Tabs
          label={t`State`}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'all', label: <Trans>All</Trans> },
            {
              value: 'mine',
              label: waiting > 0 ? <Trans>For your yes ({waiting})</Trans> : <Trans>For your yes</Trans>,
            },
            { value: 'unclear', label: <Trans>Unclear</Trans> },
            { value: 'held', label: <Trans>Held</Trans> },
            { value: 'failed', label: <Trans>Not sent</Trans> },
            { value: 'queued', label: <Trans>Waiting</Trans> },
            { value: 'sent', label: <Trans>Sent</Trans> },
          ]}
        />
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty
          icon={IconSend}
          title={
            tab === 'mine' ? (
              <Trans>Nobody waits for your yes</Trans>
            ) : tab === 'unclear' || tab === 'failed' || tab === 'held' ? (
              <Trans>Nothing is stuck</Trans>
            ) : (
              <Trans>Nothing here</Trans>
            )
          }
        >
          {tab === 'all' && (
            <Trans>Answers that you send appear here, until and after the network has them.</Trans>
          )}
        </Empty>
      ) : (
        <ul className={css.list} aria-label={t`Outbox`}>
          {items.map((item) => (
            <li key={item.id}>
              <Item item={item} />
            </li>
          ))}
        </ul>
      )}
      {tab !== 'mine' && rows.hasNextPage && (
        <Button kind="quiet" busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          <Trans>Show earlier ones</Trans>
        </Button>
      )}
    </Page>
  )
}

function Item({ item }: { item: OutboxItem }) {
  const name = useOutboxAuthor()(item)
  return (
    <div className={css.item}>
      <div>
        <OutboxChip row={item} />
      </div>
      <div>
        <div className={css.meta}>
          <NetworkSign network={item.channel.network} />
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
          {item.conversation_id ? (
            <Link
              to="/inbox/$view/$conversation"
              params={{ view: 'all', conversation: item.conversation_id }}
            >
              <Trans>Conversation</Trans>
            </Link>
          ) : (
            <Link to="/publish">
              <Trans>Calendar</Trans>
            </Link>
          )}
        </div>
        {item.text && (
          <div className={css.text}>
            <PlainText text={item.text} />
          </div>
        )}
        {item.second_person && <Asked item={item} />}
        {item.state === 'draft' && (
          <p className={css.meta}>
            <Link to="/publish">
              <Trans>It was given back: change it in the calendar and plan it anew, or drop it</Trans>
            </Link>
          </p>
        )}
        {item.can_release && !item.conversation_id && (
          <p className={css.error}>
            <Link to="/publish">
              <Trans>Look at it in the calendar, then let it leave or drop it</Trans>
            </Link>
          </p>
        )}
        {item.can_release && item.conversation_id && (
          <p className={css.error}>
            <Link
              to="/inbox/$view/$conversation"
              params={{ view: 'all', conversation: item.conversation_id }}
            >
              <Trans>Read what was said since, then send it or drop it</Trans>
            </Link>
          </p>
        )}
        {item.error_text && item.state !== 'sent' && <p className={css.error}>{item.error_text}</p>}
        <Acts item={item} />
      </div>
      <span className={css.when}>
        <Time at={item.sent_at ?? item.created_at} as="exact" />
      </span>
    </div>
  )
}

function Asked({ item }: { item: OutboxItem }) {
  const asked = useAskedWords()
  const open = item.approvals.find((a) => a.state === 'open')
  if (!open) return null
  const who = asked(open)
  return (
    <p className={item.late ? css.error : css.meta}>
      <span>
        {item.late && open.due_at ? (
          <Trans>
            Waits for the yes of {who}, overdue since <Time at={open.due_at} as="exact" />
          </Trans>
        ) : open.due_at ? (
          <Trans>
            Waits for the yes of {who} until <Time at={open.due_at} as="exact" />
          </Trans>
        ) : null}
      </span>
      {item.can_approve && item.conversation_id && (
        <Link to="/inbox/$view/$conversation" params={{ view: 'all', conversation: item.conversation_id }}>
          <Trans>Read it in its thread and decide</Trans>
        </Link>
      )}
      {item.can_approve && !item.conversation_id && (
        <Link to="/publish">
          <Trans>Look at it in the calendar and decide</Trans>
        </Link>
      )}
    </p>
  )
}

function Acts({ item }: { item: OutboxItem }) {
  const may = useCan('reply')
  const client = useQueryClient()
  const toast = useToast()
  const path = { params: { path: { id: item.id } } }
  const options = {
    onSuccess: () =>
      Promise.all(['outbox', 'status', 'thread'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
    onError: toast.fail,
  }
  const retry = useMutation({
    mutationFn: () => take(api.POST('/api/v1/outbox/{id}/retry', path)),
    ...options,
  })
  const cancel = useMutation({
    mutationFn: () => take(api.POST('/api/v1/outbox/{id}/cancel', path)),
    ...options,
  })
  const settle = useMutation({
    mutationFn: (outcome: 'sent' | 'not_sent') =>
      take(api.POST('/api/v1/outbox/{id}/settle', { ...path, body: { outcome } })),
    ...options,
  })
  if (!may || !(item.can_settle || item.can_retry || item.can_cancel)) return null
  return (
    <>
      {item.can_settle && (
        <p className={css.error}>
          <Trans>The network did not say whether it arrived. Look there, then say what you saw.</Trans>
        </p>
      )}
      <div className={css.acts}>
        {item.can_settle && (
          <>
            <Button size="s" kind="main" busy={settle.isPending} onClick={() => settle.mutate('sent')}>
              <Trans>It is there</Trans>
            </Button>
            <Button size="s" onClick={() => settle.mutate('not_sent')}>
              <Trans>It is not there</Trans>
            </Button>
          </>
        )}
        {item.can_retry && !item.can_settle && (
          <Button size="s" kind="main" busy={retry.isPending} onClick={() => retry.mutate()}>
            <Trans>Try again</Trans>
          </Button>
        )}
        {item.can_cancel && !item.can_settle && (
          <Button size="s" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            <Trans>Do not send</Trans>
          </Button>
        )}
      </div>
    </>
  )
}
