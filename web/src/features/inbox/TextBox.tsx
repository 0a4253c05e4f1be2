// TextBox: a field that grows with its text, with a layer under it that shows which words a finding is about, and with
// names of colleagues after an @.
import { useLingui } from '@lingui/react/macro'
import {
  forwardRef,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react'
import type { Finding, Member } from '@/api'
import { MemberMark } from '@/ui'
import { insertAt, mentionAt, pieces } from './text'
import css from './Composer.module.css'

interface TextBoxProps {
  label: string
  placeholder: string
  value: string
  onChange: (text: string) => void
  findings?: Finding[]
  /** Who can be named with an @. */
  colleagues?: Member[]
  describedBy?: string
  disabled?: boolean
}
export interface TextBoxHandle {
  focus: () => void
  /** Selects the words of a finding. */
  select: (start: number, end: number) => void
  /** Puts words where the caret is. */
  insert: (words: string) => void
}

export const TextBox = forwardRef<TextBoxHandle, TextBoxProps>(function TextBox(
  { label, placeholder, value, onChange, findings = [], colleagues, describedBy, disabled },
  ref,
) {
  const { t } = useLingui()
  const area = useRef<HTMLTextAreaElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  const [closed, setClosed] = useState(false)
  const list = useId()

  useImperativeHandle(ref, () => ({
    focus: () => {
      const field = area.current
      field?.focus()
      field?.setSelectionRange(field.value.length, field.value.length)
    },
    select: (start, end) => {
      area.current?.focus()
      area.current?.setSelectionRange(start, end)
    },
    insert: (words) => {
      const put = insertAt(value, area.current?.selectionEnd ?? value.length, words)
      onChange(put.text)
      requestAnimationFrame(() => {
        area.current?.focus()
        area.current?.setSelectionRange(put.caret, put.caret)
      })
    },
  }))

  useLayoutEffect(() => {
    const field = area.current
    if (!field) return
    field.style.height = '0'
    field.style.height = `${field.scrollHeight}px`
  }, [value])

  const typed = colleagues && !closed ? mentionAt(value, caret) : null
  const names = typed
    ? (colleagues ?? [])
        .filter(
          (m) =>
            m.status === 'active' &&
            `${m.handle} ${m.name}`.toLowerCase().includes(typed.query.toLowerCase()),
        )
        .slice(0, 6)
    : []
  useEffect(() => setActive(0), [typed?.query])

  const insert = (member: Member) => {
    if (!typed) return
    const text = `${value.slice(0, typed.start)}@${member.handle} ${value.slice(caret)}`
    const place = typed.start + member.handle.length + 2
    onChange(text)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(place, place)
      setCaret(place)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (names.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setActive((active + step + names.length) % names.length)
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const member = names[active]
      if (!member) return
      event.preventDefault()
      insert(member)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setClosed(true)
    }
  }

  return (
    <>
      {names.length > 0 && (
        <div className={css.names} role="listbox" id={list} aria-label={t`Colleagues`}>
          {names.map((member, i) => (
            // The field keeps the focus and takes the keys.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={member.id}
              id={`${list}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className={css.nameOption}
              data-active={i === active || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(member)}
            >
              <MemberMark name={member.name} size={20} />
              {member.name}
              <small>@{member.handle}</small>
            </div>
          ))}
        </div>
      )}
      <div className={css.mirror} ref={mirror} aria-hidden>
        {findings.length > 0 &&
          pieces(value, findings).map((piece, i) =>
            piece.kind ? (
              <mark key={i} data-kind={piece.kind}>
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
      </div>
      <textarea
        ref={area}
        className={css.area}
        aria-label={label}
        aria-describedby={describedBy}
        aria-autocomplete={colleagues ? 'list' : undefined}
        aria-controls={names.length > 0 ? list : undefined}
        aria-activedescendant={names.length > 0 ? `${list}-${active}` : undefined}
        placeholder={placeholder}
        value={value}
        readOnly={disabled}
        spellCheck
        rows={2}
        onChange={(event) => {
          setClosed(false)
          setCaret(event.currentTarget.selectionStart)
          onChange(event.currentTarget.value)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onScroll={(event) => {
          if (mirror.current) mirror.current.scrollTop = event.currentTarget.scrollTop
        }}
        onKeyDown={onKeyDown}
      />
    </>
  )
})
