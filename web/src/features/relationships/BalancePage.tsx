// BalancePage: heard against told, for channels, colleagues, teams, people and weeks. What is heard is what somebody took
// in: a decision about a post, an answer, a question; what came in and was left lying is not.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { listeningQuery, type Listening, type ListeningBy, type ListeningRow } from '@/api'
import {
  Balance,
  BalanceRatio,
  Card,
  Empty,
  Failed,
  figure,
  formatLocale,
  IconHeard,
  MemberMark,
  NetworkSign,
  Notice,
  PersonMark,
  Segments,
  SkeletonRows,
} from '@/ui'
import { BalanceList, type BalanceRow } from '@/ui/charts'
import { useDays } from './period'
import css from './Relationships.module.css'

export function BalancePage() {
  const { t } = useLingui()
  const [by, setBy] = useState<ListeningBy>('channel')
  const period = useDays(30)
  const days = by === 'week' ? Math.max(period.days, 84) : period.days
  const query = useQuery(listeningQuery({ by, days }))
  return (
    <div className={css.sections}>
      <div className={css.tools}>
        <Segments
          label={t`Of what`}
          value={by}
          onChange={setBy}
          choices={[
            { value: 'channel', label: t`Channels` },
            { value: 'member', label: t`Colleagues` },
            { value: 'team', label: t`Teams` },
            { value: 'person', label: t`People` },
            { value: 'week', label: t`Weeks` },
          ]}
        />
        {by !== 'person' && period.choice}
      </div>
      {query.isPending ? (
        <SkeletonRows rows={5} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Answer listening={query.data} days={days} />
      )}
      <Meaning />
    </div>
  )
}

function Answer({ listening, days }: { listening: Listening; days: number }) {
  const { all, by, items } = listening
  const what = useHeads()[by]
  const rows = useRows(listening)
  if (all.heard + all.told === 0)
    return (
      <Empty icon={IconHeard} title={<Trans>Nothing was heard or told yet</Trans>}>
        <Trans>
          As soon as somebody decides about a post, answers, asks or tells something, both sides are weighed
          here.
        </Trans>
      </Empty>
    )
  return (
    <>
      <Card>
        <div className={css.overall}>
          <div>
            <BalanceRatio heard={all.heard} told={all.told} size="l" />
            <p className={css.quiet}>
              {by === 'person' ? (
                <Plural
                  value={items.length}
                  one="Said by one person against all that we said to them, since ever."
                  other="Said by the # strongest relationships against all that we said to them, since ever."
                />
              ) : (
                <Trans>
                  Heard for each told unprompted, all channels, {days} days. {figure(all.came_in)} posts came
                  in altogether.
                </Trans>
              )}
            </p>
          </div>
          <div className={css.overallBars}>
            <Balance heard={all.heard} told={all.told} size="l" figures />
          </div>
        </div>
        {all.sentence && (
          <Notice tone="amber">
            {all.sentence} <Trans>Ask something, or answer what lies there, before telling more.</Trans>
          </Notice>
        )}
      </Card>
      <BalanceList rows={rows} what={what} />
    </>
  )
}

function useHeads(): Record<ListeningBy, string> {
  const { t } = useLingui()
  return { channel: t`Channel`, member: t`Colleague`, team: t`Team`, person: t`Person`, week: t`Week of` }
}

function useRows(listening: Listening): BalanceRow[] {
  const { t, i18n } = useLingui()
  const week = new Intl.DateTimeFormat(formatLocale(i18n.locale), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const named = (r: ListeningRow): { name: string; key: string; label?: ReactNode } => {
    if (r.channel)
      return {
        key: r.channel.id,
        name: r.channel.name || t`A removed channel`,
        label: <NetworkSign network={r.channel.network} size={16} silent />,
      }
    if (r.team) return { key: r.team.id, name: r.team.name }
    if (r.person)
      return {
        key: r.person.id,
        name: r.person.name,
        label: <PersonMark name={r.person.name} stage={r.person.stage} size={26} silent />,
      }
    if (r.week) return { key: r.week, name: week.format(new Date(`${r.week}T00:00:00Z`)) }
    if (r.member)
      return { key: r.member.id, name: r.member.name, label: <MemberMark name={r.member.name} size={22} /> }
    return { key: 'none', name: t`Not through Kith` }
  }
  const rows = listening.items.map((r) => {
    const { key, name, label } = named(r)
    return {
      key,
      name,
      label: (
        <>
          {label}
          {r.person ? (
            <Link to="/people/$person" params={{ person: r.person.id }} className={css.name}>
              {name}
            </Link>
          ) : (
            name
          )}
        </>
      ),
      heard: r.heard,
      told: r.told,
      read: r.read,
      answered: r.answered,
      asked: r.asked,
      remark: r.sentence,
    }
  })
  if (listening.by === 'week') return rows.sort((a, b) => (a.key < b.key ? 1 : -1))
  // Where most was told against least heard comes first.
  return rows.sort((a, b) => b.told - b.heard - (a.told - a.heard) || b.heard + b.told - a.heard - a.told)
}

function Meaning() {
  return (
    <details className={css.meaning}>
      <summary>
        <Trans>What counts as heard, and what as told</Trans>
      </summary>
      <dl>
        <dt>
          <Trans>Heard</Trans>
        </dt>
        <dd>
          <Trans>
            Posts of theirs about which somebody of us decided, answers of ours, and questions that we asked.
            A post that nobody looked at is not heard.
          </Trans>
        </dd>
        <dt>
          <Trans>Told</Trans>
        </dt>
        <dd>
          <Trans>What we said unprompted. Answers are no telling; what a machine sends is.</Trans>
        </dd>
        <dt>
          <Trans>Under 1</Trans>
        </dt>
        <dd>
          <Trans>More was told than heard. Kith says so here and where one writes; it stops nobody.</Trans>
        </dd>
      </dl>
    </details>
  )
}
