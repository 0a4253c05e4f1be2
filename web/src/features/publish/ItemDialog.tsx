// ItemDialog: one post of ours: how it stands, and what can be done until it is taken: other words, another time, let it
// leave, drop it.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take, type PlannedPost } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  MemberMark,
  Notice,
  otherError,
  TextArea,
  Time,
  useDebouncedValue,
  useToast,
} from '@/ui'
import { fromField, soon, toField } from './days'
import { Findings } from './Findings'
import { Preview, StateChip, useHeldWords } from './looks'
import { WhenField } from './When'
import css from './Publish.module.css'

interface ItemProps {
  item: PlannedPost
  onClose: () => void
}

export function ItemDialog({ item, onClose }: ItemProps) {
  const [mode, setMode] = useState<'look' | 'words' | 'time'>('look')
  return (
    <Dialog title={<Trans>Post on {item.channel.name}</Trans>} opened onClose={onClose} width={560}>
      {mode === 'look' ? (
        <Look item={item} onClose={onClose} onMode={setMode} />
      ) : mode === 'words' ? (
        <Words item={item} onClose={onClose} onBack={() => setMode('look')} />
      ) : (
        <Moment item={item} onClose={onClose} onBack={() => setMode('look')} />
      )}
    </Dialog>
  )
}

/** An act that ends with the calendar as it is then. */
function useAct<V>(act: (value: V) => Promise<unknown>, onClose: () => void, said?: string) {
  const client = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all(
        ['planned', 'outbox', 'status'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      if (said) toast.say(said)
      onClose()
    },
  })
}

function Look({ item, onClose, onMode }: ItemProps & { onMode: (mode: 'words' | 'time') => void }) {
  const { t } = useLingui()
  const held = useHeldWords()(item)
  const path = { params: { path: { id: item.id } } }
  const confirm = useAct(
    (now: boolean) => take(api.POST('/api/v1/planned/{id}/confirm', { ...path, body: { now } })),
    onClose,
    t`It is confirmed.`,
  )
  const cancel = useAct(() => take(api.POST('/api/v1/outbox/{id}/cancel', path)), onClose, t`It is dropped.`)
  const retry = useAct(() => take(api.POST('/api/v1/outbox/{id}/retry', path)), onClose)
  const settle = useAct(
    (outcome: 'sent' | 'not_sent') =>
      take(api.POST('/api/v1/outbox/{id}/settle', { ...path, body: { outcome } })),
    onClose,
  )
  const approve = useAct(
    () => take(api.POST('/api/v1/outbox/{id}/approve', { ...path, body: { version: 0, late_ok: true } })),
    onClose,
    t`You said yes.`,
  )
  const mine = item.held_for === 'right'
  return (
    <>
      <p className={css.state}>
        <StateChip item={item} /> <Time at={item.sent_at ?? item.due_at} as="exact" />
      </p>
      <Preview as={item.channel.name} network={item.channel.network} text={item.text} />
      <p className={css.who}>
        {item.member && <MemberMark name={item.member.name} size={20} />}
        {item.approved_by && item.approved_by.id !== item.member?.id ? (
          <Trans>
            {item.member?.name ?? t`Somebody`}; {item.approved_by.name} let it leave
          </Trans>
        ) : (
          (item.member?.name ?? t`Somebody`)
        )}
        {item.conversation_id && (
          <Link to="/inbox/$view/$conversation" params={{ view: 'all', conversation: item.conversation_id }}>
            <Trans>Conversation</Trans>
          </Link>
        )}
      </p>
      {held && <Notice tone="amber">{held}</Notice>}
      {item.second_person && item.no_approve_reason && <Notice>{item.no_approve_reason}</Notice>}
      {item.can_settle && (
        <Notice tone="amber">
          <Trans>The network did not say whether it arrived. Look there, then say what you saw.</Trans>
        </Notice>
      )}
      {item.error_text && item.state !== 'sent' && <Notice tone="red">{item.error_text}</Notice>}
      <ErrorNotice error={approve.error ?? confirm.error ?? cancel.error ?? retry.error ?? settle.error} />
      <DialogFoot>
        {item.can_cancel && !item.can_settle && (
          <Button kind="danger-quiet" busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            <Trans>Drop it</Trans>
          </Button>
        )}
        {item.can_change && (
          <>
            <Button onClick={() => onMode('words')}>
              <Trans>Change the words</Trans>
            </Button>
            <Button onClick={() => onMode('time')}>
              <Trans>Another time</Trans>
            </Button>
          </>
        )}
        {item.can_approve && (
          <Button kind="main" busy={approve.isPending} onClick={() => approve.mutate(undefined)}>
            <Trans>Say yes</Trans>
          </Button>
        )}
        {item.can_confirm && !mine && !item.overdue && (
          <Button kind="main" busy={confirm.isPending} onClick={() => confirm.mutate(false)}>
            <Trans>Let it leave at its time</Trans>
          </Button>
        )}
        {item.can_confirm && !mine && item.overdue && (
          <Button kind="main" busy={confirm.isPending} onClick={() => confirm.mutate(true)}>
            <Trans>Let it leave now</Trans>
          </Button>
        )}
        {item.can_retry && (
          <Button kind="main" busy={retry.isPending} onClick={() => retry.mutate(undefined)}>
            <Trans>Try again now</Trans>
          </Button>
        )}
        {item.can_settle && (
          <>
            <Button onClick={() => settle.mutate('not_sent')}>
              <Trans>It is not there</Trans>
            </Button>
            <Button kind="main" busy={settle.isPending} onClick={() => settle.mutate('sent')}>
              <Trans>It is there</Trans>
            </Button>
          </>
        )}
      </DialogFoot>
    </>
  )
}

function Words({ item, onClose, onBack }: ItemProps & { onBack: () => void }) {
  const { t } = useLingui()
  const [text, setText] = useState(item.said)
  const [settled] = useDebouncedValue(text, 350)
  const { data: check } = useQuery({
    queryKey: ['check', 'planned', item.channel.id, settled, item.publication_id],
    queryFn: () =>
      take(
        api.POST('/api/v1/planned/check', {
          body: { channel_id: item.channel.id, text: settled, publication_id: item.publication_id },
        }),
      ),
    enabled: settled.trim().length > 0,
  })
  const save = useAct(
    () =>
      take(
        api.PATCH('/api/v1/planned/{id}', {
          params: { path: { id: item.id } },
          body: { text, warnings_seen: true, ask_second: check?.verdict === 'review' },
        }),
      ),
    onClose,
    t`Changed. It stands under your name from now on.`,
  )
  return (
    <Form onSubmit={() => text.trim() && check?.verdict !== 'stop' && save.mutate(undefined)}>
      <TextArea
        label={t`What we say on ${item.channel.name}`}
        description={t`You sign what you change.`}
        value={text}
        minRows={4}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        data-autofocus
      />
      {check && text.trim() && (
        <Preview as={check.sends_as} network={item.channel.network} text={check.text} />
      )}
      <Findings check={check} text={text} />
      <ErrorNotice error={otherError(save.error, ['text'])} />
      <DialogFoot>
        <Button onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button
          kind={check?.verdict === 'stop' ? 'stopped' : 'main'}
          type="submit"
          busy={save.isPending}
          disabled={!text.trim() || check?.verdict === 'stop'}
        >
          {check?.verdict === 'stop' ? (
            <Trans>Stopped by a rule</Trans>
          ) : check?.verdict === 'review' ? (
            <Trans>Save, and ask a second person</Trans>
          ) : (
            <Trans>Save the words</Trans>
          )}
        </Button>
      </DialogFoot>
    </Form>
  )
}

function Moment({ item, onClose, onBack }: ItemProps & { onBack: () => void }) {
  const { t } = useLingui()
  const due = new Date(item.due_at)
  const [value, setValue] = useState(toField(due > new Date() ? due : soon(new Date())))
  const at = fromField(value)
  const release = item.state === 'held' && item.can_confirm && item.held_for !== 'right'
  const save = useAct(
    (leave: boolean) =>
      leave
        ? take(
            api.POST('/api/v1/planned/{id}/confirm', {
              params: { path: { id: item.id } },
              body: { at },
            }),
          )
        : take(
            api.PATCH('/api/v1/planned/{id}', {
              params: { path: { id: item.id } },
              body: { at: at ?? item.due_at },
            }),
          ),
    onClose,
    t`It has another time.`,
  )
  return (
    <Form onSubmit={() => at && save.mutate(release)}>
      <WhenField
        label={t`Day and time`}
        value={value}
        onChange={setValue}
        error={fieldError(save.error, 'at')}
        autoFocus
      />
      {item.state === 'held' && !release && (
        <Notice>
          <Trans>It stays held until somebody lets it leave.</Trans>
        </Notice>
      )}
      <ErrorNotice error={otherError(save.error, ['at'])} />
      <DialogFoot>
        <Button onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!at}>
          {release ? <Trans>Let it leave then</Trans> : <Trans>Move it</Trans>}
        </Button>
      </DialogFoot>
    </Form>
  )
}
