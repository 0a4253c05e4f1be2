// Post: one thing somebody said, as on its network; pictures behind a click, edits with their versions, deletions
// marked. Our own show who of us wrote them.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api, take, useCan, type Media, type Post as PostShape } from '@/api'
import {
  Chip,
  CleanHtml,
  Confirm,
  IconAutomatic,
  IconButton,
  IconComplaint,
  IconFact,
  IconHistory,
  IconLead,
  IconLock,
  IconMore,
  IconOut,
  IconPicture,
  IconPraise,
  IconQuestion,
  IconReply,
  IconSplit,
  IconTrash,
  IconValue,
  MemberMark,
  Menu,
  networkTitle,
  PersonMark,
  PlainText,
  Time,
  useKindWords,
  useToast,
  useVisibilityWords,
  type Icon,
  type MenuEntry,
} from '@/ui'
import { useNoteDialog } from './noting'
import css from './Thread.module.css'

const TraceDialog = lazy(async () => ({ default: (await import('./TraceDialog')).TraceDialog }))

const INTENT_SIGNS: Record<string, Icon> = {
  lead: IconLead,
  complaint: IconComplaint,
  question: IconQuestion,
  praise: IconPraise,
}

interface PostProps {
  post: PostShape
  parent: PostShape | undefined
  /** The parent is right above: it need not be named. */
  follows: boolean
  target: boolean
  /** With whom the conversation is: of whom our own words may show something. */
  person?: { id: string; name: string }
  onReply?: () => void
  onSplit?: () => void
}

export function flashPost(id: string): void {
  const element = document.getElementById(`post-${id}`)
  if (!element) return
  element.scrollIntoView({ block: 'center', behavior: 'smooth' })
  element.removeAttribute('data-flash')
  requestAnimationFrame(() => element.setAttribute('data-flash', ''))
}

/** What was heard in it, each kind once with all the words that say so. */
function heardIn(post: PostShape): { kind: string; phrases: string }[] {
  const words = new Map<string, string[]>()
  for (const { kind, phrase } of post.understood) words.set(kind, [...(words.get(kind) ?? []), `“${phrase}”`])
  return [...words].map(([kind, phrases]) => ({ kind, phrases: phrases.join(', ') }))
}

export function Post({ post, parent, follows, target, person, onReply, onSplit }: PostProps) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const visibilities = useVisibilityWords()
  const [versions, setVersions] = useState(false)
  const ours = post.direction === 'out'
  const rule = post.rule?.name
  const name = ours ? (post.rule ? 'Kith' : (post.member?.name ?? t`Us`)) : (post.person?.name ?? t`Unknown`)
  const parentName =
    parent && (parent.direction === 'out' ? (parent.member?.name ?? t`us`) : parent.person?.name)
  return (
    <article
      id={`post-${post.id}`}
      className={css.post}
      data-ours={ours || undefined}
      data-target={target || undefined}
      aria-label={post.rule ? t`Automatic message by the rule ${rule}` : t`Post by ${name}`}
    >
      <div className={css.face}>
        {post.rule ? (
          <IconAutomatic size={24} aria-hidden />
        ) : ours ? (
          <MemberMark name={name} size={32} />
        ) : (
          <PersonMark name={name} stage={post.person?.stage ?? 'connection'} size={36} />
        )}
      </div>
      <div>
        <div className={css.who}>
          {post.person && !ours ? (
            <Link to="/people/$person" params={{ person: post.person.id }} className={css.name}>
              {name}
            </Link>
          ) : (
            <span className={css.name}>{name}</span>
          )}
          <span className={css.quiet}>
            {ours ? (
              <Trans>for us on {networkTitle(post.network)}</Trans>
            ) : (
              post.person?.handle !== name && post.person?.handle
            )}
          </span>
          <span className={css.when}>
            {post.edited_at && !post.deleted_at && post.versions.length === 0 && (
              <>
                <Trans>edited</Trans> ·{' '}
              </>
            )}
            <Time at={post.posted_at} as="exact" />
          </span>
        </div>
        {parent && !follows && (
          <button type="button" className={css.parent} onClick={() => flashPost(parent.id)}>
            <Trans>
              to {parentName}: “{parent.text.slice(0, 80)}”
            </Trans>
          </button>
        )}
        {post.deleted_at ? (
          <div className={css.body} data-deleted>
            <Trans>
              Deleted on its network on <Time at={post.deleted_at} as="exact" />.
            </Trans>
            {post.text && <PlainText text={post.text} />}
          </div>
        ) : (
          <div className={css.body} lang={post.lang === 'und' ? undefined : post.lang}>
            {post.html ? <CleanHtml html={post.html} /> : <PlainText text={post.text} />}
          </div>
        )}
        {post.media.length > 0 && (
          <div className={css.media}>
            {post.media.map((m, i) => (
              <Picture key={i} media={m} />
            ))}
          </div>
        )}
        <div className={css.foot}>
          {post.rule && (
            <Chip tone="outline" icon={IconAutomatic}>
              <Trans>Automatic: the rule {rule}. It is no answer.</Trans>
            </Chip>
          )}
          {post.visibility !== 'public' && (
            <Chip tone="outline" icon={IconLock}>
              {visibilities[post.visibility]}
            </Chip>
          )}
          {!ours &&
            heardIn(post).map(({ kind, phrases }) => (
              <Chip key={kind} tone="plain" icon={INTENT_SIGNS[kind]} title={t`Because of ${phrases}`}>
                {kinds[kind as keyof typeof kinds] ?? kind}
              </Chip>
            ))}
          {post.versions.length > 0 && (
            <button
              type="button"
              className={css.link}
              aria-expanded={versions}
              onClick={() => setVersions(!versions)}
            >
              <Plural
                value={post.versions.length}
                one="Edited once: show how it was"
                other="Edited # times: show how it was"
              />
            </button>
          )}
        </div>
        {versions && (
          <div className={css.versions}>
            {[...post.versions].reverse().map((v) => (
              <div key={v.version}>
                <span className={css.quiet}>
                  <Trans>
                    Until <Time at={v.seen_at} as="exact" />
                  </Trans>
                </span>
                <PlainText text={v.text} />
              </div>
            ))}
          </div>
        )}
      </div>
      <PostActs
        post={post}
        person={ours ? (parent?.person ?? person) : (post.person ?? undefined)}
        onReply={onReply}
        onSplit={onSplit}
      />
    </article>
  )
}

function PostActs({
  post,
  person,
  onReply,
  onSplit,
}: Pick<PostProps, 'post' | 'person' | 'onReply' | 'onSplit'>) {
  const { t } = useLingui()
  const toast = useToast()
  const client = useQueryClient()
  const mayReply = useCan('reply')
  const [trace, setTrace] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const mayWork = useCan('work')
  const dialog = useNoteDialog()
  const [noting, setNoting] = useState<'fact' | 'value' | null>(null)
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/posts/{id}', { params: { path: { id: post.id } } })),
    onSuccess: () => {
      toast.show(t`It is being taken back.`)
      void client.invalidateQueries({ queryKey: ['thread', post.conversation_id] })
    },
  })
  const entries: MenuEntry[] = [{ label: t`Way of this post`, icon: IconHistory, run: () => setTrace(true) }]
  if (post.url) {
    const url = post.url
    entries.unshift({
      label: t`Open on ${networkTitle(post.network)}`,
      icon: IconOut,
      run: () => void window.open(url, '_blank', 'noopener,noreferrer'),
    })
  }
  if (dialog && person && mayWork && !post.deleted_at) {
    entries.push('line')
    if (post.direction === 'in')
      entries.push({ label: t`Note a fact`, icon: IconFact, run: () => setNoting('fact') })
    entries.push({ label: t`Note what a side gained`, icon: IconValue, run: () => setNoting('value') })
  }
  if (onSplit) entries.push('line', { label: t`Split off from here`, icon: IconSplit, run: onSplit })
  if (post.can_delete && mayReply && !post.deleted_at)
    entries.push('line', { label: t`Take back`, icon: IconTrash, tone: 'red', run: () => setDeleting(true) })
  return (
    <div className={css.acts}>
      {onReply && !post.deleted_at && post.direction === 'in' && (
        <IconButton size="s" icon={IconReply} label={t`Answer this post`} onClick={onReply} />
      )}
      <Menu
        position="bottom-end"
        entries={entries}
        target={<IconButton size="s" icon={IconMore} label={t`More`} tip={false} />}
      />
      <Suspense>{trace && <TraceDialog id={post.id} opened onClose={() => setTrace(false)} />}</Suspense>
      {noting &&
        person &&
        dialog?.(
          { kind: noting, person, source: { id: post.id, text: post.text, ours: post.direction === 'out' } },
          () => setNoting(null),
        )}
      <Confirm
        title={<Trans>Take this post back?</Trans>}
        verb={<Trans>Take back</Trans>}
        danger
        opened={deleting}
        onClose={() => setDeleting(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>
          It will be deleted on {networkTitle(post.network)}. People may have seen it already. The record here
          stays.
        </Trans>
      </Confirm>
    </div>
  )
}

function Picture({ media }: { media: Media }) {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  if (media.kind !== 'image' && media.url)
    return (
      <a href={media.url} target="_blank" rel="noopener noreferrer nofollow">
        {media.alt || media.url}
      </a>
    )
  const source = media.thumb_url ?? media.url
  if (!source)
    return (
      <span className={css.quiet}>
        {media.alt ? (
          <Trans>Picture, only on its network: {media.alt}</Trans>
        ) : (
          <Trans>Picture, only on its network</Trans>
        )}
      </span>
    )
  if (shown) return <img src={source} alt={media.alt ?? ''} referrerPolicy="no-referrer" />
  return (
    <button
      type="button"
      className={css.picture}
      onClick={() => setShown(true)}
      title={t`Loads the picture from its network`}
    >
      <IconPicture size={16} aria-hidden />
      {media.alt ? <Trans>Picture: {media.alt}</Trans> : <Trans>Picture without a description</Trans>}
    </button>
  )
}
