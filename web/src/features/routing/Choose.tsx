// Choose: several of a list. Few are boxes to tick; many are chosen one after the other and stand as chips that can be
// taken away again.
import { useLingui } from '@lingui/react/macro'
import { AddField, CheckField, IconClose } from '@/ui'
import css from './Routing.module.css'

interface ChooseProps {
  label: string
  choices: { value: string; label: string }[]
  values: string[]
  onChange: (values: string[]) => void
}

const FEW = 8

export function Choose({ label, choices, values, onChange }: ChooseProps) {
  const { t } = useLingui()
  const add = (value: string) => onChange([...values.filter((v) => v !== value), value])
  const take = (value: string) => onChange(values.filter((v) => v !== value))
  if (choices.length <= FEW)
    return (
      <fieldset className={css.ticks}>
        <legend className="sr">{label}</legend>
        {choices.map((c) => (
          <CheckField
            key={c.value}
            label={c.label}
            checked={values.includes(c.value)}
            onChange={(on) => (on ? add(c.value) : take(c.value))}
          />
        ))}
      </fieldset>
    )
  return (
    <div className={css.chosen}>
      {values.map((value) => {
        const name = choices.find((c) => c.value === value)?.label ?? t`(gone)`
        return (
          <span key={value} className={css.chip}>
            {name}
            <button type="button" onClick={() => take(value)} aria-label={t`Take away ${name}`}>
              <IconClose size={12} aria-hidden />
            </button>
          </span>
        )
      })}
      <AddField
        label={label}
        placeholder={t`Add`}
        choices={choices.filter((c) => !values.includes(c.value))}
        onAdd={add}
      />
    </div>
  )
}
