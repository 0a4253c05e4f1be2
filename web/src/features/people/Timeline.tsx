// Timeline: all that happened between us and a person, the newest first; narrowed by kind and words, taken along as a
// file. Only what one looks at is drawn: the list grows with the page's own scrolling.
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { timelineQuery, type TimelineEntry, type TimelineKind } from '@/api'
import { Button, Failed, IconDownload, Menu, SearchField, SkeletonRows, useDebouncedValue } from '@/ui'
import { AddDialog } from './AddDialogs'
import { useTimelineWords } from './names'
import { Block } from './parts'
import { entryKey, KIND_SIGNS, TimelineRow } from './TimelineRow'
import css from './Timeline.module.css'
import page from './Person.module.css'

/** The last things said, beside a conversation. */
export function LastWords({ id }: { id: string }) {
  const query = useInfiniteQuery(timelineQuery(id, { kinds: 'post,mail,touch' }))
  const entries = query.data?.pages.flatMap((p) => p.items).slice(0, 4) ?? []
  return (
    <Block title={<Trans>Last words</Trans>}>
      {query.isPending ? (
        <SkeletonRows rows={2} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <p className={page.none}>
          <Trans>Nothing was said yet.</Trans>
        </p>
      ) : (
        <ol className={css.few}>
          {entries.map((entry) => (
            <li key={entryKey(entry)}>
              <TimelineRow entry={entry} />
            </li>
          ))}
        </ol>
      )}
    </Block>
  )
}

const KINDS: TimelineKind[] = [
  'post',
  'mail',
  'touch',
  'moment',
  'commitment',
  'fact',
  'note',
  'deal',
  'value',
  'handoff',
  'stage',
  'merge',
]

interface Noting {
  kind: 'fact' | 'value'
  entry: TimelineEntry
}

export function Timeline({ person, acts }: { person: { id: string; name: string }; acts?: boolean }) {
  const { id } = person
  const { t } = useLingui()
  const words = useTimelineWords()
  const [kinds, setKinds] = useState<TimelineKind[]>([])
  const [text, setText] = useState('')
  const [noting, setNoting] = useState<Noting | null>(null)
  const [q] = useDebouncedValue(text.trim(), 200)
  const filter = { kinds: kinds.length > 0 ? kinds.join(',') : undefined, q: q || undefined }
  const query = useInfiniteQuery({ ...timelineQuery(id, filter), placeholderData: keepPreviousData })
  const entries = query.data?.pages.flatMap((p) => p.items) ?? []
  const narrowed = kinds.length > 0 || q !== ''
  const toggle = (kind: TimelineKind) =>
    setKinds((now) => (now.includes(kind) ? now.filter((k) => k !== kind) : [...now, kind]))
  const save = (format: 'csv' | 'json') => {
    const asked = new URLSearchParams({ format })
    if (filter.kinds) asked.set('kinds', filter.kinds)
    if (filter.q) asked.set('q', filter.q)
    const link = document.createElement('a')
    link.href = `/api/v1/people/${id}/timeline/export?${asked.toString()}`
    link.download = ''
    link.click()
  }
  return (
    <section aria-label={t`Timeline`} className={css.history}>
      <div className={css.tools}>
        <h3>
          <Trans>Timeline</Trans>
        </h3>
        <div className={css.search}>
          <SearchField label={t`Search in the timeline`} value={text} onChange={setText} />
        </div>
        <Menu
          target={
            <Button icon={IconDownload}>
              <Trans>Export</Trans>
            </Button>
          }
          entries={[
            {
              heading: narrowed ? (
                <Trans>What is shown, as a file</Trans>
              ) : (
                <Trans>The whole timeline, as a file</Trans>
              ),
            },
            { label: t`Table (CSV)`, run: () => save('csv') },
            { label: 'JSON', run: () => save('json') },
          ]}
          position="bottom-end"
        />
      </div>
      <div className={css.chips} role="group" aria-label={t`Show only`}>
        <button
          type="button"
          className={css.chip}
          aria-pressed={kinds.length === 0}
          onClick={() => setKinds([])}
        >
          <Trans>All</Trans>
        </button>
        {KINDS.map((kind) => {
          const Sign = KIND_SIGNS[kind]
          return (
            <button
              key={kind}
              type="button"
              className={css.chip}
              aria-pressed={kinds.includes(kind)}
              onClick={() => toggle(kind)}
            >
              <Sign size={13} aria-hidden />
              {words[kind]}
            </button>
          )
        })}
      </div>
      {query.isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : entries.length === 0 ? (
        <p className={page.none}>
          {narrowed ? (
            <Trans>Nothing of this kind, with these words.</Trans>
          ) : (
            <Trans>Nothing happened yet.</Trans>
          )}
        </p>
      ) : (
        <Long
          entries={entries}
          more={query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          onNote={acts ? (kind, entry) => setNoting({ kind, entry }) : undefined}
        />
      )}
      {noting?.entry.post_id && (
        <AddDialog
          kind={noting.kind}
          person={person}
          source={{
            id: noting.entry.post_id,
            text: noting.entry.text,
            ours: noting.entry.direction === 'out',
          }}
          onClose={() => setNoting(null)}
        />
      )}
    </section>
  )
}

interface LongProps {
  entries: TimelineEntry[]
  more: boolean
  loading: boolean
  onMore: () => void
  onNote?: (kind: Noting['kind'], entry: TimelineEntry) => void
}

/** Entries of any height inside the scrolling page. */
function Long({ entries, more, loading, onMore, onNote }: LongProps) {
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
    getItemKey: (i) => {
      const entry = entries[i]
      return entry ? entryKey(entry) : i
    },
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
              <TimelineRow entry={entry} last={!more && item.index === entries.length - 1} onNote={onNote} />
            </li>
          )
        })}
      </ol>
      {loading && (
        <p className={page.none} role="status">
          <Trans>Loading earlier …</Trans>
        </p>
      )}
    </>
  )
}
