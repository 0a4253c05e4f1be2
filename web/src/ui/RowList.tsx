// RowList: a long list of rows of one height, drawn only where one looks. One tab stop: the list has the focus, the
// row under the cursor is named by aria-activedescendant; arrows, Home and End move, Enter opens, the space bar selects.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import css from './RowList.module.css'

export interface RowState {
  active: boolean
  selected: boolean
}
interface RowListProps<R> {
  label: string
  rows: R[]
  rowKey: (row: R) => string
  rowHeight: number
  render: (row: R, state: RowState) => ReactNode
  /** Key of the row under the cursor. */
  active: string | null
  onActive: (row: R) => void
  onOpen: (row: R, event?: MouseEvent) => void
  selected?: ReadonlySet<string>
  onSelect?: (row: R) => void
  hasMore?: boolean
  loadingMore?: boolean
  onMore?: () => void
  head?: ReactNode
  more?: ReactNode
}

export function RowList<R>({
  label,
  rows,
  rowKey,
  rowHeight,
  render,
  active,
  onActive,
  onOpen,
  selected,
  onSelect,
  hasMore,
  loadingMore,
  onMore,
  head,
  more,
}: RowListProps<R>) {
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const headHeight = top.current?.offsetHeight ?? 0
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headHeight,
    getItemKey: (i) => {
      const row = rows[i]
      return row ? rowKey(row) : i
    },
  })
  const at = active === null ? -1 : rows.findIndex((row) => rowKey(row) === active)

  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
    // Only when the cursor moves: new rows must not scroll the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [active, at >= 0])

  const items = virtual.getVirtualItems()
  const last = items[items.length - 1]?.index ?? 0
  useEffect(() => {
    if (hasMore && !loadingMore && rows.length > 0 && last >= rows.length - 10) onMore?.()
  }, [hasMore, loadingMore, last, rows.length, onMore])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 600) / rowHeight) - 1)
    const target = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      const row = rows[Math.max(0, Math.min(rows.length - 1, target))]
      if (row) onActive(row)
      return
    }
    const row = rows[at]
    if (!row) return
    if (event.key === 'Enter') {
      event.preventDefault()
      onOpen(row)
    } else if (event.key === ' ' && onSelect) {
      event.preventDefault()
      onSelect(row)
    }
  }

  return (
    <div className={css.scroll} ref={scroll} data-scroll>
      <div ref={top}>{head}</div>
      <div
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-multiselectable={onSelect ? true : undefined}
        aria-activedescendant={at >= 0 ? `${id}-${active}` : undefined}
        className={css.sizer}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
        data-row-list
      >
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          const key = rowKey(row)
          const state = { active: key === active, selected: selected?.has(key) ?? false }
          return (
            // The list has the focus and takes the keys.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={key}
              id={`${id}-${key}`}
              role="option"
              tabIndex={-1}
              aria-selected={selected ? state.selected : state.active}
              aria-current={state.active || undefined}
              aria-setsize={hasMore ? -1 : rows.length}
              aria-posinset={item.index + 1}
              className={css.row}
              style={{ height: rowHeight, transform: `translateY(${item.start - headHeight}px)` }}
              onClick={(event) => onOpen(row, event)}
            >
              {render(row, state)}
            </div>
          )
        })}
      </div>
      {more && <div className={css.more}>{more}</div>}
    </div>
  )
}
