// Form: a form, its rows, the search field, a few choices side by side, and where a refusal of the server is shown: one
// that names a field at that field (fieldError), any other below (otherError).
import { forwardRef, useId, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '@/api'
import { IconSearch } from './icons'
import css from './Field.module.css'

export interface Choice<V extends string> {
  value: V
  label: string
  icon?: ReactNode
}

interface SegmentsProps<V extends string> {
  label: string
  choices: Choice<V>[]
  value: V
  onChange: (value: V) => void
}

/** A few choices side by side: radio buttons, so one tab stop, and arrows choose. */
export function Segments<V extends string>({ label, choices, value, onChange }: SegmentsProps<V>) {
  const name = useId()
  return (
    <div className={css.seg} role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className={css.segment} data-on={choice.value === value || undefined}>
          <input
            type="radio"
            className="sr"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.icon}
          {choice.label}
        </label>
      ))}
    </div>
  )
}

interface SearchFieldProps {
  label: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
  autoFocus?: boolean
}

export const SearchField = forwardRef<HTMLInputElement, SearchFieldProps>(function SearchField(
  { label, placeholder, value, onChange, autoFocus },
  ref,
) {
  return (
    <div className={css.search}>
      <IconSearch size={15} aria-hidden />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        // The screen is a search: its field is where one wants to be.

        autoFocus={autoFocus}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
})

interface FormProps {
  onSubmit: () => void
  children: ReactNode
  label?: string
  className?: string
}

export function Form({ onSubmit, children, label, className }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    onSubmit()
  }
  return (
    <form className={className ?? css.form} onSubmit={submit} aria-label={label} noValidate>
      {children}
    </form>
  )
}

export function FormRow({ children, align }: { children: ReactNode; align?: 'end' }) {
  return (
    <div className={css.row} data-align={align}>
      {children}
    </div>
  )
}

/** The refusal of the server when it is about this field. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof ApiError && error.field === field ? error.message : undefined
}

/** The refusal when no field of the form shows it. */
export function otherError(error: unknown, shown: string[]): unknown {
  return error instanceof ApiError && error.field && shown.includes(error.field) ? null : error
}
