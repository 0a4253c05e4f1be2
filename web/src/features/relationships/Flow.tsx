// Flow: how stages changed over the last twelve months.
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { stageFlowQuery } from '@/api'
import { Failed, Section, SkeletonRows } from '@/ui'
import { StageFlow } from '@/ui/charts'
import { flowMonths } from './flow'
import css from './Relationships.module.css'

export function Flow() {
  const { data, error, isPending, refetch } = useQuery(stageFlowQuery())
  const months = data ? flowMonths(data) : []
  const some = months.some((m) => m.up + m.down + Object.values(m.standing).reduce((a, b) => a + b, 0) > 0)
  const up = months.reduce((n, m) => n + m.up, 0)
  const down = months.reduce((n, m) => n + m.down, 0)
  return (
    <Section title={<Trans>Month by month</Trans>}>
      {isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : some ? (
        <StageFlow
          months={months}
          says={
            <Trans>
              Who stood in dialogue or deeper at the end of each of the last {months.length} months. In that
              time {up} steps led deeper, {down} back.
            </Trans>
          }
        />
      ) : (
        <p className={css.quiet}>
          <Trans>
            Nobody has come to a dialogue yet. The first two exchanges on different days begin this picture.
          </Trans>
        </p>
      )}
    </Section>
  )
}
