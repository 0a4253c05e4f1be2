// Menu: verbs behind one button. Picker: choose one of many, by mouse or by typing; opened by a button or a command.
import '@mantine/core/styles/Popover.layer.css'
import { Popover } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import {
  cloneElement,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import { IconCheck, type Icon } from './icons'
import { Kbd } from './Tip'
import css from './Menu.module.css'

export interface MenuItem {
  label: ReactNode
  icon?: Icon
  keys?: string
  tone?: 'red'
  checked?: boolean
  disabled?: boolean
  run: () => void
}
export type MenuEntry = MenuItem | { heading: ReactNode } | 'line'

interface MenuProps {
  target: ReactElement
  entries: MenuEntry[]
  width?: number
  position?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end' | 'right-end'
}

/** Verbs behind a button: arrows, Home, End or a first letter move, Enter does it, Escape and Tab close. */
export function Menu({ target, entries, width = 220, position = 'bottom-start' }: MenuProps) {
  const [opened, setOpened] = useState(false)
  const id = useId()
  const props = target.props as { onClick?: (event: unknown) => void }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={width}
      position={position}
      zIndex={320}
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
      withRoles={false}
      attributes={{ dropdown: { 'data-k-pop': true } }}
    >
      <Popover.Target>
        {cloneElement(target as ReactElement<Record<string, unknown>>, {
          'aria-haspopup': 'menu',
          'aria-expanded': opened,
          'aria-controls': opened ? id : undefined,
          onClick: (event: unknown) => {
            props.onClick?.(event)
            setOpened(!opened)
          },
        })}
      </Popover.Target>
      <Popover.Dropdown className={css.pop}>
        {opened && <MenuBody id={id} entries={entries} close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function MenuBody({ id, entries, close }: { id: string; entries: MenuEntry[]; close: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const items = Array.from(box.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])
    const at = items.indexOf(document.activeElement as HTMLElement)
    const last = items.length - 1
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last }[
      event.key
    ]
    if (to !== undefined) {
      event.preventDefault()
      items[to]?.focus()
    } else if (event.key === 'Tab') {
      event.preventDefault()
      close()
    } else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase()
      const from = [...items.slice(at + 1), ...items.slice(0, at + 1)]
      from.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus()
    }
  }
  return (
    // The items take the focus; the menu only listens to the keys that bubble up.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div role="menu" id={id} ref={box} onKeyDown={onKeyDown} className={css.options}>
      {entries.map((entry, i) => {
        if (entry === 'line') return <div key={i} role="separator" className={css.line} />
        if ('heading' in entry)
          return (
            <div key={i} role="presentation" className={css.label}>
              {entry.heading}
            </div>
          )
        return <Item key={i} entry={entry} close={close} />
      })}
    </div>
  )
}

function Item({ entry, close }: { entry: MenuItem; close: () => void }) {
  const Sign = entry.icon
  const checkable = entry.checked !== undefined
  return (
    <button
      type="button"
      role={checkable ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={checkable ? entry.checked : undefined}
      aria-disabled={entry.disabled || undefined}
      tabIndex={-1}
      className={css.item}
      data-tone={entry.tone}
      onMouseMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (entry.disabled) return
        close()
        entry.run()
      }}
    >
      {Sign && (
        <Sign size={15} strokeWidth={1.75} className={entry.tone ? undefined : css.sign} aria-hidden />
      )}
      <span className={css.grow}>{entry.label}</span>
      {entry.checked ? (
        <IconCheck size={15} className={css.checked} aria-hidden />
      ) : (
        entry.keys && <Kbd keys={entry.keys} />
      )}
    </button>
  )
}

export interface PickerOption {
  id: string
  label: string
  icon?: ReactNode
  hint?: ReactNode
  checked?: boolean
}
interface PickerProps {
  target: ReactElement
  label: string
  options: PickerOption[]
  opened: boolean
  onChange: (opened: boolean) => void
  onPick: (id: string) => void
  /** Stays open: several can be chosen. */
  many?: boolean
  onCreate?: (text: string) => void
  width?: number
}

/** A combobox in a popover: the field filters, arrows move, Enter picks, Escape closes. */
export function Picker({
  target,
  label,
  options,
  opened,
  onChange,
  onPick,
  many,
  onCreate,
  width = 260,
}: PickerProps) {
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      width={width}
      position="bottom-start"
      zIndex={320}
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
      attributes={{ dropdown: { 'data-k-pop': true } }}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown className={css.pop}>
        {opened && <PickerBody {...{ label, options, onChange, onPick, many, onCreate }} />}
      </Popover.Dropdown>
    </Popover>
  )
}

type BodyProps = Pick<PickerProps, 'label' | 'options' | 'onChange' | 'onPick' | 'many' | 'onCreate'>

export function PickerBody({ label, options, onChange, onPick, many, onCreate }: BodyProps) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  const found = useMemo(() => {
    const words = text.trim().toLowerCase()
    return options.filter((o) => o.label.toLowerCase().includes(words))
  }, [options, text])
  const canCreate = Boolean(
    onCreate && text.trim() && !options.some((o) => o.label.toLowerCase() === text.trim().toLowerCase()),
  )
  const total = found.length + (canCreate ? 1 : 0)

  useEffect(() => {
    box.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const pick = (i: number) => {
    const option = found[i]
    if (option) onPick(option.id)
    else if (canCreate) onCreate?.(text.trim())
    if (!many || !option) onChange(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (total > 0) setActive((active + (event.key === 'ArrowDown' ? 1 : total - 1)) % total)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      pick(active)
    }
    event.stopPropagation()
    if (event.key === 'Escape') onChange(false)
  }

  return (
    <>
      <input
        className={css.filter}
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={list}
        aria-activedescendant={total > 0 ? `${list}-${active}` : undefined}
        placeholder={label}
        autoComplete="off"
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={css.options} role="listbox" id={list} aria-label={label} ref={box}>
        {found.map((option, i) => (
          // Keys are handled by the field, which keeps the focus.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={option.id}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={Boolean(option.checked)}
            className={css.option}
            data-active={i === active || undefined}
            onMouseMove={() => setActive(i)}
            onClick={() => pick(i)}
          >
            {option.icon}
            <span className={css.grow}>{option.label}</span>
            {option.checked ? (
              <IconCheck size={15} className={css.checked} aria-hidden />
            ) : (
              option.hint && <span className={css.hint}>{option.hint}</span>
            )}
          </div>
        ))}
        {canCreate && (
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            id={`${list}-${found.length}`}
            role="option"
            tabIndex={-1}
            aria-selected={false}
            className={css.option}
            data-active={active === found.length || undefined}
            onMouseMove={() => setActive(found.length)}
            onClick={() => pick(found.length)}
          >
            <span className={css.grow}>
              <Trans>Create “{text.trim()}”</Trans>
            </span>
          </div>
        )}
        {total === 0 && (
          <div className={css.none}>
            <Trans>Nothing found</Trans>
          </div>
        )}
      </div>
    </>
  )
}
