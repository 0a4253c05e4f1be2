// Field: what a person fills in. Label above, help and the refusal of the server below, tied together for screen
// readers.
import '@mantine/core/styles/UnstyledButton.layer.css'
import '@mantine/core/styles/CloseButton.layer.css'
import '@mantine/core/styles/Input.layer.css'
import '@mantine/core/styles/PasswordInput.layer.css'
import '@mantine/core/styles/ActionIcon.layer.css'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import {
  Checkbox,
  PasswordInput,
  Select,
  Switch,
  Textarea,
  TextInput,
  type SelectProps,
  type TextareaProps,
  type TextInputProps,
  type PasswordInputProps,
} from '@mantine/core'
import { forwardRef, useState, type ReactNode } from 'react'
import type { Choice } from './Form'
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

interface AddFieldProps<V extends string> {
  label: string
  placeholder?: string
  choices: Choice<V>[]
  onAdd: (value: V) => void
}

/** A list to take one thing from after the other: what was typed goes once something is taken. */
export function AddField<V extends string>({ label, placeholder = label, choices, onAdd }: AddFieldProps<V>) {
  const [typed, setTyped] = useState('')
  return (
    <SelectField
      aria-label={label}
      placeholder={placeholder}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      choices={choices}
      value={null}
      onChange={(value) => {
        setTyped('')
        onAdd(value)
      }}
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
      classNames={{ description: css.help }}
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
