// Palette: everything that can be done or found from here, by typing a few letters (Ctrl-K). Commands come from the
// table; `extra` adds what the app finds for the words (people, a search).
import { FocusTrap } from '@/ui'
import { useLingui } from '@lingui/react'
import { Trans, useLingui as useT } from '@lingui/react/macro'
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { Kbd } from '@/ui'
import { COMMANDS, SECTIONS, type Section } from './commands'
import { useCommandList } from './provider'
import css from './Palette.module.css'

export interface PaletteItem {
  id: string
  group: string
  label: string
  icon?: ReactNode
  hint?: ReactNode
  keys?: string
  run: () => void
}
interface PaletteProps {
  opened: boolean
  onClose: () => void
  extra: (words: string) => PaletteItem[]
}

/** All words of the query are found in the label, in any order. */
export function fits(label: string, query: string): boolean {
  const text = label.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function Palette({ opened, onClose, extra }: PaletteProps) {
  return opened ? <Open onClose={onClose} extra={extra} /> : null
}

const ORDER: Section[] = [
  'conversation',
  'person',
  'segment',
  'duplicates',
  'list',
  'go',
  'relationships',
  'general',
  'write',
]

function Open({ onClose, extra }: Omit<PaletteProps, 'opened'>) {
  const { i18n } = useLingui()
  const { t } = useT()
  const { available, run } = useCommandList()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const field = useRef<HTMLInputElement>(null)
  // At once, not when the trap gets to it: the letter after Ctrl-K belongs here.
  useLayoutEffect(() => field.current?.focus(), [])

  const items = useMemo<PaletteItem[]>(() => {
    const words = query.trim()
    const able = available()
    const commands = ORDER.flatMap((section) =>
      able
        .filter((id) => COMMANDS[id].section === section && !COMMANDS[id].keyOnly)
        .map((id) => ({
          id,
          group: i18n._(SECTIONS[section]),
          label: i18n._(COMMANDS[id].label),
          keys: COMMANDS[id].keys[0],
          run: () => void run(id),
        })),
    ).filter((item) => fits(item.label, words))
    return [...commands, ...extra(words)]
  }, [query, available, run, extra, i18n])

  const at = Math.min(active, Math.max(0, items.length - 1))
  useEffect(() => {
    box.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const close = (then?: () => void) => {
    onClose()
    if (before.current instanceof HTMLElement) before.current.focus()
    // After the focus is back, so that the command finds the page as it was.
    if (then) window.setTimeout(then)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && items.length > 0) {
      event.preventDefault()
      setActive((at + step + items.length) % items.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const item = items[at]
      if (item) close(item.run)
    } else if (
      event.key === 'Escape' ||
      (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))
    ) {
      event.preventDefault()
      close()
    }
    event.stopPropagation()
  }

  return (
    // A click beside the box closes it; by keyboard it is Escape.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div className={css.veil} onClick={(event) => event.target === event.currentTarget && close()}>
      <FocusTrap>
        <div className={css.box} role="dialog" aria-modal aria-label={t`Commands`}>
          <input
            ref={field}
            className={css.field}
            data-autofocus
            role="combobox"
            aria-expanded
            aria-controls={list}
            aria-activedescendant={items.length > 0 ? `${list}-${at}` : undefined}
            aria-label={t`Type a command or a name`}
            placeholder={t`Type a command or a name`}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
          <div className={css.list} id={list} role="listbox" aria-label={t`Commands`} ref={box}>
            {items.map((item, i) => (
              <div key={item.id} role="presentation">
                {items[i - 1]?.group !== item.group && (
                  <div className={css.heading} aria-hidden>
                    {item.group}
                  </div>
                )}
                {/* The field keeps the focus and takes the keys. */}
                {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
                <div
                  id={`${list}-${i}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={i === at}
                  className={css.option}
                  data-active={i === at || undefined}
                  onMouseMove={() => setActive(i)}
                  onClick={() => close(item.run)}
                >
                  {item.icon}
                  <span className={css.grow}>{item.label}</span>
                  {item.hint && <span className={css.hint}>{item.hint}</span>}
                  {item.keys && <Kbd keys={item.keys} />}
                </div>
              </div>
            ))}
            {items.length === 0 && (
              <div className={css.none}>
                <Trans>Nothing found</Trans>
              </div>
            )}
          </div>
        </div>
      </FocusTrap>
    </div>
  )
}
