// MultiField: several of a closed list: what is chosen stands as chips in the field; typing narrows the list.
import '@mantine/core/styles/Input.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { MultiSelect } from '@mantine/core'
import type { Choice } from './Form'

interface MultiFieldProps<V extends string> {
  label: string
  choices: Choice<V>[]
  values: V[]
  onChange: (values: V[]) => void
  placeholder?: string
  id?: string
}

export function MultiField<V extends string>({
  label,
  choices,
  values,
  onChange,
  placeholder,
  id,
}: MultiFieldProps<V>) {
  return (
    <MultiSelect
      id={id}
      aria-label={label}
      placeholder={values.length === 0 ? placeholder : undefined}
      data={choices.map(({ value, label: text }) => ({ value, label: text }))}
      value={values}
      onChange={(next) => onChange(next as V[])}
      searchable
      hidePickedOptions={false}
      maxDropdownHeight={320}
      comboboxProps={{ zIndex: 350, transitionProps: { duration: 0 } }}
      attributes={{ input: { 'data-k-input': true } }}
    />
  )
}
