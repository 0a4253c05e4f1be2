// period: how far back a page looks; kept in the browser for as long as the page is open.
import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { Segments } from '@/ui'

const DAYS = { '30': 30, '90': 90, '365': 365 } as const
type Choice = keyof typeof DAYS

export function useDays(first: 30 | 90 | 365): { days: number; choice: ReactNode } {
  const { t } = useLingui()
  const [value, setValue] = useState<Choice>(String(first) as Choice)
  return {
    days: DAYS[value],
    choice: (
      <Segments
        label={t`Period`}
        value={value}
        onChange={setValue}
        choices={[
          { value: '30', label: t`30 days` },
          { value: '90', label: t`90 days` },
          { value: '365', label: t`A year` },
        ]}
      />
    ),
  }
}
