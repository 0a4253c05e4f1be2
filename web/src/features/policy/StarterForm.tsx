// StarterForm: the starter policy, to read and adopt at the end of the first start.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { policyStarterQuery } from '@/api'
import { Failed, SkeletonRows } from '@/ui'
import { AdoptForm } from './AdoptForm'

export function StarterForm({ onDone, onSkip }: { onDone: () => void; onSkip?: () => void }) {
  const { i18n } = useLingui()
  const { data, error, isPending, refetch } = useQuery(policyStarterQuery(i18n.locale === 'de' ? 'de' : 'en'))
  if (isPending) return <SkeletonRows rows={6} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <AdoptForm
      first={{ text: data.text, sponsor: '' }}
      verb={<Trans>Adopt this policy</Trans>}
      onDone={onDone}
      onCancel={onSkip}
    />
  )
}
