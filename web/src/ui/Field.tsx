// Field: what a person fills in. Label above, help and the refusal of the server below, tied together for screen
// readers. A refusal that names a field is shown at that field (fieldError).
import {
  Checkbox,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  type SelectProps,
  type TextareaProps,
  type TextInputProps,
  type PasswordInputProps,
} from '@mantine/core'
import { forwardRef, type FormEvent, type ReactNode } from 'react'
import { ApiError } from '@/api'
import { IconSearch } from './icons'
import css from './Field.module.css'

const looks = {
  classNames: { label: css.label, description: css.help, error: css.error, required: css.required },
  inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
    'label' | 'input' | 'description' | 'error'
  )[],
  attributes: { input: { 'data-k-input': true } },
}
type Looks = 'classNames' | 'styles' | 'inputWrapperOrder' | 'attributes' | 'size' | 'variant'

export const TextField = forwardRef<HTMLInputElement, Omit<TextInputProps, Looks>>(
  function TextField(props, ref) {
    return <TextInput ref={ref} {...looks} {...props} />
  },
)

export const PasswordField = forwardRef<HTMLInputElement, Omit<PasswordInputProps, Looks>>(
  function PasswordField(props, ref) {
    return <PasswordInput ref={ref} {...looks} {...props} />
  },
)

export const TextArea = forwardRef<HTMLTextAreaElement, Omit<TextareaProps, Looks>>(
  function TextArea(props, ref) {
    return <Textarea ref={ref} autosize minRows={3} {...looks} {...props} />
  },
)

export interface Choice<V extends string> {
  value: V
  label: string
  icon?: ReactNode
}
interface SelectFieldProps<V extends string> extends Omit<
  SelectProps,
  Looks | 'data' | 'value' | 'onChange' | 'renderOption'
> {
  choices: Choice<V>[]
  value: V | null
  onChange: (value: V) => void
  onClear?: () => void
}

export function SelectField<V extends string>({
  choices,
  value,
  onChange,
  onClear,
  ...rest
}: SelectFieldProps<V>) {
  return (
    <Select
      {...looks}
      allowDeselect={false}
      checkIconPosition="right"
      maxDropdownHeight={320}
      comboboxProps={{ zIndex: 350, transitionProps: { duration: 0 } }}
      clearable={Boolean(onClear)}
      renderOption={({ option }) => (
        <span className={css.option}>
          {choices.find((c) => c.value === option.value)?.icon}
          {option.label}
        </span>
      )}
      {...rest}
      data={choices.map(({ value: v, label }) => ({ value: v, label }))}
      value={value}
      onChange={(next) => (next === null ? onClear?.() : onChange(next as V))}
    />
  )
}

interface CheckProps {
  label: ReactNode
  help?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function CheckField({ label, help, checked, onChange, disabled }: CheckProps) {
  return (
    <Checkbox
      className={css.check}
      size="xs"
      label={label}
      description={help}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

export function SwitchField({ label, help, checked, onChange, disabled }: CheckProps) {
  return (
    <Switch
      className={css.check}
      size="sm"
      label={label}
      description={help}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

interface SegmentsProps<V extends string> {
  label: string
  choices: Choice<V>[]
  value: V
  onChange: (value: V) => void
}

/** A few choices side by side; one tab stop, arrows choose. */
export function Segments<V extends string>({ label, choices, value, onChange }: SegmentsProps<V>) {
  return (
    <SegmentedControl
      aria-label={label}
      classNames={{ root: css.seg, label: css.segLabel, indicator: css.segMark }}
      transitionDuration={100}
      data={choices.map((c) => ({
        value: c.value,
        label: c.icon ? (
          <span className={css.option}>
            {c.icon}
            {c.label}
          </span>
        ) : (
          c.label
        ),
      }))}
      value={value}
      onChange={(next) => onChange(next as V)}
    />
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
        // eslint-disable-next-line jsx-a11y/no-autofocus
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
