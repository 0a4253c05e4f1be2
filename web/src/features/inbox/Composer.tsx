// Composer: writes an answer or a note. The draft saves itself; the policy is checked while one writes; the button says
// what will happen; a send is stopped when somebody answered meanwhile.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import {
  api,
  ApiError,
  membersQuery,
  take,
  threadQuery,
  useCan,
  useMe,
  type Check,
  type Finding,
  type Post,
  type Presence,
  type Thread,
} from '@/api'
import { useCommands } from '@/keys'
import {
  Balance,
  Button,
  Dialog,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  IconBlocked,
  IconSecond,
  IconWarn,
  Kbd,
  longSpan,
  networkTitle,
  Notice,
  PlainText,
  Time,
  useAskedWords,
  useDebouncedValue,
  useMediaQuery,
  useToast,
} from '@/ui'
import { BlockPicker } from './BlockPicker'
import { useDraft, type Saved } from './draft'
import { Listens } from './Listens'
import { Offer } from './Offers'
import { useTellPresence } from './presence'
import { bytes, graphemes } from './text'
import { TextBox, type TextBoxHandle } from './TextBox'
import { newSince } from './thread'
import css from './Composer.module.css'

interface ComposerProps {
  thread: Thread
  mode: 'reply' | 'note'
  onMode: (mode: 'reply' | 'note') => void
  /** The post that is answered; the newest of theirs when null. */
  replyTo: string | null
  onReplyTo: (id: string | null) => void
  /** Colleagues who are here, too. */
  others: Presence[]
  /** Raised to take the focus. */
  focus: number
  onLeave: () => void
}

export function Composer(props: ComposerProps) {
  const { t } = useLingui()
  const mayReply = useCan('reply')
  const mayWork = useCan('work')
  const { thread, mode, onMode } = props
  const reply = useDraft(thread.conversation.id, thread.draft)
  const [note, setNote] = useState('')
  useTellPresence(thread.conversation.id, (mode === 'reply' ? reply.draft.text : note).trim().length > 0)
  if (!mayWork) return null
  return (
    <div className={css.composer}>
      <div className={css.inner}>
        <Writing others={props.others} />
        <OtherDrafts thread={thread} />
        <div className={css.modes}>
          <div role="tablist" aria-label={t`What to write`}>
            {(['reply', 'note'] as const).map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                aria-selected={mode === one}
                className={css.mode}
                onClick={() => onMode(one)}
              >
                {one === 'reply' ? <Trans>Reply</Trans> : <Trans>Note</Trans>}
              </button>
            ))}
          </div>
          {mode === 'reply' ? (
            <Target {...props} />
          ) : (
            <span className={css.to}>{t`Only the team sees it. @name tells a colleague.`}</span>
          )}
          {thread.person && mode === 'reply' && (
            <div
              className={css.balance}
              title={t`Heard ${thread.person.heard} from them, told them ${thread.person.told}`}
            >
              <Balance heard={thread.person.heard} told={thread.person.told} />
            </div>
          )}
        </div>
        {mode === 'reply' && mayReply && thread.can_reply && <Listens thread={thread} />}
        {mode === 'note' ? (
          <NoteBox {...props} text={note} onText={setNote} />
        ) : mayReply && thread.can_reply ? (
          <ReplyBox {...props} reply={reply} />
        ) : (
          <div className={css.closed}>
            <Notice>
              {!mayReply ? (
                <Trans>Your role reads and writes notes; it does not answer in public.</Trans>
              ) : (
                (thread.no_reply_reason ?? <Trans>This network takes no answers.</Trans>)
              )}
            </Notice>
          </div>
        )}
      </div>
    </div>
  )
}

function Writing({ others }: { others: Presence[] }) {
  const names = others.filter((p) => p.state === 'writing').map((p) => p.member.name)
  if (names.length === 0) return null
  const one = names.length === 1 ? names[0] : undefined
  const all = names.join(', ')
  return (
    <p className={css.writing} aria-hidden>
      <span className={css.dots}>
        <i />
        <i />
        <i />
      </span>
      {one ? <Trans>{one} is writing an answer</Trans> : <Trans>{all} are writing answers</Trans>}
    </p>
  )
}

function OtherDrafts({ thread }: { thread: Thread }) {
  const me = useMe().member.id
  const others = thread.drafts_of_others.filter((d) => d.member && d.member.id !== me && d.text.trim())
  return others.map((d) => (
    <div key={d.member?.id} className={css.others}>
      <Notice tone="accent">
        <Trans>
          {d.member?.name} has a draft here (<Time at={d.updated_at} as="exact" />
          ): “{d.text.slice(0, 140)}”
        </Trans>
      </Notice>
    </div>
  ))
}

function Target({ thread, replyTo }: ComposerProps) {
  const id = replyTo ?? thread.reply_to_id
  const post = thread.posts.find((p) => p.id === id)
  if (!post) return <span className={css.to} />
  return (
    <span className={css.to}>
      <Trans>
        to {post.person?.handle || post.person?.name}: “{post.text.slice(0, 90)}”
      </Trans>
    </span>
  )
}

function NoteBox({
  thread,
  focus,
  onLeave,
  text,
  onText,
}: ComposerProps & { text: string; onText: (text: string) => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const box = useRef<TextBoxHandle>(null)
  const { data: members } = useQuery(membersQuery())
  const id = thread.conversation.id
  const save = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/conversations/{id}/notes', {
          params: { path: { id } },
          body: { text: text.trim() },
        }),
      ),
    onSuccess: (note) => {
      client.setQueryData<Thread>(
        ['thread', id],
        (old) => old && { ...old, notes: [...old.notes.filter((n) => n.id !== note.id), note] },
      )
      onText('')
    },
  })
  useEffect(() => {
    if (focus > 0) box.current?.focus()
  }, [focus])
  const send = () => text.trim() && !save.isPending && save.mutate()
  useCommands({ 'write.send': send, 'write.leave': onLeave })
  return (
    <>
      <div className={css.field} data-mode="note">
        <TextBox
          ref={box}
          label={t`Note`}
          placeholder={t`Write a note for the team`}
          value={text}
          onChange={onText}
          colleagues={members?.items}
        />
        <div className={css.foot}>
          <span className={css.saved} />
          <Button
            kind="main"
            size="s"
            busy={save.isPending}
            disabled={!text.trim()}
            onClick={send}
            aria-keyshortcuts="Control+Enter"
          >
            <Trans>Save note</Trans>
          </Button>
        </div>
      </div>
      <ErrorNotice error={save.error} />
    </>
  )
}

interface ReplyBoxProps extends ComposerProps {
  reply: ReturnType<typeof useDraft>
}

function ReplyBox({ thread, replyTo, onReplyTo, focus, onLeave, reply }: ReplyBoxProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const me = useMe().member
  const narrow = useMediaQuery('(max-width: 560px)')
  const box = useRef<TextBoxHandle>(null)
  const findingsId = useId()
  const { draft, write, clear, saved } = reply
  const c = thread.conversation
  const target = replyTo ?? draft.replyTo ?? thread.reply_to_id
  const check = useCheck(c.id, draft.text, target)
  // What was on screen when one began to write: a stopped send shows what came after.
  const seen = useRef<ReadonlySet<string>>(new Set(thread.posts.map((p) => p.id)))
  // ... and this version goes with the answer, however often the thread was fetched meanwhile.
  const seenVersion = useRef(c.version)
  const [stale, setStale] = useState<Post[] | null>(null)
  const verdict = check?.verdict ?? 'ok'

  useEffect(() => {
    if (focus > 0) box.current?.focus()
  }, [focus])
  useEffect(() => {
    if (draft.text) return
    seen.current = new Set(thread.posts.map((p) => p.id))
    seenVersion.current = c.version
  }, [draft.text, thread.posts, c.version])

  const send = useMutation({
    mutationFn: (version: number) =>
      take(
        api.POST('/api/v1/conversations/{id}/reply', {
          params: { path: { id: c.id } },
          body: {
            text: draft.text,
            reply_to_id: target,
            version,
            key: draft.key,
            // Only what stood beside this very text was seen.
            warnings_seen: check !== null && check.of === draft.text,
            ask_second: verdict === 'review' && check?.of === draft.text,
          },
        }),
      ),
    onSuccess: (item) => {
      client.setQueryData<Thread>(
        ['thread', c.id],
        (old) =>
          old && { ...old, draft: null, outbox: [...old.outbox.filter((o) => o.id !== item.id), item] },
      )
      setStale(null)
      clear()
      onReplyTo(null)
      toast.say(item.second_person ? t`It waits in the outbox for approval.` : t`Your answer is on its way.`)
      void client.invalidateQueries({ queryKey: ['thread', c.id] })
      void client.invalidateQueries({ queryKey: ['conversations'] })
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.slug !== 'stale') return
      const now = await client.fetchQuery({ ...threadQuery(c.id), staleTime: 0 })
      setStale(newSince(now.posts, seen.current))
    },
  })

  const count = graphemes(draft.text)
  const tooLong =
    (thread.limits.graphemes > 0 && count > thread.limits.graphemes) ||
    (thread.limits.bytes > 0 && bytes(draft.text) > thread.limits.bytes)
  // Nothing leaves before the policy in force is known to who writes.
  const unread = useMe().policy.needs_acknowledgement || check?.acknowledged === false
  const blocked = !draft.text.trim() || verdict === 'stop' || tooLong || unread
  const go = () => {
    if (!blocked && !send.isPending) send.mutate(seenVersion.current)
  }
  useCommands({ 'write.send': go, 'write.leave': onLeave })
  const network = networkTitle(c.network)
  const askedWords = useAskedWords()
  const asked = check?.asks[0] ? askedWords(check.asks[0]) : t`a second person`
  const name = me.name.split(' ')[0] ?? me.name

  return (
    <>
      <div className={css.field} data-verdict={verdict}>
        <TextBox
          ref={box}
          label={t`Your answer`}
          placeholder={t`Answer as a person would`}
          value={draft.text}
          onChange={(text) => write({ text, replyTo: target })}
          findings={check?.findings}
          describedBy={findingsId}
          disabled={send.isPending}
        />
        <div className={css.foot}>
          <SavedState saved={saved} />
          <BlockPicker onPick={(words) => box.current?.insert(words)} />
          {check?.sign && (
            <span className={css.sign} title={t`Your sign at the end of the answer`}>
              {check.sign}
            </span>
          )}
          <Counter count={count} limit={thread.limits.graphemes} />
          <Button
            kind={draft.text.trim() && (verdict === 'stop' || tooLong) ? 'stopped' : 'main'}
            size="s"
            icon={draft.text.trim() && (verdict === 'stop' || tooLong) ? IconBlocked : undefined}
            busy={send.isPending}
            disabled={blocked}
            onClick={go}
            aria-keyshortcuts="Control+Enter"
            title={check?.sends_as ? t`Goes out from ${check.sends_as}` : undefined}
          >
            {unread ? (
              <Trans>Read the policy first</Trans>
            ) : verdict === 'stop' ? (
              <Trans>Stopped by a rule</Trans>
            ) : tooLong ? (
              <Trans>Too long for {network}</Trans>
            ) : verdict === 'review' ? (
              <Trans>
                Send as {name}: needs {asked}
              </Trans>
            ) : verdict === 'warn' ? (
              <Trans>Send anyway as {name}</Trans>
            ) : narrow ? (
              <Trans>Send as {name}</Trans>
            ) : (
              <Trans>
                Send as {name} to {network}
              </Trans>
            )}
          </Button>
        </div>
      </div>
      {verdict === 'review' && check && check.asks.length > 1 && <Asks check={check} />}
      {unread && (
        <div className={css.findings}>
          <Notice tone="amber">
            <Trans>
              A version of the policy came into force that you have not read.{' '}
              <Link to="/policy">Read it</Link>, and say that you know it; your draft is kept.
            </Trans>
          </Notice>
        </div>
      )}
      <Findings
        id={findingsId}
        check={check}
        text={draft.text}
        person={thread.person}
        conversation={c.id}
        onSelect={(f) => f.end > f.start && box.current?.select(f.start, f.end)}
      />
      {!stale && !(send.error instanceof ApiError && send.error.slug === 'stale') && (
        <ErrorNotice error={send.error} />
      )}
      <StaleDialog
        posts={stale}
        text={draft.text}
        onClose={() => {
          // They were read: the next try is about what comes after them.
          seen.current = new Set(thread.posts.map((p) => p.id))
          seenVersion.current = c.version
          setStale(null)
        }}
        busy={send.isPending}
        onSend={() =>
          send.mutate(client.getQueryData<Thread>(['thread', c.id])?.conversation.version ?? c.version)
        }
      />
    </>
  )
}

/** Who is asked one after the other before it leaves. */
function Asks({ check }: { check: Check }) {
  const asked = useAskedWords()
  const stages = check.asks.map((s) => `${asked(s)} (${longSpan(s.within_minutes * 60_000)})`).join(' → ')
  return (
    <div className={css.findings}>
      <Notice tone="accent">
        <Trans>Before it leaves: {stages}</Trans>
      </Notice>
    </div>
  )
}

/** The policy's word on the text, a moment after the last key. */
function useCheck(id: string, text: string, replyTo: string | null): (Check & { of: string }) | null {
  const [settled] = useDebouncedValue(text, 350)
  const { data } = useQuery({
    queryKey: ['check', id, replyTo, settled],
    queryFn: async () => ({
      ...(await take(
        api.POST('/api/v1/conversations/{id}/check', {
          params: { path: { id } },
          body: { text: settled, reply_to_id: replyTo },
        }),
      )),
      of: settled,
    }),
    enabled: settled.trim().length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 60_000,
  })
  return text.trim() && data ? data : null
}

function SavedState({ saved }: { saved: Saved }) {
  return (
    <span className={css.saved}>
      {saved === 'saving' && <Trans>Saving the draft</Trans>}
      {saved === 'saved' && <Trans>Draft saved</Trans>}
      {saved === 'local' && <Trans>Draft kept in this browser until Kith answers</Trans>}
      {saved === 'clean' && (
        <span className={css.keys}>
          <Kbd keys="mod+enter" /> <Trans>sends</Trans>
        </span>
      )}
    </span>
  )
}

function Counter({ count, limit }: { count: number; limit: number }) {
  const { t } = useLingui()
  if (limit === 0) return count > 0 ? <span className={css.counter}>{count}</span> : null
  const left = limit - count
  const r = 7
  const round = 2 * Math.PI * r
  return (
    <span className={css.counter} data-tone={left < 0 ? 'red' : left <= limit * 0.1 ? 'amber' : undefined}>
      <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden>
        <circle cx={9} cy={9} r={r} />
        <circle cx={9} cy={9} r={r} strokeDasharray={`${Math.min(1, count / limit) * round} ${round}`} />
      </svg>
      <span aria-hidden>{left}</span>
      <span className="sr" role="status" aria-live={left <= 20 ? 'polite' : 'off'}>
        {left < 0 ? t`${-left} characters too many` : t`${left} of ${limit} characters left`}
      </span>
    </span>
  )
}

function Findings({
  id,
  check,
  text,
  person,
  conversation,
  onSelect,
}: {
  id: string
  check: Check | null
  text: string
  person: Thread['person']
  conversation: string
  onSelect: (f: Finding) => void
}) {
  const findings = check?.findings ?? []
  return (
    <div id={id} role="status" aria-live="polite">
      {check && check.policy_version === 0 && text.trim() && (
        <div className={css.findings}>
          <Notice>
            <Trans>No policy is adopted yet; until then the rules of the starter policy hold.</Trans>
          </Notice>
        </div>
      )}
      {findings.length > 0 && (
        <div className={css.findings}>
          <span className="sr">
            <Plural
              value={findings.length}
              one="# remark about this text"
              other="# remarks about this text"
            />
          </span>
          {findings.map((f, i) => {
            const words = f.end > f.start ? text.slice(f.start, f.end) : ''
            return (
              <div key={`${f.rule}${i}`} className={css.findingRow} data-kind={f.kind}>
                <button type="button" className={css.finding} data-kind={f.kind} onClick={() => onSelect(f)}>
                  {f.kind === 'hard' ? (
                    <IconBlocked size={15} aria-hidden />
                  ) : f.kind === 'review' ? (
                    <IconSecond size={15} aria-hidden />
                  ) : (
                    <IconWarn size={15} aria-hidden />
                  )}
                  <span>
                    <span className="sr">
                      {f.kind === 'hard' ? (
                        <Trans>Stops:</Trans>
                      ) : f.kind === 'review' ? (
                        <Trans>Needs a second person:</Trans>
                      ) : (
                        <Trans>Warns:</Trans>
                      )}{' '}
                    </span>
                    {words && (
                      <>
                        <q>{words.length > 40 ? `${words.slice(0, 38)}…` : words}</q>{' '}
                      </>
                    )}
                    {f.why}
                    <small>
                      {f.note && `${f.note} `}
                      {f.tell}
                    </small>
                    {f.heard && (
                      <small>
                        <Trans>They wrote: “{f.heard}”</Trans>
                      </small>
                    )}
                  </span>
                </button>
                <Offer finding={f} text={text} person={person} conversation={conversation} />
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}

interface StaleProps {
  posts: Post[] | null
  text: string
  busy: boolean
  onClose: () => void
  onSend: () => void
}

function StaleDialog({ posts, text, busy, onClose, onSend }: StaleProps) {
  return (
    <Dialog
      title={<Trans>Not sent: somebody answered meanwhile</Trans>}
      opened={posts !== null}
      onClose={onClose}
      width={560}
    >
      <DialogLead>
        <Trans>This came while you were writing. Your draft is kept.</Trans>
      </DialogLead>
      <div className={css.news}>
        {(posts ?? []).map((post) => (
          <div key={post.id} className={css.newPost}>
            <p>
              <strong>{post.direction === 'out' ? post.member?.name : post.person?.name}</strong> ·{' '}
              <Time at={post.posted_at} as="exact" />
            </p>
            <PlainText text={post.text} />
          </div>
        ))}
        {posts?.length === 0 && (
          <Trans>
            The conversation changed: it may have been answered by a colleague whose answer is still on its
            way. Look at the thread first.
          </Trans>
        )}
      </div>
      <DialogLead>
        <Trans>Your draft: “{text}”</Trans>
      </DialogLead>
      <DialogFoot>
        <Button onClick={onSend} busy={busy}>
          <Trans>Send mine as well</Trans>
        </Button>
        <Button kind="main" onClick={onClose} data-autofocus>
          <Trans>Back to my draft</Trans>
        </Button>
      </DialogFoot>
    </Dialog>
  )
}
