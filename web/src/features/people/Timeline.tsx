// Timeline: all that happened between us and a person, the newest first. Only what one looks at is drawn: the list
// grows with the page's own scrolling.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { timelineQuery, type TimelineEntry } from '@/api'
import { Failed, IconHeard, IconTold, NetworkSign, SkeletonRows, Time } from '@/ui'
import { Block } from './parts'
import css from './Person.module.css'

/** The last few, beside a conversation. */
export function LastWords({ id }: { id: string }) {
  const query = useInfiniteQuery(timelineQuery(id))
  const entries = query.data?.pages.flatMap((p) => p.items).slice(0, 4) ?? []
  return (
    <Block title={<Trans>Last words</Trans>}>
      {query.isPending ? (
        <SkeletonRows rows={2} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <p className={css.none}>
          <Trans>Nothing was said yet.</Trans>
        </p>
      ) : (
        <div className={css.timeline}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </div>
      )}
    </Block>
  )
}

export function Timeline({ id }: { id: string }) {
  const query = useInfiniteQuery(timelineQuery(id))
  const entries = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <section aria-label={useLabel()} className={css.history}>
      <h3>
        <Trans>Timeline</Trans>
      </h3>
      {query.isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <p className={css.none}>
          <Trans>Nothing was said yet.</Trans>
        </p>
      ) : (
        <Long
          entries={entries}
          more={query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </section>
  )
}

function useLabel(): string {
  const { t } = useLingui()
  return t`Timeline`
}

interface LongProps {
  entries: TimelineEntry[]
  more: boolean
  loading: boolean
  onMore: () => void
}

/** Entries of any height inside the scrolling page. */
function Long({ entries, more, loading, onMore }: LongProps) {
  const box = useRef<HTMLOListElement>(null)
  const [scroll, setScroll] = useState<HTMLElement | null>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    const body = box.current?.closest<HTMLElement>('[data-page-body]') ?? null
    setScroll(body)
    if (!body || !box.current) return
    const measure = () => {
      if (!box.current) return
      setMargin(box.current.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop)
    }
    measure()
    const seen = new ResizeObserver(measure)
    seen.observe(body)
    if (body.firstElementChild) seen.observe(body.firstElementChild)
    return () => seen.disconnect()
  }, [])
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll,
    estimateSize: () => 76,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (i) => entries[i]?.id ?? i,
  })
  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (more && !loading && last >= entries.length - 6) onMore()
  }, [more, loading, last, entries.length, onMore])
  return (
    <>
      <ol className={css.long} ref={box} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const entry = entries[item.index]
          if (!entry) return null
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-setsize={more ? -1 : entries.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start - margin}px)` }}
            >
              <Entry entry={entry} last={!more && item.index === entries.length - 1} />
            </li>
          )
        })}
      </ol>
      {loading && (
        <p className={css.none} role="status">
          <Trans>Loading earlier …</Trans>
        </p>
      )}
    </>
  )
}

function Entry({ entry, last }: { entry: TimelineEntry; last?: boolean }) {
  const { t } = useLingui()
  const out = entry.direction === 'out'
  const body = (
    <>
      <span className={css.dot} data-out={out || undefined}>
        {out ? <IconTold size={12} aria-hidden /> : <IconHeard size={12} aria-hidden />}
      </span>
      <span>
        <span className={css.meta}>
          <span>
            <b>{out ? (entry.member?.name ?? t`We`) : t`They`}</b>{' '}
            {entry.channel && (
              <>
                {entry.network && <NetworkSign network={entry.network} size={12} />} {entry.channel.name}
              </>
            )}
          </span>
          <Time at={entry.at} as="exact" />
        </span>
        <span className={css.said}>{entry.text}</span>
      </span>
    </>
  )
  return entry.conversation_id ? (
    <Link
      className={css.entry}
      data-last={last || undefined}
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: entry.conversation_id }}
    >
      {body}
    </Link>
  ) : (
    <div className={css.entry} data-last={last || undefined}>
      {body}
    </div>
  )
}
