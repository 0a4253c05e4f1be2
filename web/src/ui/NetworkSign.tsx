// NetworkSign: the sign of a network in one quiet tone; its name is spoken. Unknown networks get their first letter.
import bluesky from 'simple-icons/icons/bluesky.svg?raw'
import mastodon from 'simple-icons/icons/mastodon.svg?raw'
import rss from 'simple-icons/icons/rss.svg?raw'
import wordpress from 'simple-icons/icons/wordpress.svg?raw'
import x from 'simple-icons/icons/x.svg?raw'
import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { IconComments, IconDemo, IconImport, IconMicroblog, IconReview, type Icon } from './icons'
import css from './NetworkSign.module.css'

const path = (svg: string) => / d="([^"]+)"/.exec(svg)?.[1] ?? ''
const SIGNS: Record<string, { title: string; d: string }> = {
  bluesky: { title: 'Bluesky', d: path(bluesky) },
  wordpress: { title: 'WordPress', d: path(wordpress) },
  feed: { title: 'Feed', d: path(rss) },
  feeds: { title: 'Feed', d: path(rss) },
  rss: { title: 'Feed', d: path(rss) },
  mastodon: { title: 'Mastodon', d: path(mastodon) },
  x: { title: 'X', d: path(x) },
  twitter: { title: 'X', d: path(x) },
}

// Networks without a mark of their own: what one says there.
const LINES: Record<string, Icon> = {
  import: IconImport,
  demo_microblog: IconMicroblog,
  demo_comments: IconComments,
  demo_reviews: IconReview,
}

export function networkTitle(network: string): string {
  if (network === 'import') return t`Import`
  if (network === 'demo_microblog') return t`the demo microblog`
  if (network === 'demo_comments') return t`the demo blog`
  if (network === 'demo_reviews') return t`the demo reviews`
  if (network === 'fake') return t`Demo network`
  return SIGNS[network]?.title ?? network.charAt(0).toUpperCase() + network.slice(1)
}

export function NetworkSign({
  network,
  size = 14,
  silent,
}: {
  network: string
  size?: number
  silent?: boolean
}) {
  useLingui() // again in another language
  const sign = SIGNS[network]
  const Line = LINES[network] ?? IconDemo
  const title = networkTitle(network)
  return (
    <span className={css.sign} title={silent ? undefined : title} style={{ width: size, height: size }}>
      {sign ? (
        <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden>
          <path d={sign.d} />
        </svg>
      ) : (
        <Line size={size} data-line aria-hidden />
      )}
      {!silent && <span className="sr">{title}</span>}
    </span>
  )
}
