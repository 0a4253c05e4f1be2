// WeekFields: the place whose clocks count, and the hours of each day.
import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { SelectField, TextField } from '@/ui'
import { dayNames, tidyDay, zones } from './week'
import css from './Routing.module.css'

interface WeekProps {
  zone: string
  week: string[]
  onZone: (zone: string) => void
  onWeek: (week: string[]) => void
  /** "week[2]: ..." and "time_zone: ..." of the server. */
  error: (field: string) => string | undefined
}

export function WeekFields({ zone, week, onZone, onWeek, error }: WeekProps) {
  const { t, i18n } = useLingui()
  const names = useMemo(() => dayNames(i18n.locale), [i18n.locale])
  const all = useMemo(() => zones().map((value) => ({ value, label: value.replaceAll('_', ' ') })), [])
  const put = (at: number, text: string) => onWeek(week.map((day, i) => (i === at ? text : day)))
  return (
    <>
      <SelectField
        label={t`Time zone`}
        searchable
        limit={60}
        choices={all}
        value={zone}
        onChange={onZone}
        error={error('time_zone')}
      />
      <fieldset className={css.week}>
        <legend>{t`Hours`}</legend>
        {names.map((name, i) => (
          <TextField
            key={name}
            label={name}
            placeholder={t`closed`}
            value={week[i] ?? ''}
            onChange={(e) => put(i, e.currentTarget.value)}
            onBlur={(e) => put(i, tidyDay(e.currentTarget.value))}
            error={error(`week[${i}]`)}
          />
        ))}
      </fieldset>
    </>
  )
}
