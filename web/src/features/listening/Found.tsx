// Found: a post that a query found, with the words that made it so.
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { QueryPost } from '@/api'
import { NetworkSign, Time } from '@/ui'
import { marked } from './marked'
import css from './Listening.module.css'

/** away: it opens beside, because one is in the middle of something. */
export function Found({ post, away }: { post: QueryPost; away?: boolean }) {
  return (
    <article className={css.post}>
      <header>
        <NetworkSign network={post.network} />
        <b>{post.person || post.handle}</b>
        {post.followers >= 0 && (
          <span className={css.quiet}>
            <Trans>{post.followers} followers</Trans>
          </span>
        )}
        <Link
          className={css.quiet}
          to="/inbox/$view/$conversation"
          params={{ view: 'all', conversation: post.conversation_id }}
          target={away ? '_blank' : undefined}
        >
          <Time at={post.at} />
        </Link>
      </header>
      {post.title && <strong>{post.title}</strong>}
      <p>
        {marked(post.text, post.spans).map((part, i) =>
          part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>,
        )}
      </p>
    </article>
  )
}
