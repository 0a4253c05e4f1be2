// Approvals: the stages that a held answer or post goes through, and what the member who is asked can do: say yes, say
// yes to other words, or give it back.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, take, type Approval, type OutboxItem } from '@/api'
import { useDebouncedValue } from '@mantine/hooks'
import { Button } from '../Button'
import { Dialog, DialogFoot, DialogLead } from '../Dialog'
import { TextArea } from '../Field'
import { Form } from '../Form'
import { IconClock, IconClose, IconKept, IconProblem, IconSecond, type Icon } from '../icons'
import { useAskedWords } from '../stages'
import { ErrorNotice, Notice } from '../states'
import { Time, useNow } from '../time'
import { Changed } from './Changed'
import css from './Approvals.module.css'

const SIGNS: Record<Approval['state'], Icon> = {
  waiting: IconClock,
  open: IconSecond,
  approved: IconKept,
  returned: IconProblem,
  dropped: IconClose,
}

export function StageList({ stages }: { stages: Approval[] }) {
  const { t } = useLingui()
  return (
    <ol className={css.stages} aria-label={t`Approval`}>
      {stages.map((stage) => (
        <Stage key={stage.id} stage={stage} />
      ))}
    </ol>
  )
}

function Stage({ stage }: { stage: Approval }) {
  const now = useNow()
  const asked = useAskedWords()(stage)
  const Sign = SIGNS[stage.state]
  const by = stage.decided_by?.name
  const late = stage.state === 'open' && stage.due_at !== null && Date.parse(stage.due_at) <= now
  return (
    <li className={css.stage} data-state={stage.state}>
      <Sign size={16} strokeWidth={1.75} aria-hidden />
      <span>
        {stage.state === 'approved' && stage.stood_for ? (
          <Trans>
            {by} said yes for {stage.stood_for.name}
          </Trans>
        ) : stage.state === 'approved' ? (
          stage.before === null ? (
            <Trans>{by} said yes</Trans>
          ) : (
            <Trans>{by} changed the words and said yes</Trans>
          )
        ) : stage.state === 'returned' ? (
          <Trans>{by} gave it back</Trans>
        ) : stage.state === 'open' ? (
          <Trans>Waits for the yes of {asked}</Trans>
        ) : stage.state === 'dropped' ? (
          <Trans>{asked}: not asked any more</Trans>
        ) : (
          <Trans>Then {asked}</Trans>
        )}
      </span>
      <span className={css.due} data-late={late || undefined}>
        {stage.decided_at ? (
          <Time at={stage.decided_at} as="exact" />
        ) : late && stage.due_at ? (
          <Trans>
            overdue since <Time at={stage.due_at} as="exact" />
          </Trans>
        ) : stage.state === 'open' && stage.due_at ? (
          <Trans>
            until <Time at={stage.due_at} as="exact" />
          </Trans>
        ) : null}
      </span>
      {stage.condition && (
        <p className={css.note}>
          <Trans>If: “{stage.condition}”</Trans>
        </p>
      )}
      {stage.note && <p className={css.note}>“{stage.note}”</p>}
      {stage.before !== null && stage.after !== null && (
        <div className={css.wide}>
          <Changed before={stage.before} after={stage.after} />
        </div>
      )}
    </li>
  )
}

/** What waits: a row of the outbox, or of the calendar. */
export type Asked = Pick<
  OutboxItem,
  'id' | 'conversation_id' | 'member' | 'stands_for' | 'late' | 'bare' | 'text'
>
export type Doing = 'change' | 'return'

interface ActsProps {
  item: Asked
  /** Of the conversation as it is shown beside this; 0 for a post of ours. */
  version: number
  /** Where this stands in a dialog, it shows the form itself; else one is opened. */
  onDoing?: (doing: Doing) => void
  onDone?: () => void
}

const isLate = (item: Asked, error: unknown) =>
  item.late || (error instanceof ApiError && error.slug === 'late')

function LateNotice() {
  return (
    <Notice tone="amber">
      <Trans>The time for this has passed. Look whether it still helps them before you send it.</Trans>
    </Notice>
  )
}

export function ApprovalActs({ item, version, onDoing, onDone }: ActsProps) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const approve = useApprove(item, version, onDone)
  const forWhom = item.stands_for?.name
  const late = isLate(item, approve.error)
  const open = onDoing ?? setDoing
  const close = () => setDoing(null)
  return (
    <>
      {late && <LateNotice />}
      <Button
        size="s"
        kind="main"
        busy={approve.isPending}
        onClick={() => approve.mutate({ text: null, note: '', condition: '', late_ok: late })}
      >
        {late ? (
          <Trans>Approve all the same</Trans>
        ) : forWhom ? (
          <Trans>Approve for {forWhom}</Trans>
        ) : (
          <Trans>Approve</Trans>
        )}
      </Button>
      <Button size="s" onClick={() => open('change')}>
        <Trans>Change and approve</Trans>
      </Button>
      <Button size="s" onClick={() => open('return')}>
        <Trans>Give back</Trans>
      </Button>
      {doing && (
        <Dialog
          title={<DoingTitle doing={doing} />}
          opened
          onClose={close}
          width={doing === 'change' ? 620 : 480}
        >
          {doing === 'change' ? (
            <ChangeForm item={item} version={version} onCancel={close} onDone={close} />
          ) : (
            <ReturnForm item={item} onCancel={close} onDone={close} />
          )}
        </Dialog>
      )}
      <ErrorNotice error={doing ? null : approve.error} />
    </>
  )
}

export function DoingTitle({ doing }: { doing: Doing }) {
  return doing === 'change' ? <Trans>Change and approve</Trans> : <Trans>Give back</Trans>
}

function useAgain(conversation: string | null) {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [['outbox'], ['planned'], ['approvals'], ['thread', conversation], ['status'], ['me']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
}

interface Yes {
  text: string | null
  note: string
  condition: string
  late_ok: boolean
}

function useApprove(item: Asked, version: number, onSuccess?: () => void) {
  const again = useAgain(item.conversation_id)
  return useMutation({
    mutationFn: (yes: Yes) =>
      take(
        api.POST('/api/v1/outbox/{id}/approve', {
          params: { path: { id: item.id } },
          body: { version, ...yes },
        }),
      ),
    onSuccess,
    onSettled: again,
  })
}

interface FormProps {
  item: Asked
  onCancel: () => void
  onDone: () => void
}

export function ChangeForm({ item, version, onCancel, onDone }: FormProps & { version: number }) {
  const { t } = useLingui()
  const before = item.bare ?? item.text
  const [text, setText] = useState(before)
  const [note, setNote] = useState('')
  const [condition, setCondition] = useState('')
  const check = useRowCheck(item.id, text)
  const approve = useApprove(item, version, onDone)
  const late = isLate(item, approve.error)
  const author = item.member?.name ?? t`Somebody`
  const stopped = check?.verdict === 'stop'
  const changed = text.trim() !== before.trim()
  const ready = (changed || condition.trim() !== '') && !stopped && text.trim() !== ''
  return (
    <>
      <DialogLead>
        <Trans>It leaves in the name of {author}, who is told at once what you changed.</Trans>
      </DialogLead>
      <Form
        onSubmit={() =>
          ready && approve.mutate({ text: changed ? text : null, note, condition, late_ok: late })
        }
      >
        <TextArea
          label={item.conversation_id ? t`The answer` : t`What we say`}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          rows={4}
          data-autofocus
        />
        {changed && <Changed before={before} after={text} />}
        {check && check.findings.length > 0 && (
          <div role="status">
            <ul className={css.findings}>
              {check.findings.map((f, i) => (
                <li key={i} data-kind={f.kind}>
                  {f.why} {f.tell}
                </li>
              ))}
            </ul>
          </div>
        )}
        <TextArea
          label={t`Only if`}
          description={t`What ${author} must make sure of first. It leaves when that is confirmed.`}
          value={condition}
          onChange={(e) => setCondition(e.currentTarget.value)}
          rows={1}
        />
        <TextArea
          label={t`A word for ${author}`}
          description={t`Why, if it is not plain.`}
          value={note}
          onChange={(e) => setNote(e.currentTarget.value)}
          rows={2}
        />
        {late && <LateNotice />}
        <ErrorNotice error={approve.error} />
        <DialogFoot>
          <Button onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            kind={stopped ? 'stopped' : 'main'}
            type="submit"
            busy={approve.isPending}
            disabled={!ready}
          >
            {stopped ? <Trans>Stopped by a rule</Trans> : <Trans>Approve so</Trans>}
          </Button>
        </DialogFoot>
      </Form>
    </>
  )
}

/** What the policy says about other words for an answer that waits. */
function useRowCheck(id: string, text: string) {
  const [settled] = useDebouncedValue(text, 350)
  const { data } = useQuery({
    queryKey: ['check', 'outbox', id, settled],
    queryFn: () =>
      take(api.POST('/api/v1/outbox/{id}/check', { params: { path: { id } }, body: { text: settled } })),
    enabled: settled.trim().length > 0,
    staleTime: 30_000,
    gcTime: 60_000,
  })
  return settled === text ? data : undefined
}

export function ReturnForm({ item, onCancel, onDone }: FormProps) {
  const { t } = useLingui()
  const [note, setNote] = useState('')
  const again = useAgain(item.conversation_id)
  const author = item.member?.name ?? t`Somebody`
  const giveBack = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/outbox/{id}/return', { params: { path: { id: item.id } }, body: { note } })),
    onSuccess: onDone,
    onSettled: again,
  })
  return (
    <>
      <DialogLead>
        <Trans>It does not leave. {author} gets the words back as a draft, with what you say here.</Trans>
      </DialogLead>
      <Form onSubmit={() => note.trim() && giveBack.mutate()}>
        <TextArea
          label={t`What should be changed`}
          value={note}
          onChange={(e) => setNote(e.currentTarget.value)}
          rows={3}
          data-autofocus
        />
        <ErrorNotice error={giveBack.error} />
        <DialogFoot>
          <Button onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" type="submit" busy={giveBack.isPending} disabled={!note.trim()}>
            <Trans>Give back</Trans>
          </Button>
        </DialogFoot>
      </Form>
    </>
  )
}
