// List: the middle pane. Rows keep their place (steady.ts); what is new waits behind a button; several rows can be
// selected and changed at once.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import {
  channelsQuery,
  conversationsQuery,
  labelsQuery,
  membersQuery,
  teamsQuery,
  viewsQuery,
  type Conversation,
} from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  ColourDot,
  Count,
  Empty,
  Failed,
  IconButton,
  IconClose,
  IconFilter,
  IconInbox,
  IconMine,
  IconPeople,
  Menu,
  NetworkSign,
  RowList,
  SkeletonRows,
  useKindWords,
  type MenuEntry,
} from '@/ui'
import { BulkBar } from './BulkBar'
import { useOwnerOptions } from './choices'
import { emptyWords, filterOf, narrowed, viewTitle, type Filters } from './places'
import type { Place } from './savedViews'
import { SaveButton, useSaving, ViewMenu } from './ViewMenu'
import { Row } from './Row'
import { NOTHING, settle, type Steady } from './steady'
import css from './List.module.css'

/** The steady list of a view: its rows, what waits, and how to show it. */
export function useConversations({ base, filters }: Place, mine: ReadonlySet<string>) {
  const view = base ?? 'all'
  const query = useInfiniteQuery({
    ...conversationsQuery(filterOf(view, filters)),
    enabled: base !== null,
  })
  const place = JSON.stringify([base, filterOf(view, filters)])
  const steady = useRef<{ place: string; shown: Steady; from: unknown }>({
    place: '',
    shown: NOTHING,
    from: null,
  })
  const known = useRef(new Map<string, Conversation>())
  const [, again] = useState(0)

  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  if (steady.current.place !== place) {
    steady.current = { place, shown: NOTHING, from: null }
    known.current = new Map()
  }
  if (query.data && steady.current.from !== query.data) {
    for (const c of items) known.current.set(c.id, c)
    // A page may overlap with the one before when rows moved on the server meanwhile.
    const ids = [...new Set(items.map((c) => c.id))]
    steady.current = { place, shown: settle(steady.current.shown, ids, mine), from: query.data }
  }
  const { shown } = steady.current
  const rows = useMemo(
    () => shown.order.map((id) => known.current.get(id)).filter((c): c is Conversation => Boolean(c)),
    // The map changes only together with the data.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shown, items],
  )
  const showFresh = useCallback(() => {
    steady.current = { ...steady.current, shown: NOTHING, from: null }
    again((n) => n + 1)
  }, [])
  return { query, rows, fresh: shown.pending.length, gone: shown.gone, order: shown.order, showFresh }
}

interface ListProps {
  view: string
  place: Place
  filters: Filters
  onFilters: (filters: Filters) => void
  list: ReturnType<typeof useConversations>
  active: string | null
  onActive: (id: string) => void
  onOpen: (id: string) => void
  selected: ReadonlySet<string>
  onSelected: (ids: ReadonlySet<string>) => void
  onMine: (ids: string[]) => void
  onThere: (id: string) => void
  /** On a phone: how to come to another view. */
  viewSwitch?: ReactNode
}

export function List({
  view,
  place,
  filters,
  onFilters,
  list,
  active,
  onActive,
  onOpen,
  selected,
  onSelected,
  onMine,
  onThere,
  viewSwitch,
}: ListProps) {
  const { t } = useLingui()
  const { query, rows, fresh, gone, showFresh } = list
  const { data: views } = useQuery(viewsQuery())
  const { saved } = place
  const saving = useSaving({ place, filters })
  const title = saved?.name ?? viewTitle(view, views?.items ?? [])
  // A count is of a view as it was saved; what is changed is not counted.
  const whole = saved ? !filters.changed : !narrowed(filters)
  const count = whole
    ? (saved ?? views?.items.find((v) => (v.team ? `team-${v.team.id}` : v.view) === view))
    : undefined

  const toggle = useCallback(
    (id: string) => {
      const next = new Set(selected)
      if (!next.delete(id)) next.add(id)
      onSelected(next)
    },
    [selected, onSelected],
  )
  useCommands({
    'list.fresh': fresh > 0 && showFresh,
    'list.select': active !== null && (() => toggle(active)),
    'list.clear': selected.size > 0 && (() => onSelected(new Set())),
  })

  const chosen = rows.filter((c) => selected.has(c.id))
  const empty = emptyWords(place.base ?? view)
  const filtered = narrowed(filters)
  const lost = Boolean(saved?.gone) && !filters.changed
  const unanswered = views?.items.some((v) => v.view === 'unanswered' && v.count > 0)
  return (
    <section className={css.pane} aria-label={title}>
      {chosen.length > 0 ? (
        <BulkBar chosen={chosen} onClear={() => onSelected(new Set())} onMine={onMine} onThere={onThere} />
      ) : (
        <header className={css.head}>
          <h1>
            {viewSwitch ?? <span>{title}</span>}
            {count && <Count value={count.count} capped={count.capped} />}
          </h1>
          <FilterMenu filters={filters} onFilters={onFilters} />
          <ViewMenu place={place} filters={filters} saving={saving} />
        </header>
      )}
      <FilterChips filters={filters} onFilters={onFilters}>
        {(filters.changed || !saved) && <SaveButton saving={saving} />}
      </FilterChips>
      <div role="status">
        {fresh > 0 && (
          <div className={css.fresh}>
            <button type="button" onClick={showFresh} aria-keyshortcuts=".">
              <Plural value={fresh} one="# new" other="# new" />
            </button>
          </div>
        )}
      </div>
      {place.missing ? (
        <Empty icon={IconInbox} title={<Trans>This view is not here</Trans>}>
          <Trans>It was removed, or is not shared with you any more.</Trans>
        </Empty>
      ) : query.isPending ? (
        <SkeletonRows rows={12} />
      ) : query.isError && rows.length === 0 ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          icon={IconInbox}
          title={
            lost ? (
              <Trans>What this view looks for was removed</Trans>
            ) : filtered ? (
              <Trans>Nothing fits these filters</Trans>
            ) : (
              empty.title
            )
          }
          action={
            filtered ? (
              <Button onClick={() => onFilters({})}>
                <Trans>Clear filters</Trans>
              </Button>
            ) : (
              // After an import of history the work lies there.
              unanswered &&
              ['all', 'unassigned', 'waiting'].includes(view) && (
                <Link to="/inbox/$view" params={{ view: 'unanswered' }}>
                  <Trans>Who never got an answer, oldest first</Trans>
                </Link>
              )
            )
          }
        >
          {!filtered && empty.text}
        </Empty>
      ) : (
        <RowList
          label={t`Conversations: ${title}`}
          rows={rows}
          rowKey={(c) => c.id}
          rowHeight={56}
          active={active}
          onActive={(c) => onActive(c.id)}
          onOpen={(c) => onOpen(c.id)}
          selected={selected}
          onSelect={(c) => toggle(c.id)}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          render={(c, state) => (
            <Row c={c} state={state} selecting={selected.size > 0} gone={gone.has(c.id)} onSelect={toggle} />
          )}
        />
      )}
    </section>
  )
}

const OWNERS = 30 // in the menu; the longest list that one still reads

function FilterMenu({ filters, onFilters }: { filters: Filters; onFilters: (f: Filters) => void }) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const { data: channels } = useQuery(channelsQuery())
  const { data: labels } = useQuery(labelsQuery())
  const owners = useOwnerOptions(filters.owner)
  const { data: teams } = useQuery(teamsQuery())
  const set = (key: keyof Filters, value: string) =>
    onFilters({ ...filters, [key]: filters[key] === value ? undefined : value })
  const entries: MenuEntry[] = [
    { heading: t`Kind` },
    ...(['lead', 'complaint', 'question', 'praise'] as const).map((kind) => ({
      label: kinds[kind],
      checked: filters.kind === kind,
      run: () => set('kind', kind),
    })),
    'line',
    { heading: t`Channel` },
    ...(channels?.items ?? []).map((c) => ({
      label: c.name,
      checked: filters.channel === c.id,
      run: () => set('channel', c.id),
    })),
  ]
  if (labels && labels.items.length > 0)
    entries.push(
      'line',
      { heading: t`Label` },
      ...labels.items.map((l) => ({
        label: l.name,
        checked: filters.label === l.id,
        run: () => set('label', l.id),
      })),
    )
  entries.push(
    'line',
    { heading: t`Owner` },
    ...owners
      .filter((o) => o.id)
      .slice(0, OWNERS)
      .map((o) => ({
        label: o.label,
        checked: filters.owner === o.id,
        run: () => set('owner', o.id),
      })),
  )
  if (teams && teams.items.length > 0)
    entries.push(
      'line',
      { heading: t`Team` },
      ...teams.items.map((one) => ({
        label: one.name,
        checked: filters.team === one.id,
        run: () => set('team', one.id),
      })),
    )
  return (
    <Menu
      position="bottom-end"
      width={240}
      entries={entries}
      target={<IconButton icon={IconFilter} label={t`Filter`} tip={false} />}
    />
  )
}

interface ChipsProps {
  filters: Filters
  onFilters: (f: Filters) => void
  children: ReactNode
}

function FilterChips({ filters, onFilters, children }: ChipsProps) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const { data: channels } = useQuery({ ...channelsQuery(), enabled: Boolean(filters.channel) })
  const { data: labels } = useQuery({ ...labelsQuery(), enabled: Boolean(filters.label) })
  const { data: members } = useQuery({ ...membersQuery(), enabled: Boolean(filters.owner) })
  const { data: teams } = useQuery({ ...teamsQuery(), enabled: Boolean(filters.team) })
  const channel = channels?.items.find((c) => c.id === filters.channel)
  const label = labels?.items.find((l) => l.id === filters.label)
  const owner = members?.items.find((m) => m.id === filters.owner)
  const team = teams?.items.find((one) => one.id === filters.team)
  const chips: [keyof Filters, ReactNode, ReactNode][] = []
  if (filters.kind) chips.push(['kind', kinds[filters.kind], null])
  // What narrows the list down is always said, also when its name is not known to the reader.
  if (filters.channel)
    chips.push([
      'channel',
      channel?.name ?? t`a channel that is closed to you`,
      channel && <NetworkSign key="n" network={channel.network} size={12} silent />,
    ])
  if (filters.label)
    chips.push([
      'label',
      label?.name ?? t`a label that was removed`,
      label && <ColourDot key="l" colour={label.colour} />,
    ])
  if (filters.owner)
    chips.push(['owner', owner?.name ?? t`somebody`, <IconMine key="o" size={12} aria-hidden />])
  if (filters.team) chips.push(['team', team?.name ?? t`Team`, <IconPeople key="t" size={12} aria-hidden />])
  if (filters.network) chips.push(['network', filters.network, null])
  if (filters.storm) chips.push(['storm', <Trans key="s">Folded into one storm</Trans>, null])
  if (chips.length === 0 && !filters.changed) return null
  return (
    <div className={css.filters}>
      {chips.map(([key, words, sign]) => (
        <button
          key={key}
          type="button"
          className={css.filter}
          title={t`Take this filter away`}
          onClick={() => onFilters({ ...filters, [key]: undefined })}
        >
          {sign}
          {words}
          <IconClose size={12} aria-hidden />
        </button>
      ))}
      {children}
    </div>
  )
}
