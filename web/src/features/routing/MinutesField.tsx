// MinutesField: a span of opening time: a number and its unit.
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { SelectField, TextField } from '@/ui'
import { minutesText } from './rule'
import css from './Routing.module.css'

const FACTOR = { min: 1, h: 60, d: 1440 } as const
type Unit = keyof typeof FACTOR

interface MinutesProps {
  label: string
  value: number
  onChange: (minutes: number) => void
  error?: string
}

export function MinutesField({ label, value, onChange, error }: MinutesProps) {
  const { t } = useLingui()
  const first = minutesText(value)
  const [text, setText] = useState(value > 0 ? String(first.n) : '')
  const [unit, setUnit] = useState<Unit>(value > 0 ? first.unit : 'h')
  const say = (number: string, of: Unit) =>
    onChange(Math.round((Number(number.replace(',', '.')) || 0) * FACTOR[of]))
  return (
    <div className={css.minutes}>
      <TextField
        aria-label={label}
        placeholder="–"
        inputMode="decimal"
        value={text}
        error={error}
        onChange={(e) => {
          setText(e.currentTarget.value)
          say(e.currentTarget.value, unit)
        }}
      />
      <SelectField
        aria-label={t`${label}: unit`}
        choices={[
          { value: 'min', label: t`minutes` },
          { value: 'h', label: t`hours` },
          { value: 'd', label: t`days of 24 hours` },
        ]}
        value={unit}
        onChange={(next) => {
          setUnit(next)
          say(text, next)
        }}
      />
    </div>
  )
}
