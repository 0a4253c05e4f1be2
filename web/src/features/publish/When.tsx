// When: a moment of the future in the reader's own time zone, with the clock of the house beside it where that differs.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { placesQuery } from '@/api'
import { formatLocale, TextField } from '@/ui'
import { fromField, toField, zonesDiffer } from './days'
import css from './Publish.module.css'

interface WhenProps {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string
  autoFocus?: boolean
}

export function WhenField({ label, value, onChange, error, autoFocus }: WhenProps) {
  const { i18n } = useLingui()
  const { data } = useQuery(placesQuery())
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const house = data?.time_zone
  const at = fromField(value)
  const inHouse =
    at && house && zonesDiffer(new Date(at), own, house)
      ? new Intl.DateTimeFormat(formatLocale(i18n.locale), {
          timeZone: house,
          dateStyle: 'medium',
          timeStyle: 'short',
        }).format(new Date(at))
      : null
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={value}
      min={toField(new Date())}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data-autofocus={autoFocus || undefined}
      description={
        <span className={css.zone}>
          {inHouse ? (
            <Trans>
              Your time, {own}. In the house’s time, {house}: {inHouse}
            </Trans>
          ) : (
            <Trans>Your time, {own}.</Trans>
          )}
        </span>
      }
    />
  )
}
