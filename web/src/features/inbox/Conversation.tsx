// Conversation: the right pane: whom with, why it matters, what can be done; the thread; the composer. Commands of the
// table act here while it is shown.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import {
  api,
  knownByQuery,
  membersQuery,
  take,
  threadQuery,
  useCan,
  useMe,
  type Clock,
  type Conversation as C,
  type Followers,
  type Presence,
  type Reminder,
  type Thread as ThreadShape,
} from '@/api'
import { useCommands } from '@/keys'
import {
  Bone,
  Button,
  Chip,
  Dialog,
  Failed,
  IconAssign,
  IconBack,
  IconBell,
  IconButton,
  IconDone,
  IconDown,
  IconFollowing,
  IconHandover,
  IconKeep,
  IconLabel,
  IconMerge,
  IconMore,
  IconNote,
  IconPanel,
  IconSnooze,
  IconSplit,
  IconUndo,
  LabelChip,
  LabelPicker,
  MemberMark,
  Menu,
  NetworkSign,
  Picker,
  SkeletonRows,
  Table,
  Time,
  Tip,
  useKindWords,
  useMediaQuery,
  useSignalWords,
  useStatusWords,
  useToast,
  type MenuEntry,
} from '@/ui'
import { useActs } from './acts'
import { useOwnerOptions } from './choices'
import { snoozeChoices } from './snooze'
import { Composer } from './Composer'
import { keptDraft } from './draft'
import { useEarlier } from './earlier'
import { useOthers } from './presence'
import { flashPost } from './Post'
import { Priority } from './Priority'
import { useRegroup } from './regroup'
import { Regroupings } from './Regroupings'
import { StormCard } from './StormCard'
import { joined } from './thread'
import { ThreadView } from './ThreadView'
import { DeadlineWhy } from './DeadlineWhy'
import { WaitingChip } from './Waiting'
import css from './Conversation.module.css'

// Forms are fetched when they are first needed.
const HandoverDialog = lazy(async () => ({ default: (await import('./HandoverDialog')).HandoverDialog }))
const MergeDialog = lazy(async () => ({ default: (await import('./MergeDialog')).MergeDialog }))
const SplitDialog = lazy(async () => ({ default: (await import('./SplitDialog')).SplitDialog }))
const RemindDialog = lazy(async () => ({ default: (await import('./RemindDialog')).RemindDialog }))
const TalkDialog = lazy(async () => ({ default: (await import('./TalkDialog')).TalkDialog }))
const SnoozeDialog = lazy(async () => ({ default: (await import('./SnoozeDialog')).SnoozeDialog }))

interface ConversationProps {
  id: string
  /** The post that the address names: shown, however far up it stands. */
  post?: string
  onMine: (ids: string[]) => void
  /** Another conversation is to be looked at. */
  onThere: (id: string) => void
  /** After the conversation left the view by the reader's own act. */
  onGone: () => void
  onBack: () => void
  onLeaveText: () => void
  onPerson: () => void
  personShown: boolean
}

export function Conversation(props: ConversationProps) {
  const { data, error, isPending, refetch } = useQuery(threadQuery(props.id))
  if (data) return <Loaded key={props.id} thread={data} {...props} />
  return (
    <section className={css.pane}>
      <header className={css.head}>
        <BackButton onBack={props.onBack} />
        {isPending && <Bone width={180} />}
      </header>
      {isPending ? <SkeletonRows rows={4} /> : <Failed error={error} onRetry={() => void refetch()} />}
    </section>
  )
}

function BackButton({ onBack }: { onBack: () => void }) {
  const { t } = useLingui()
  const stacked = useMediaQuery('(max-width: 860px)')
  return stacked ? (
    <IconButton icon={IconBack} label={t`Back to the list`} tip={false} onClick={onBack} />
  ) : null
}

function Loaded({
  thread: page,
  post,
  onMine,
  onThere,
  onGone,
  onBack,
  onLeaveText,
  onPerson,
  personShown,
}: ConversationProps & { thread: ThreadShape }) {
  const { t } = useLingui()
  const earlier = useEarlier(page)
  const older = earlier.posts
  const thread = useMemo(
    () => (older.length > 0 ? { ...page, posts: joined(older, page.posts) } : page),
    [page, older],
  )
  const c = thread.conversation
  const mayWork = useCan('work')
  const acts = useActs(onMine)
  const me = useMe().member
  const [mode, setMode] = useState<'reply' | 'note'>(() =>
    thread.can_reply || keptDraft(c.id) ? 'reply' : 'note',
  )
  const [replyTo, setReplyTo] = useState<string | null>(null)
  const [focus, setFocus] = useState(0)
  const [handing, setHanding] = useState(false)
  const [sleeping, setSleeping] = useState(false)
  const [assigning, setAssigning] = useState(false)
  const [labelling, setLabelling] = useState(false)
  const [reminding, setReminding] = useState(false)
  const [talking, setTalking] = useState(false)
  const [merging, setMerging] = useState(false)
  const [splitting, setSplitting] = useState<{ from: string | null } | null>(null)
  const regroup = useRegroup(onMine, onThere)
  const maySplit = mayWork && !c.storm && thread.posts.length > 1
  const others = useOthers(c.id, thread.presence)
  const narrow = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false })
  const sleep = (until: Date | null) => {
    onGone()
    void acts.snooze(c, until)
  }
  const follow = useFollow(thread)
  const write = (next: 'reply' | 'note', target: string | null = replyTo) => {
    setMode(next)
    setReplyTo(target)
    setFocus((n) => n + 1)
  }
  const done = async () => {
    if (c.status === 'done') {
      await acts.reopen(c)
      return
    }
    onGone()
    await acts.done(c)
  }
  useCommands(
    mayWork
      ? {
          'conversation.reply': () => write('reply'),
          'conversation.note': () => write('note'),
          'conversation.done': () => void done(),
          'conversation.assign': () => setAssigning(true),
          'conversation.mine': () => void acts.assign(c, me),
          'conversation.handover': () => setHanding(true),
          'conversation.snooze': () => setSleeping(true),
          'conversation.label': () => setLabelling(true),
          'conversation.remind': () => setReminding(true),
          'conversation.talk': () => setTalking(true),
          'conversation.merge': !c.storm && (() => setMerging(true)),
          'conversation.split': maySplit && (() => setSplitting({ from: null })),
          'conversation.person': onPerson,
          'conversation.follow': follow,
        }
      : { 'conversation.person': onPerson, 'conversation.follow': follow },
  )
  const name = thread.person?.name ?? c.person?.name
  const more: MenuEntry[] = [
    { label: t`Remind me`, icon: IconKeep, keys: 'd', run: () => setReminding(true) },
    { label: t`Talk something over`, icon: IconNote, keys: 't', run: () => setTalking(true) },
  ]
  if (!c.storm)
    more.push({ label: t`Merge with another one`, icon: IconMerge, keys: 'w', run: () => setMerging(true) })
  if (maySplit)
    more.push({ label: t`Split posts off`, icon: IconSplit, run: () => setSplitting({ from: null }) })
  return (
    <section className={css.pane} aria-label={name ? t`Conversation with ${name}` : t`Conversation`}>
      <header className={css.head}>
        <BackButton onBack={onBack} />
        <div className={css.title}>
          <NetworkSign network={c.network} size={15} />
          <h2 title={c.subject}>{c.subject || name || t`Conversation`}</h2>
          <StatusChip c={c} />
        </div>
        <Others list={others} />
        {mayWork && <OwnerPicker c={c} opened={assigning} onOpened={setAssigning} acts={acts} />}
        {mayWork && !narrow && (
          <>
            <IconButton
              icon={IconHandover}
              label={t`Hand over to a team`}
              keys="h"
              onClick={() => setHanding(true)}
            />
            <SnoozeMenu onPick={sleep} onOther={() => setSleeping(true)} />
            <Menu
              position="bottom-end"
              entries={more}
              target={<IconButton icon={IconMore} label={t`More`} tip={false} />}
            />
          </>
        )}
        {mayWork &&
          (c.status === 'done' || c.status === 'snoozed' || c.status === 'folded' ? (
            <IconButton icon={IconUndo} label={t`Open again`} keys="e" onClick={() => void acts.reopen(c)} />
          ) : (
            <IconButton icon={IconDone} label={t`Done`} keys="e" onClick={() => void done()} />
          ))}
        {narrow ? (
          <Menu
            position="bottom-end"
            entries={[
              { label: t`Person`, icon: IconPanel, run: onPerson },
              ...(mayWork
                ? [
                    { label: t`Hand over to a team`, icon: IconHandover, run: () => setHanding(true) },
                    { label: t`Snooze`, icon: IconSnooze, run: () => setSleeping(true) },
                    ...more,
                  ]
                : []),
            ]}
            target={<IconButton icon={IconMore} label={t`More`} tip={false} />}
          />
        ) : (
          <IconButton
            icon={IconPanel}
            label={personShown ? t`Hide the person` : t`Show the person`}
            keys="p"
            aria-pressed={personShown}
            onClick={onPerson}
          />
        )}
      </header>
      <Facts
        c={c}
        clocks={thread.clocks}
        acts={acts}
        mayWork={mayWork}
        labelling={labelling}
        onLabelling={setLabelling}
        followers={thread.followers}
        onFollow={follow}
        reminder={thread.reminder}
        onRemind={() => setReminding(true)}
      />
      <StormCard c={c} mayWork={mayWork} onMine={onMine} onThere={onThere} />
      <Regroupings
        id={c.id}
        list={thread.regroupings}
        onOpen={onThere}
        onUndo={mayWork ? (ids) => void regroup.undo(ids) : undefined}
      />
      <ThreadScroll
        thread={thread}
        earlier={earlier}
        target={mode === 'reply' ? replyTo : null}
        post={post}
        onReply={(id) => write('reply', id)}
        onSplit={maySplit ? (id) => setSplitting({ from: id }) : undefined}
      />
      <Composer
        thread={thread}
        mode={mode}
        onMode={(next) => write(next)}
        replyTo={replyTo}
        onReplyTo={setReplyTo}
        focus={focus}
        others={others}
        onLeave={onLeaveText}
      />
      <Suspense>
        {handing && (
          <HandoverDialog conversation={c} opened onClose={() => setHanding(false)} onMine={onMine} />
        )}
        {reminding && (
          <RemindDialog conversation={c.id} reminder={thread.reminder} onClose={() => setReminding(false)} />
        )}
        {talking && <TalkDialog conversation={c.id} onClose={() => setTalking(false)} />}
        {merging && <MergeDialog conversation={c} merge={regroup.merge} onClose={() => setMerging(false)} />}
        {splitting && (
          <SplitDialog
            conversation={c}
            posts={thread.posts}
            from={splitting.from}
            split={regroup.split}
            onClose={() => setSplitting(null)}
          />
        )}
        {sleeping && <SnoozeDialog opened onClose={() => setSleeping(false)} onPick={sleep} />}
      </Suspense>
    </section>
  )
}

function StatusChip({ c }: { c: C }) {
  const words = useStatusWords()
  if (c.status === 'open') return null
  return <Chip tone={c.status === 'done' ? 'green' : 'plain'}>{words[c.status]}</Chip>
}

function Others({ list }: { list: Presence[] }) {
  const { t } = useLingui()
  const words = (p: Presence) =>
    p.state === 'writing' ? t`${p.member.name} is writing` : t`${p.member.name} is looking`
  return (
    <div className={css.presence} role="status" aria-live="polite">
      {list.slice(0, 4).map((p) => (
        <Tip key={p.member.id} label={words(p)}>
          <span className={css.peer} data-writing={p.state === 'writing' || undefined}>
            <MemberMark name={p.member.name} size={22} />
            <span className="sr">{words(p)}</span>
          </span>
        </Tip>
      ))}
    </div>
  )
}

interface PickProps {
  c: C
  opened: boolean
  onOpened: (opened: boolean) => void
  acts: ReturnType<typeof useActs>
}

function OwnerPicker({ c, opened, onOpened, acts }: PickProps) {
  const { t } = useLingui()
  const me = useMe().member
  const options = useOwnerOptions(c.owner?.id ?? null)
  const { data: members } = useQuery(membersQuery())
  // Who of us knows them stands beside the names; the order stays as it is.
  const { data: known } = useQuery({
    ...knownByQuery(c.person?.id ?? ''),
    enabled: opened && Boolean(c.person),
  })
  const hint = (id: string) =>
    known?.suggested?.id === id
      ? t`knows them best`
      : known?.items.some((k) => k.member.id === id && k.strength > 0)
        ? t`knows them`
        : undefined
  return (
    <Picker
      label={t`Assign to`}
      options={options.map((o) => ({ ...o, hint: (o.id && hint(o.id)) || o.hint }))}
      opened={opened}
      onChange={onOpened}
      onPick={(id) =>
        void acts.assign(c, id === me.id ? me : (members?.items.find((m) => m.id === id) ?? null))
      }
      target={
        <Button
          kind="quiet"
          size="s"
          aria-keyshortcuts="a"
          aria-label={c.owner ? t`Owner: ${c.owner.name}. Change` : t`Assign`}
          onClick={() => onOpened(!opened)}
        >
          {c.owner ? <MemberMark name={c.owner.name} size={20} /> : <IconAssign size={16} aria-hidden />}
          <span className={css.wide}>{c.owner ? c.owner.name.split(' ')[0] : <Trans>Assign</Trans>}</span>
        </Button>
      }
    />
  )
}

function Labels({ c, opened, onOpened, acts }: PickProps) {
  const { t } = useLingui()
  return (
    <LabelPicker
      chosen={c.labels.map((l) => l.id)}
      opened={opened}
      onOpened={onOpened}
      onPick={(label, on) => acts.label(c, label, on)}
      target={
        <button
          type="button"
          className={css.chipButton}
          aria-keyshortcuts="l"
          onClick={() => onOpened(!opened)}
        >
          <IconLabel size={14} strokeWidth={1.75} aria-hidden />
          {c.labels.length === 0 ? <Trans>Label</Trans> : <span className="sr">{t`Label`}</span>}
        </button>
      }
    />
  )
}

function SnoozeMenu({ onPick, onOther }: { onPick: (until: Date | null) => void; onOther: () => void }) {
  const { t } = useLingui()
  return (
    <Menu
      position="bottom-end"
      entries={[
        { heading: t`Comes back` },
        ...snoozeChoices(new Date()).map(({ label, until }) => ({ label, run: () => onPick(until) })),
        'line',
        { label: t`Pick a time`, keys: 's', run: onOther },
      ]}
      target={<IconButton icon={IconSnooze} label={t`Snooze`} tip={false} title={t`Snooze (s)`} />}
    />
  )
}

interface FactsProps {
  c: C
  clocks: Clock[]
  acts: ReturnType<typeof useActs>
  mayWork: boolean
  labelling: boolean
  onLabelling: (open: boolean) => void
  followers: Followers
  onFollow: () => void
  reminder: Reminder | null
  onRemind: () => void
}

/** Follows the conversation, or no more. */
function useFollow({ conversation, followers }: ThreadShape) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  return () => {
    const way = { params: { path: { id: conversation.id } } }
    const set = async () => {
      try {
        const now = await (followers.following
          ? take(api.DELETE('/api/v1/conversations/{id}/follow', way))
          : take(api.PUT('/api/v1/conversations/{id}/follow', way)))
        client.setQueryData<ThreadShape>(
          ['thread', conversation.id],
          (data) => data && { ...data, followers: now },
        )
        for (const key of ['views', 'conversations']) void client.invalidateQueries({ queryKey: [key] })
        toast.show(now.following ? t`You hear what happens here, under For me.` : t`You follow it no more.`)
      } catch (error) {
        toast.fail(error)
      }
    }
    void set()
  }
}

function FollowButton({ followers, onFollow }: { followers: Followers; onFollow: () => void }) {
  const { t } = useLingui()
  const { following, members } = followers
  const names = members.map((m) => m.name).join(', ')
  const Sign = following ? IconFollowing : IconBell
  return (
    <Tip label={names ? t`Followed by ${names}` : t`Hear what happens here without owning it`} keys="f">
      <button
        type="button"
        className={css.chipButton}
        aria-pressed={following}
        aria-keyshortcuts="f"
        onClick={onFollow}
      >
        <Sign size={14} strokeWidth={1.75} aria-hidden />
        {following ? <Trans>Following</Trans> : <Trans>Follow</Trans>}
        {members.length > 0 && <span className={css.few}>{members.length}</span>}
        {names && <span className="sr">{t`Followed by ${names}`}</span>}
      </button>
    </Tip>
  )
}

function Facts({
  c,
  clocks,
  acts,
  mayWork,
  labelling,
  onLabelling,
  followers,
  onFollow,
  reminder,
  onRemind,
}: FactsProps) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const words = useSignalWords()
  const reason = c.reason
  const [why, setWhy] = useState(false)
  return (
    <div className={css.facts}>
      <button
        type="button"
        className={`${css.chipButton} ${css.why}`}
        onClick={() => setWhy(true)}
        title={t`Why this priority`}
      >
        <Priority value={c.priority} />
        <span>{reason || t`No reason stands out`}</span>
      </button>
      <WaitingChip c={c} />
      <DeadlineWhy clocks={clocks} />
      {mayWork ? (
        <Menu
          entries={(['lead', 'complaint', 'question', 'praise', 'other'] as const).map((kind) => ({
            label: kinds[kind],
            checked: c.kind === kind,
            run: () => void acts.change(c, { kind }),
          }))}
          target={
            <button type="button" className={css.chipButton} title={t`Change the kind`}>
              {kinds[c.kind]}
              <IconDown size={13} aria-hidden />
            </button>
          }
        />
      ) : (
        <span>{kinds[c.kind]}</span>
      )}
      {c.team && <Chip tone="outline">{c.team.name}</Chip>}
      {c.labels.map((l) => (
        <LabelChip key={l.id} name={l.name} colour={l.colour} />
      ))}
      {mayWork && <Labels c={c} opened={labelling} onOpened={onLabelling} acts={acts} />}
      <FollowButton followers={followers} onFollow={onFollow} />
      {reminder && (
        <button
          type="button"
          className={css.chipButton}
          onClick={onRemind}
          title={reminder.text || t`Change`}
        >
          <IconKeep size={14} strokeWidth={1.75} aria-hidden />
          <Trans>
            Reminder <Time at={reminder.at} />
          </Trans>
        </button>
      )}
      <span title={t`Channel`}>{c.channel.name}</span>
      <Dialog title={<Trans>Why this priority</Trans>} opened={why} onClose={() => setWhy(false)} width={520}>
        <p>
          <Trans>{c.priority} of 1000. Each term is measured, none is hidden.</Trans>
        </p>
        {c.signals.length === 0 ? (
          <p>
            <Trans>Nothing speaks for or against it.</Trans>
          </p>
        ) : (
          <Table
            label={t`Terms of the priority`}
            rows={c.signals}
            rowKey={(s) => s.name}
            columns={[
              { key: 'why', head: t`Because`, cell: (s) => words(s) },
              {
                key: 'points',
                head: t`Points`,
                end: true,
                cell: (s) => <span className={css.points}>{s.points > 0 ? `+${s.points}` : s.points}</span>,
              },
            ]}
          />
        )}
      </Dialog>
    </div>
  )
}

interface ScrollProps {
  thread: ThreadShape
  earlier: ReturnType<typeof useEarlier>
  target: string | null
  post?: string
  onReply: (id: string) => void
  onSplit?: (id: string) => void
}

/** The thread opens at its end and stays there while one is there; it never moves while one reads further up. */
function ThreadScroll({ thread, earlier, target, post, onReply, onSplit }: ScrollProps): ReactNode {
  const { t } = useLingui()
  const scroll = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const toEnd = useRef<number | null>(null)
  const first = thread.posts[0]?.id
  const { more, busy, error, load } = earlier
  const size = thread.posts.length + thread.notes.length + thread.outbox.length + thread.handoffs.length
  useLayoutEffect(() => {
    const box = scroll.current
    if (box && atEnd.current) box.scrollTop = box.scrollHeight
  }, [size])
  // What comes in above does not move what one reads.
  useLayoutEffect(() => {
    const box = scroll.current
    if (box && toEnd.current !== null) box.scrollTop = box.scrollHeight - toEnd.current
    toEnd.current = null
  }, [first])
  const showEarlier = () => {
    const box = scroll.current
    if (box) toEnd.current = box.scrollHeight - box.scrollTop
    atEnd.current = false
    void load()
  }
  useEffect(() => {
    const box = scroll.current
    if (!box) return
    const watch = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight
    })
    watch.observe(box)
    return () => watch.disconnect()
  }, [])
  // A post that the address names: earlier pages are fetched until it is there.
  const shown = useRef<string | undefined>(undefined)
  const there = thread.posts.some((p) => p.id === post)
  useEffect(() => {
    if (!post || shown.current === post) return
    atEnd.current = false
    if (there) {
      shown.current = post
      flashPost(post)
    } else if (more && !busy && error === null) void load()
  }, [post, there, more, busy, error, load])
  const content = useMemo(
    () => (
      <ThreadView
        thread={thread}
        target={target}
        whole={post !== undefined}
        onReply={onReply}
        onSplit={onSplit}
      />
    ),
    [thread, target, post, onReply, onSplit],
  )
  return (
    <div
      ref={scroll}
      className={css.scroll}
      role="log"
      aria-label={t`Thread`}
      // A scrolling region must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={(event) => {
        const box = event.currentTarget
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 80
      }}
    >
      {more && (
        <div className={css.earlier}>
          <Button kind="quiet" size="s" busy={busy} onClick={showEarlier}>
            <Trans>Show earlier posts</Trans>
          </Button>
        </div>
      )}
      {error !== null && <Failed error={error} onRetry={showEarlier} />}
      {content}
    </div>
  )
}
