// ItemDialog: one post of ours: how it stands, and what can be done until it is taken: say yes, other words, another time,
// let it leave, give it back, drop it.
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
  LabelChip,
  MemberMark,
  Notice,
  OutboxChip,
  otherError,
  TextArea,
  Time,
  useDebouncedValue,
  useToast,
} from '@/ui'
import { ApprovalActs, ChangeForm, DoingTitle, ReturnForm, StageList, type Doing } from '@/ui/approvals'
import { fromField, soon, toField } from './days'
import { Findings } from './Findings'
import { Preview, useHeldWords } from './looks'
import { Topics } from './Topics'
import { WhenField } from './When'
import css from './Publish.module.css'

interface ItemProps {
  item: PlannedPost
  onClose: () => void
}

type Mode = 'look' | 'words' | 'time' | Doing

export function ItemDialog({ item, onClose }: ItemProps) {
  const [mode, setMode] = useState<Mode>('look')
  const back = () => setMode('look')
  return (
    <Dialog
      title={
        mode === 'change' || mode === 'return' ? (
          <DoingTitle doing={mode} />
        ) : (
          <Trans>Post on {item.channel.name}</Trans>
        )
      }
      opened
      onClose={onClose}
      width={560}
    >
      {mode === 'look' ? (
        <Look item={item} onClose={onClose} onMode={setMode} />
      ) : mode === 'words' ? (
        <Words item={item} onClose={onClose} onBack={back} />
      ) : mode === 'change' ? (
        <ChangeForm item={item} version={0} onCancel={back} onDone={onClose} />
      ) : mode === 'return' ? (
        <ReturnForm item={item} onCancel={back} onDone={onClose} />
      ) : (
        <Moment item={item} onClose={onClose} onBack={back} />
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

function Look({ item, onClose, onMode }: ItemProps & { onMode: (mode: Mode) => void }) {
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
  const back = item.state === 'draft'
  const mine = item.held_for === 'right'
  return (
    <>
      <p className={css.state}>
        <OutboxChip row={item} /> <Time at={item.sent_at ?? item.due_at} as="exact" />
      </p>
      <Preview as={item.channel.name} network={item.channel.network} text={item.text} />
      {item.labels.length > 0 && (
        <p className={`${css.topics} ${css.about}`}>
          {item.labels.map((l) => (
            <LabelChip key={l.id} name={l.name} colour={l.colour} />
          ))}
        </p>
      )}
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
      <div className={css.reasons}>
        {held && !item.second_person && <Notice tone="amber">{held}</Notice>}
        {item.approvals.length > 0 && (
          <div className={css.asked}>
            <StageList stages={item.approvals} />
            {item.can_approve && (
              <div className={css.askedActs}>
                <ApprovalActs item={item} version={0} onDoing={onMode} onDone={onClose} />
              </div>
            )}
          </div>
        )}
        {item.second_person && item.no_approve_reason && <Notice>{item.no_approve_reason}</Notice>}
        {item.can_settle && (
          <Notice tone="amber">
            <Trans>The network did not say whether it arrived. Look there, then say what you saw.</Trans>
          </Notice>
        )}
        {item.error_text && item.state !== 'sent' && <Notice tone="red">{item.error_text}</Notice>}
      </div>
      <ErrorNotice error={confirm.error ?? cancel.error ?? retry.error ?? settle.error} />
      <DialogFoot>
        {item.can_cancel && !item.can_settle && (
          <Button kind="danger-quiet" busy={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            <Trans>Drop it</Trans>
          </Button>
        )}
        {item.can_change && !back && (
          <Button onClick={() => onMode('time')}>
            <Trans>Another time</Trans>
          </Button>
        )}
        {item.can_change && !item.can_approve && (
          <Button kind={back ? 'main' : 'plain'} onClick={() => onMode('words')}>
            {back ? <Trans>Change and plan anew</Trans> : <Trans>Change the words</Trans>}
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

/** Other words, other labels; what was given back gets its time here as well and is on its way again. */
function Words({ item, onClose, onBack }: ItemProps & { onBack: () => void }) {
  const { t } = useLingui()
  const draft = item.state === 'draft'
  const [text, setText] = useState(item.said)
  const [labels, setLabels] = useState(item.labels.map((l) => l.id))
  const due = new Date(item.due_at)
  const [when, setWhen] = useState(toField(due > new Date() ? due : soon(new Date())))
  const [settled] = useDebouncedValue(text, 350)
  const { data: check } = useQuery({
    queryKey: ['check', 'planned', item.channel.id, settled, item.publication_id, labels],
    queryFn: () =>
      take(
        api.POST('/api/v1/planned/check', {
          body: {
            channel_id: item.channel.id,
            text: settled,
            publication_id: item.publication_id,
            label_ids: labels,
          },
        }),
      ),
    enabled: settled.trim().length > 0,
  })
  const at = fromField(when)
  const stopped = check?.verdict === 'stop'
  const ready = text.trim() !== '' && !stopped && (!draft || at !== null)
  const save = useAct(
    () =>
      take(
        api.PATCH('/api/v1/planned/{id}', {
          params: { path: { id: item.id } },
          body: {
            text,
            label_ids: labels,
            ...(draft && at ? { at } : {}),
            warnings_seen: true,
            ask_second: check?.verdict === 'review',
          },
        }),
      ),
    onClose,
    draft ? t`It is planned anew.` : t`Changed. It stands under your name from now on.`,
  )
  return (
    <Form onSubmit={() => ready && save.mutate(undefined)}>
      <TextArea
        label={t`What we say on ${item.channel.name}`}
        description={t`You sign what you change.`}
        value={text}
        minRows={4}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        data-autofocus
      />
      <Topics chosen={labels} onChange={setLabels} />
      {draft && (
        <WhenField
          label={t`Day and time`}
          value={when}
          onChange={setWhen}
          error={fieldError(save.error, 'at')}
        />
      )}
      {check && text.trim() && (
        <Preview as={check.sends_as} network={item.channel.network} text={check.text} />
      )}
      <Findings check={check} text={text} />
      <ErrorNotice error={otherError(save.error, draft ? ['text', 'at'] : ['text'])} />
      <DialogFoot>
        <Button onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button kind={stopped ? 'stopped' : 'main'} type="submit" busy={save.isPending} disabled={!ready}>
          {stopped ? (
            <Trans>Stopped by a rule</Trans>
          ) : check?.verdict === 'review' ? (
            <Trans>Save, and ask a second person</Trans>
          ) : draft ? (
            <Trans>Plan it anew</Trans>
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
