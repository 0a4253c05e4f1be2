// SearchScreen: words over all posts, what came to us last first; narrowed by channel and time. The address holds what was asked.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { channelsQuery, searchQuery, type SearchHit } from '@/api'
import { useCommands } from '@/keys'
import {
  Empty,
  Failed,
  IconSearch,
  MarkedText,
  MemberMark,
  NetworkSign,
  Page,
  PersonMark,
  RowList,
  SearchField,
  SelectField,
  SkeletonRows,
  TextField,
  Time,
  useDebouncedCallback,
} from '@/ui'
import css from './Search.module.css'

export interface Asked {
  q: string
  channel?: string
  from?: string
  to?: string
}

/** A day as the server wants it: its first moment, or the first of the next day. */
function moment(day: string | undefined, end: boolean): string | undefined {
  if (!day || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined
  const date = new Date(`${day}T00:00:00`)
  if (end) date.setDate(date.getDate() + 1)
  return date.toISOString()
}

export function SearchScreen({ asked, onAsk }: { asked: Asked; onAsk: (asked: Asked) => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [words, setWords] = useState(asked.q)
  const [active, setActive] = useState<string | null>(null)
  const { data: channels } = useQuery(channelsQuery())
  const query = useInfiniteQuery(
    searchQuery({
      q: asked.q,
      channel: asked.channel,
      from: moment(asked.from, false),
      to: moment(asked.to, true),
    }),
  )
  const ask = useDebouncedCallback((q: string) => onAsk({ ...asked, q }), 250)
  useEffect(() => {
    setWords((now) => (now.trim() === asked.q.trim() ? now : asked.q))
  }, [asked.q])
  const rows = asked.q.trim() ? (query.data?.pages.flatMap((p) => p.items) ?? []) : []
  const move = (step: number) => {
    const at = rows.findIndex((r) => r.post_id === active)
    const next = rows[at < 0 ? 0 : at + step]
    if (next) setActive(next.post_id)
  }
  useCommands({ 'list.next': () => move(1), 'list.previous': () => move(-1) })
  const open = (hit: SearchHit) =>
    void navigate({
      to: '/inbox/$view/$conversation',
      params: { view: 'all', conversation: hit.conversation_id },
      search: { post: hit.post_id },
    })
  return (
    <Page title={<Trans>Search</Trans>} flush>
      <div className={css.tools}>
        <div className={css.field}>
          <SearchField
            label={t`Search all posts`}
            value={words}
            autoFocus
            onChange={(next) => {
              setWords(next)
              ask(next)
            }}
          />
        </div>
        <div className={css.narrow}>
          <SelectField
            aria-label={t`Channel`}
            placeholder={t`All channels`}
            value={asked.channel ?? null}
            onChange={(channel) => onAsk({ ...asked, channel })}
            onClear={() => onAsk({ ...asked, channel: undefined })}
            choices={(channels?.items ?? []).map((c) => ({
              value: c.id,
              label: c.name,
              icon: <NetworkSign network={c.network} silent />,
            }))}
          />
        </div>
        <div className={css.date}>
          <TextField
            type="date"
            aria-label={t`From`}
            leftSection={<Trans>From</Trans>}
            leftSectionWidth={52}
            value={asked.from ?? ''}
            onChange={(e) => onAsk({ ...asked, from: e.currentTarget.value || undefined })}
          />
        </div>
        <div className={css.date}>
          <TextField
            type="date"
            aria-label={t`To`}
            leftSection={<Trans>To</Trans>}
            leftSectionWidth={38}
            value={asked.to ?? ''}
            onChange={(e) => onAsk({ ...asked, to: e.currentTarget.value || undefined })}
          />
        </div>
      </div>
      {!asked.q.trim() ? (
        <Empty icon={IconSearch} title={<Trans>Search everything that was heard and told</Trans>}>
          <Trans>All words must occur; accents and capitals do not matter.</Trans>
        </Empty>
      ) : query.isPending ? (
        <SkeletonRows rows={8} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={IconSearch} title={<Trans>No post has these words</Trans>}>
          <Trans>Try fewer words, another channel or a longer time.</Trans>
        </Empty>
      ) : (
        <RowList
          label={t`Posts found`}
          rows={rows}
          rowKey={(hit) => hit.post_id}
          rowHeight={84}
          active={active}
          onActive={(hit) => setActive(hit.post_id)}
          onOpen={open}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          render={(hit, state) => <Hit hit={hit} active={state.active} />}
        />
      )}
      <span className="sr" role="status">
        {asked.q.trim() &&
          !query.isFetching &&
          (query.hasNextPage ? (
            t`More than ${rows.length} posts found`
          ) : (
            <Plural value={rows.length} one="# post found" other="# posts found" />
          ))}
      </span>
    </Page>
  )
}

function Hit({ hit, active }: { hit: SearchHit; active: boolean }) {
  const { t } = useLingui()
  const ours = hit.direction === 'out'
  const name = ours ? (hit.member?.name ?? t`Us`) : (hit.person?.name ?? t`Unknown`)
  return (
    <div className={css.row} data-active={active || undefined}>
      <span className={css.face}>
        {ours ? (
          <MemberMark name={name} size={32} />
        ) : (
          <PersonMark name={name} stage={hit.person?.stage ?? 'connection'} />
        )}
      </span>
      <div className={css.head}>
        <b>{name}</b>
        <NetworkSign network={hit.network} size={13} />
        <span className={css.quiet}>{hit.channel.name}</span>
        <span className={css.time}>
          <Time at={hit.posted_at} />
        </span>
      </div>
      <div className={css.text}>
        <MarkedText text={hit.excerpt} marks={hit.marks} />
      </div>
    </div>
  )
}
