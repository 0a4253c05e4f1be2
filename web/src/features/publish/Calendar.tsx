// Calendar: what is planned, waits, left or failed, by day. The month and the week are tables; the list is the same as
// rows, on a phone always.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { plannedQuery, type PlannedPost } from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  Empty,
  Failed,
  formatLocale,
  fullTime,
  IconBack,
  IconButton,
  IconCalendar,
  IconForward,
  NetworkSign,
  OutboxChip,
  outboxLook,
  Segments,
  SkeletonRows,
  Table,
  Time,
  useMediaQuery,
  useOutboxWords,
} from '@/ui'
import { boundsOf, byDay, dayKey, step, weeksOf, type Span } from './days'
import { ItemDialog } from './ItemDialog'
import css from './Publish.module.css'

type View = Span | 'list'

export function Calendar({ onNew }: { onNew?: () => void }) {
  const { t, i18n } = useLingui()
  const narrow = useMediaQuery('(max-width: 720px)') ?? false
  const [chosen, setChosen] = useState<View>('month')
  const [at, setAt] = useState(() => new Date())
  const [open, setOpen] = useState<string | null>(null)
  const view = narrow ? 'list' : chosen
  const span: Span = view === 'week' ? 'week' : 'month'
  const weeks = weeksOf(at, span)
  const query = useQuery({ ...plannedQuery(boundsOf(weeks)), placeholderData: keepPreviousData })
  const items = query.data?.items ?? []
  const item = items.find((i) => i.id === open)
  useCommands({
    'calendar.next': () => setAt(step(at, span, 1)),
    'calendar.previous': () => setAt(step(at, span, -1)),
    'calendar.today': () => setAt(new Date()),
    'calendar.new': onNew,
  })
  const title = new Intl.DateTimeFormat(
    formatLocale(i18n.locale),
    span === 'month' ? { month: 'long', year: 'numeric' } : { dateStyle: 'medium' },
  ).format(span === 'month' ? at : (weeks[0]?.[0] ?? at))
  return (
    <>
      <div className={css.bar}>
        <h2 aria-live="polite">{span === 'month' ? title : <Trans>Week of {title}</Trans>}</h2>
        <IconButton
          icon={IconBack}
          label={span === 'month' ? t`Earlier month` : t`Earlier week`}
          keys="k"
          onClick={() => setAt(step(at, span, -1))}
        />
        <IconButton
          icon={IconForward}
          label={span === 'month' ? t`Next month` : t`Next week`}
          keys="j"
          onClick={() => setAt(step(at, span, 1))}
        />
        <Button size="s" onClick={() => setAt(new Date())}>
          <Trans>Today</Trans>
        </Button>
        <span className={css.gap} />
        {!narrow && (
          <Segments<View>
            label={t`Shown as`}
            value={chosen}
            onChange={setChosen}
            choices={[
              { value: 'month', label: t`Month` },
              { value: 'week', label: t`Week` },
              { value: 'list', label: t`List` },
            ]}
          />
        )}
      </div>
      {query.isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : view === 'list' ? (
        <List items={items} onOpen={setOpen} onNew={onNew} />
      ) : (
        <Grid weeks={weeks} at={at} span={span} items={items} onOpen={setOpen} />
      )}
      {item && <ItemDialog item={item} onClose={() => setOpen(null)} />}
    </>
  )
}

interface ShownProps {
  items: PlannedPost[]
  onOpen: (id: string) => void
}

function Grid({ weeks, at, span, items, onOpen }: ShownProps & { weeks: Date[][]; at: Date; span: Span }) {
  const { t, i18n } = useLingui()
  const locale = formatLocale(i18n.locale)
  const days = byDay(items)
  const today = dayKey(new Date())
  const name = (d: Date) => new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(d)
  return (
    <div className={css.gridWrap}>
      <table className={css.grid} data-span={span} aria-label={t`Calendar`}>
        <thead>
          <tr>
            {weeks[0]?.map((d) => (
              <th key={dayKey(d)} scope="col">
                {name(d)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0] ? dayKey(week[0]) : ''}>
              {week.map((d) => {
                const key = dayKey(d)
                const due = days.get(key) ?? []
                return (
                  <td
                    key={key}
                    data-out={(span === 'month' && d.getMonth() !== at.getMonth()) || undefined}
                    data-today={key === today || undefined}
                  >
                    <time dateTime={key} aria-current={key === today ? 'date' : undefined}>
                      {d.getDate()}
                      {due.length > 0 && (
                        <span className="sr">
                          {' '}
                          <Plural value={due.length} one="# post" other="# posts" />
                        </span>
                      )}
                    </time>
                    {due.map((item) => (
                      <Item key={item.id} item={item} whole={span === 'week'} onOpen={onOpen} />
                    ))}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Item({ item, whole, onOpen }: { item: PlannedPost; whole: boolean; onOpen: (id: string) => void }) {
  const { i18n } = useLingui()
  const locale = formatLocale(i18n.locale)
  const words = useOutboxWords()
  const { tone, icon: Sign } = outboxLook(item)
  return (
    <button
      type="button"
      className={css.item}
      data-tone={tone}
      data-whole={whole || undefined}
      title={`${words(item)} · ${item.channel.name} · ${fullTime(item.due_at, locale)}`}
      onClick={() => onOpen(item.id)}
    >
      <span className={css.itemHead}>
        <Sign size={12} aria-hidden />
        <span className="sr">{words(item)}, </span>
        {new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(
          new Date(item.due_at),
        )}
        <NetworkSign network={item.channel.network} size={12} />
      </span>
      <span className={css.itemText}>{item.said}</span>
    </button>
  )
}

function List({ items, onOpen, onNew }: ShownProps & { onNew?: () => void }) {
  const { t } = useLingui()
  if (items.length === 0)
    return (
      <Empty
        icon={IconCalendar}
        title={<Trans>Nothing is planned here</Trans>}
        action={
          onNew && (
            <Button kind="main" onClick={onNew}>
              <Trans>New post</Trans>
            </Button>
          )
        }
      />
    )
  return (
    <Table
      label={t`Calendar`}
      rows={items}
      rowKey={(item) => item.id}
      columns={[
        { key: 'when', head: t`When`, cell: (item) => <Time at={item.due_at} as="exact" /> },
        {
          key: 'where',
          head: t`Where`,
          cell: (item) => (
            <span className={css.channel}>
              <NetworkSign network={item.channel.network} /> {item.channel.name}
            </span>
          ),
        },
        { key: 'state', head: t`State`, cell: (item) => <OutboxChip row={item} /> },
        { key: 'who', head: t`Who`, quiet: true, cell: (item) => item.member?.name },
        {
          key: 'what',
          head: t`What we say`,
          cell: (item) => (
            <button type="button" className={css.open} onClick={() => onOpen(item.id)}>
              {item.said}
            </button>
          ),
        },
      ]}
    />
  )
}
