// Attention: touches by what people are to us, customers in the centre, beside the period before; the drift in words.
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { attentionQuery, type Attention as Answer } from '@/api'
import { Card, Empty, Failed, IconKept, IconPeople, IconWarn, Notice, SkeletonRows } from '@/ui'
import { AttentionChart, type RoleName } from '@/ui/charts'
import { useDays } from './period'
import css from './Relationships.module.css'

export function Attention() {
  const period = useDays(30)
  const query = useQuery(attentionQuery(period.days))
  return (
    <div className={css.sections}>
      <div className={css.tools}>{period.choice}</div>
      {query.isPending ? (
        <SkeletonRows rows={5} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.touches + query.data.touches_before === 0 ? (
        <Empty icon={IconPeople} title={<Trans>No touches in this time</Trans>}>
          <Trans>Every post, call and meeting with a person counts as a touch, whoever began.</Trans>
        </Empty>
      ) : (
        <Picture answer={query.data} days={period.days} />
      )}
    </div>
  )
}

function Picture({ answer, days }: { answer: Answer; days: number }) {
  return (
    <Card>
      <div className={css.verdict} data-verdict={answer.verdict}>
        {answer.verdict === 'away' ? (
          <IconWarn size={18} aria-hidden />
        ) : (
          answer.verdict !== 'nothing' && <IconKept size={18} aria-hidden />
        )}
        <p>{answer.sentence}</p>
      </div>
      <AttentionChart
        from={answer.from}
        to={answer.to}
        rows={answer.roles.map((r) => ({
          role: r.role as RoleName,
          touches: r.touches,
          touchesBefore: r.touches_before,
          heard: r.heard,
          told: r.told,
          people: r.people,
        }))}
        says={
          <Trans>
            Touches of the last {days} days by role, beside the {days} days before; the area of a disc is its
            share. Roles are given on the page of a person.
          </Trans>
        }
      />
      {answer.cut && (
        <Notice>
          <Trans>Only the newest 100,000 touches of each period were looked at.</Trans>
        </Notice>
      )}
    </Card>
  )
}
