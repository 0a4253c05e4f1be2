// TalkCard: a side talk in the thread: what is said in it, a line to say more, and its end.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, take, useCan, type Talk } from '@/api'
import {
  Button,
  ErrorNotice,
  Form,
  IconDown,
  IconNote,
  IconRight,
  MemberMark,
  PlainText,
  TextArea,
  TextField,
  Time,
} from '@/ui'
import css from './Talk.module.css'

interface TalkCardProps {
  talk: Talk
  colleagues: ReadonlySet<string>
}

export function TalkCard({ talk, colleagues }: TalkCardProps) {
  const { t } = useLingui()
  const mayWork = useCan('work')
  const body = useId()
  const [shown, setShown] = useState(talk.closed_at === null)
  const Sign = shown ? IconDown : IconRight
  const names = talk.members.map((m) => m.name).join(', ')
  return (
    <section
      className={css.talk}
      aria-label={t`Side talk: ${talk.subject}`}
      data-closed={talk.closed_at !== null || undefined}
    >
      <button
        type="button"
        className={css.head}
        aria-expanded={shown}
        aria-controls={body}
        onClick={() => setShown(!shown)}
      >
        <Sign size={14} aria-hidden />
        <IconNote size={14} aria-hidden />
        <span className={css.subject}>{talk.subject || t`Side talk`}</span>
        <span className={css.quiet}>
          <Plural value={talk.notes.length} one="# message" other="# messages" /> · {names}
        </span>
      </button>
      {talk.closed_at !== null && (
        <p className={css.outcome}>
          {talk.outcome ? (
            <Trans>
              {talk.closed_by?.name ?? t`Somebody`} closed it: {talk.outcome}
            </Trans>
          ) : (
            <Trans>{talk.closed_by?.name ?? t`Somebody`} closed it.</Trans>
          )}
        </p>
      )}
      <div id={body} hidden={!shown}>
        {talk.notes.map((note) => (
          <div key={note.id} className={css.note}>
            <MemberMark name={note.member?.name ?? t`Somebody`} size={20} />
            <div>
              <div className={css.who}>
                <b>{note.member?.name ?? t`Somebody`}</b> <Time at={note.created_at} as="exact" />
              </div>
              <PlainText text={note.text} colleagues={colleagues} />
            </div>
          </div>
        ))}
        {mayWork && <Say talk={talk} />}
      </div>
    </section>
  )
}

function Say({ talk }: { talk: Talk }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [ending, setEnding] = useState(false)
  const [outcome, setOutcome] = useState('')
  const path = { params: { path: { id: talk.id } } }
  const look = () => client.invalidateQueries({ queryKey: ['thread', talk.conversation_id] })
  const say = useMutation({
    mutationFn: () => take(api.POST('/api/v1/talks/{id}/notes', { ...path, body: { text } })),
    onSuccess: () => {
      setText('')
      void look()
    },
  })
  const close = useMutation({
    mutationFn: () => take(api.POST('/api/v1/talks/{id}/close', { ...path, body: { outcome } })),
    onSuccess: () => {
      setEnding(false)
      void look()
    },
  })
  if (ending)
    return (
      <Form onSubmit={() => close.mutate()}>
        <TextField
          label={t`What came of it`}
          value={outcome}
          maxLength={500}
          onChange={(e) => setOutcome(e.currentTarget.value)}
          autoFocus
        />
        <ErrorNotice error={close.error} />
        <div className={css.foot}>
          <Button size="s" onClick={() => setEnding(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button size="s" kind="main" type="submit" busy={close.isPending}>
            <Trans>Close the side talk</Trans>
          </Button>
        </div>
      </Form>
    )
  return (
    <Form onSubmit={() => text.trim() && say.mutate()}>
      <TextArea
        aria-label={t`Say something about ${talk.subject}`}
        placeholder={talk.closed_at === null ? t`Say something, only for us` : t`A word opens it again`}
        value={text}
        minRows={1}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && text.trim()) say.mutate()
        }}
      />
      <ErrorNotice error={say.error} />
      <div className={css.foot}>
        {talk.closed_at === null && (
          <Button size="s" kind="quiet" onClick={() => setEnding(true)}>
            <Trans>Close</Trans>
          </Button>
        )}
        <Button size="s" type="submit" busy={say.isPending} disabled={!text.trim()}>
          <Trans>Say it</Trans>
        </Button>
      </div>
    </Form>
  )
}
