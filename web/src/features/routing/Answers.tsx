// Answers: how fast answers come, when what still waits counts, too (Kaplan and Meier). Says n, period and bounds.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { deadlineReportQuery, type DeadlineReport } from '@/api'
import {
  Failed,
  figure,
  Notice,
  Section,
  Segments,
  SelectField,
  SkeletonRows,
  Table,
  useClockWords,
  useKindWords,
} from '@/ui'
import { Twin } from '@/ui/charts'
import { useMinutes } from './words'
import css from './Routing.module.css'

type Clock = DeadlineReport['clock']
type Kind = NonNullable<Parameters<typeof deadlineReportQuery>[0]['kind']>
const KINDS = ['lead', 'complaint', 'question', 'praise', 'other'] as const

export function Answers() {
  const { t } = useLingui()
  const clocks = useClockWords()
  const kinds = useKindWords()
  const [clock, setClock] = useState<Clock>('first')
  const [days, setDays] = useState<'7' | '30' | '90'>('30')
  const [kind, setKind] = useState<Kind | ''>('')
  const { data, error, isPending, refetch } = useQuery(
    deadlineReportQuery({ clock, days: Number(days), kind: kind || undefined }),
  )
  return (
    <Section
      title={<Trans>How fast answers come</Trans>}
      lead={
        <Trans>
          Opening time of conversations that have a deadline. What is not answered yet counts as longer than
          so far: leaving it out would make us look faster than we are.
        </Trans>
      }
    >
      <div className={css.row}>
        <Segments
          label={t`Which deadline`}
          value={clock}
          onChange={setClock}
          choices={(['first', 'next', 'resolve'] as const).map((value) => ({ value, label: clocks[value] }))}
        />
        <Segments
          label={t`Period`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '7', label: t`7 days` },
            { value: '30', label: t`30 days` },
            { value: '90', label: t`90 days` },
          ]}
        />
        <SelectField
          aria-label={t`Kind of conversation`}
          choices={[
            { value: '' as const, label: t`Every kind` },
            ...KINDS.map((value) => ({ value, label: kinds[value] })),
          ]}
          value={kind}
          onChange={setKind}
        />
      </div>
      {isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data.n === 0 ? (
        <p className={css.quiet}>
          <Trans>Nothing with such a deadline began in the last {data.days} days.</Trans>
        </p>
      ) : (
        <Figures report={data} />
      )}
    </Section>
  )
}

const percent = (share: number) => `${Math.round(share * 100)} %`

function Figures({ report }: { report: DeadlineReport }) {
  const { t } = useLingui()
  const minutes = useMinutes()
  const known = (n: number | null) => (n === null ? null : minutes(n))
  const median = known(report.median_minutes)
  const low = known(report.median_low)
  const high = known(report.median_high)
  return (
    <>
      <dl className={css.figures}>
        <div>
          <dt>{t`Half are over within`}</dt>
          <dd>{median ?? t`not known yet`}</dd>
          <dd className={css.quiet}>
            {median === null ? (
              <Trans>less than half is over</Trans>
            ) : high === null ? (
              <Trans>at least {low ?? '–'}</Trans>
            ) : (
              <Trans>
                between {low ?? '–'} and {high}
              </Trans>
            )}
          </dd>
        </div>
        <div>
          <dt>{t`Looked at`}</dt>
          <dd>{figure(report.n)}</dd>
          <dd className={css.quiet}>
            <Trans>
              {figure(report.over)} over, {figure(report.waiting)} still running, {figure(report.closed)}{' '}
              closed without
            </Trans>
          </dd>
        </div>
        <div>
          <dt>{t`Past their deadline`}</dt>
          <dd>{percent(report.n > 0 ? report.missed / report.n : 0)}</dd>
          <dd className={css.quiet}>
            <Trans>
              {figure(report.missed)} of {figure(report.n)}
            </Trans>
          </dd>
        </div>
      </dl>
      {report.n < 30 && (
        <Notice>
          <Trans>These are few: the bounds say more than the figures.</Trans>
        </Notice>
      )}
      <Twin
        says={
          <Trans>
            Share that is over within a time, of {figure(report.n)} of the last {report.days} days, with
            bounds (95 %).
          </Trans>
        }
        picture={
          <ul className={css.bars}>
            {report.by.map((s) => (
              <li key={s.minutes}>
                <span>{minutes(s.minutes)}</span>
                <span className={css.bar} aria-hidden>
                  <span style={{ width: percent(s.share) }} />
                  <i style={{ left: percent(s.low), width: percent(s.high - s.low) }} />
                </span>
                <span>{percent(s.share)}</span>
              </li>
            ))}
          </ul>
        }
        table={
          <Table
            label={t`Share that is over within a time`}
            rows={report.by}
            rowKey={(s) => String(s.minutes)}
            columns={[
              { key: 'minutes', head: t`Within`, cell: (s) => minutes(s.minutes) },
              { key: 'share', head: t`Over`, end: true, cell: (s) => percent(s.share) },
              { key: 'low', head: t`At least`, end: true, quiet: true, cell: (s) => percent(s.low) },
              { key: 'high', head: t`At most`, end: true, quiet: true, cell: (s) => percent(s.high) },
            ]}
          />
        }
      />
    </>
  )
}
