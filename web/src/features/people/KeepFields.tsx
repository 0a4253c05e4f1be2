// KeepFields: how often one wants to be in touch, and who is reminded; of a person or of a segment.
import { useLingui } from '@lingui/react/macro'
import { CheckField, fieldError, TextField } from '@/ui'
import css from './Add.module.css'

interface KeepFieldsProps {
  ideal: string
  latest: string
  anybody: boolean
  onIdeal: (days: string) => void
  onLatest: (days: string) => void
  onAnybody: (anybody: boolean) => void
  error: unknown
}

export function KeepFields({ ideal, latest, anybody, onIdeal, onLatest, onAnybody, error }: KeepFieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <div className={css.pair}>
        <TextField
          type="number"
          min={1}
          label={t`Ideally every … days`}
          value={ideal}
          onChange={(e) => onIdeal(e.currentTarget.value)}
          error={fieldError(error, 'ideal_days')}
          data-autofocus
        />
        <TextField
          type="number"
          min={1}
          label={t`At the latest after … days`}
          value={latest}
          onChange={(e) => onLatest(e.currentTarget.value)}
          error={fieldError(error, 'latest_days')}
        />
      </div>
      <CheckField
        label={t`Anybody of us`}
        help={t`Otherwise only I am reminded.`}
        checked={anybody}
        onChange={onAnybody}
      />
    </>
  )
}
