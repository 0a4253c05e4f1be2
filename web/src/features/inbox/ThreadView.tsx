// ThreadView: the entries of a thread in order, older ones folded.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { membersQuery, type Note, type Post as PostShape, type Thread } from '@/api'
import { IconLock, MemberMark, PlainText, Time } from '@/ui'
import { HandoffCard } from './HandoffCard'
import { Happenings } from './Happenings'
import { OutboxCard } from './OutboxCard'
import { Post } from './Post'
import { TalkCard } from './TalkCard'
import { entriesOf, folded } from './thread'
import css from './Thread.module.css'

interface ThreadViewProps {
  thread: Thread
  target: string | null
  /** Nothing is folded: the reader looks for one post. */
  whole: boolean
  onReply: (id: string) => void
  /** Absent where nothing may be split off. */
  onSplit?: (id: string) => void
}

export function ThreadView({ thread, target, whole, onReply, onSplit }: ThreadViewProps) {
  const [unfolded, setUnfolded] = useState(false)
  const entries = useMemo(() => entriesOf(thread), [thread])
  const posts = useMemo(() => new Map(thread.posts.map((p) => [p.id, p])), [thread.posts])
  const { data: members } = useQuery(membersQuery())
  const colleagues = useMemo(
    () => new Set((members?.items ?? []).map((m) => m.handle.toLowerCase())),
    [members],
  )
  let above: PostShape | undefined
  return (
    <div className={css.thread}>
      {folded(entries, unfolded || whole).map((entry) => {
        switch (entry.what) {
          case 'post': {
            const follows = above?.id === entry.post.parent_id
            above = entry.post
            return (
              <Post
                key={entry.key}
                post={entry.post}
                parent={entry.post.parent_id ? posts.get(entry.post.parent_id) : undefined}
                follows={follows}
                target={target === entry.post.id}
                person={thread.person ?? undefined}
                onReply={thread.can_reply ? () => onReply(entry.post.id) : undefined}
                onSplit={onSplit && (() => onSplit(entry.post.id))}
              />
            )
          }
          case 'note':
            return <NoteCard key={entry.key} note={entry.note} colleagues={colleagues} />
          case 'talk':
            return <TalkCard key={entry.key} talk={entry.talk} colleagues={colleagues} />
          case 'handoff':
            return <HandoffCard key={entry.key} handoff={entry.handoff} />
          case 'happening':
            return <Happenings key={entry.key} list={entry.happenings} />
          case 'outbox':
            return <OutboxCard key={entry.key} item={entry.item} version={thread.conversation.version} />
          case 'fold':
            return (
              <button key={entry.key} type="button" className={css.fold} onClick={() => setUnfolded(true)}>
                <Plural value={entry.posts} one="Show # earlier post" other="Show # earlier posts" />
              </button>
            )
        }
      })}
    </div>
  )
}

function NoteCard({ note, colleagues }: { note: Note; colleagues: ReadonlySet<string> }) {
  const { t } = useLingui()
  const name = note.member?.name ?? t`Somebody`
  return (
    <article className={css.note} aria-label={t`Note by ${name}`}>
      <MemberMark name={name} size={22} />
      <div>
        <div className={css.who}>
          <span className={css.name}>{name}</span>
          <span className={css.quiet}>
            <IconLock size={11} aria-hidden /> <Trans>Note, only for us</Trans>
          </span>
          <span className={css.when}>
            <Time at={note.created_at} as="exact" />
          </span>
        </div>
        <div className={css.body}>
          <PlainText text={note.text} colleagues={colleagues} />
        </div>
      </div>
    </article>
  )
}
