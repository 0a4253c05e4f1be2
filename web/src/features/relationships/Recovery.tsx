// Recovery: bad moments, what was done about each, and what the person did later. A failure is no opportunity: nothing here
// is a score, and a second failure within a year is an alarm.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { msg } from '@lingui/core/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { recoveryQuery, type Recovery as Case, type ShareOf } from '@/api'
import {
  Button,
  Chip,
  Empty,
  Failed,
  FEW,
  shareBounds,
  figure,
  IconClock,
  IconKept,
  IconMissing,
  IconOrder,
  IconPraise,
  IconProblem,
  IconRepair,
  IconReply,
  IconSnooze,
  IconWarn,
  Notice,
  Segments,
  SkeletonRows,
  table,
  Table,
  Time,
  type Icon,
  type Tone,
} from '@/ui'
import { Twin } from '@/ui/charts'
import { useState, type ReactNode } from 'react'
import { PersonLink } from './PersonLink'
import css from './Relationships.module.css'

const useSeverity = table({ 1: msg`small`, 2: msg`serious`, 3: msg`grave` })
const useShareWords = table<ShareOf['what']>({
  answered: msg`were answered`,
  repaired: msg`were put right`,
  wrote: msg`wrote again`,
  bought: msg`bought again`,
  spoke: msg`spoke for us`,
  silent: msg`fell silent`,
  second: msg`were not the first within a year`,
})

export function Recovery() {
  const { t } = useLingui()
  const [only, setOnly] = useState<'all' | 'alarm' | 'open'>('all')
  const query = useInfiniteQuery(recoveryQuery())
  if (query.isPending) return <SkeletonRows rows={5} />
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />
  const page = query.data.pages[0]
  const rows = query.data.pages.flatMap((p) => p.items)
  if (!page || page.failures === 0)
    return (
      <Empty icon={IconKept} title={<Trans>No bad moment is noted</Trans>}>
        <Trans>
          When something went wrong, add it on the page of the person as a moment, and later what put it
          right. Here you see whether they stayed.
        </Trans>
      </Empty>
    )
  const alarms = rows.filter((r) => r.second)
  const open = rows.filter((r) => r.open)
  const shown = only === 'alarm' ? alarms : only === 'open' ? open : rows
  return (
    <div className={css.sections}>
      {alarms.length > 0 && (
        <Notice tone="red">
          <Plural
            value={alarms.length}
            one="One person was let down again within a year. Making up for it works after one failure, not after two: talk with them yourself."
            other="# times somebody was let down again within a year. Making up for it works after one failure, not after two: talk with them yourself."
          />
        </Notice>
      )}
      <Figures counts={page.counts} failures={page.failures} from={page.from} />
      <section className={css.sections}>
        <div className={css.tools}>
          <Segments
            label={t`Which`}
            value={only}
            onChange={setOnly}
            choices={[
              { value: 'all', label: t`All` },
              { value: 'open', label: t`Nothing done yet (${open.length})` },
              { value: 'alarm', label: t`Again within a year (${alarms.length})` },
            ]}
          />
        </div>
        <ul className={css.cases} aria-label={t`Bad moments`}>
          {shown.map((one) => (
            <li key={`${one.moment_id}-${one.person.id}`}>
              <One one={one} />
            </li>
          ))}
        </ul>
        {shown.length === 0 && (
          <p className={css.quiet}>
            <Trans>None of these, and that is good.</Trans>
          </p>
        )}
        {query.hasNextPage && (
          <div>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              <Trans>Show more</Trans>
            </Button>
          </div>
        )}
      </section>
    </div>
  )
}

// ---- figures -----------------------------------------------------------------------------------------------------

const usePercent = () => {
  const { i18n } = useLingui()
  return (n: number) =>
    new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 }).format(n)
}

function Figures({ counts, failures, from }: { counts: ShareOf[]; failures: number; from: string }) {
  const { t } = useLingui()
  const words = useShareWords()
  const percent = usePercent()
  const done = counts.filter((c) => c.what === 'answered' || c.what === 'repaired')
  const later = counts.filter((c) => ['wrote', 'bought', 'spoke', 'silent'].includes(c.what))
  const known = later[0]?.of ?? 0
  return (
    <Twin
      says={
        <Trans>
          Since <Time at={from} />: {figure(failures)} persons hit by a bad moment. What they did later is
          counted of the {figure(known)} for whom something was done at least two weeks ago.
        </Trans>
      }
      picture={
        <div className={css.figuresRow}>
          <FigureGroup title={<Trans>What we did</Trans>} counts={done} />
          <FigureGroup title={<Trans>What they did later</Trans>} counts={later} />
        </div>
      }
      table={
        <Table
          label={t`What became of bad moments`}
          rows={counts}
          rowKey={(c) => c.what}
          columns={[
            { key: 'what', head: t`What`, cell: (c: ShareOf) => words[c.what] },
            {
              key: 'count',
              head: t`How many`,
              end: true,
              cell: (c) => t`${figure(c.count)} of ${figure(c.of)}`,
            },
            {
              key: 'share',
              head: t`Share`,
              end: true,
              cell: (c) => (c.share === null ? '–' : percent(c.share)),
            },
            {
              key: 'least',
              head: t`At least, 95 % sure`,
              end: true,
              cell: (c) => (c.at_least === null ? '–' : percent(c.at_least)),
            },
          ]}
        />
      }
    />
  )
}

/** What few cases allow to say: at least so much; where none was seen, at most so much. */
const bound = (c: ShareOf) => (c.count === 0 ? shareBounds(0, c.of).high : (c.at_least ?? 0))

function FigureGroup({ title, counts }: { title: ReactNode; counts: ShareOf[] }) {
  const words = useShareWords()
  const percent = usePercent()
  return (
    <div className={css.figureGroup}>
      <h3>{title}</h3>
      <ul>
        {counts.map((c) => (
          <li key={c.what}>
            <b>{c.share === null ? '–' : percent(c.share)}</b>
            <span>{words[c.what]}</span>
            <span className={css.rate} aria-hidden>
              <span style={{ width: `${(c.share ?? 0) * 100}%` }} data-what={c.what} />
              {c.of > 0 && <i style={{ left: `${bound(c) * 100}%` }} />}
            </span>
            <span className={css.quiet}>
              <Trans>
                {figure(c.count)} of {figure(c.of)}
              </Trans>
              {c.at_least !== null && c.of < FEW && c.of > 0 && (
                <>
                  {' · '}
                  {c.count === 0 ? (
                    <Trans>few cases: at most {percent(bound(c))}</Trans>
                  ) : (
                    <Trans>few cases: at least {percent(c.at_least)}</Trans>
                  )}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

// ---- one bad moment: what happened, what was done, what came later -------------------------------------------------

interface StepLook {
  sign: Icon
  tone: Tone
  words: ReactNode
  at: string | null
}

function doneOf(one: Case): StepLook {
  if (one.repaired_at)
    return { sign: IconRepair, tone: 'green', words: <Trans>put right</Trans>, at: one.repaired_at }
  if (one.answered_at)
    return { sign: IconReply, tone: 'accent', words: <Trans>answered</Trans>, at: one.answered_at }
  return { sign: IconProblem, tone: 'red', words: <Trans>nothing yet</Trans>, at: null }
}

function laterOf(one: Case): StepLook {
  if (one.open) return { sign: IconMissing, tone: 'plain', words: <Trans>waits for us</Trans>, at: null }
  if (one.spoke_at)
    return { sign: IconPraise, tone: 'green', words: <Trans>spoke for us</Trans>, at: one.spoke_at }
  if (one.bought_at)
    return { sign: IconOrder, tone: 'green', words: <Trans>bought again</Trans>, at: one.bought_at }
  if (one.wrote_at)
    return { sign: IconKept, tone: 'green', words: <Trans>talks with us again</Trans>, at: one.wrote_at }
  if (one.young) return { sign: IconClock, tone: 'plain', words: <Trans>too early to say</Trans>, at: null }
  return { sign: IconSnooze, tone: 'amber', words: <Trans>silent since</Trans>, at: null }
}

function One({ one }: { one: Case }) {
  const { t } = useLingui()
  const severity = useSeverity()
  const bad: StepLook = {
    sign: IconWarn,
    tone: 'red',
    words: one.title || t`Something went wrong`,
    at: one.at,
  }
  return (
    <article className={css.case}>
      <header>
        <PersonLink person={one.person}>
          <p>{one.sentence}</p>
        </PersonLink>
        <span className={css.caseState}>
          {one.second && one.before_at && (
            <Chip tone="red" icon={IconWarn}>
              <Trans>
                second failure, the one before <Time at={one.before_at} />
              </Trans>
            </Chip>
          )}
          {one.again_at && (
            <Chip tone="amber" icon={IconWarn}>
              <Trans>
                and again <Time at={one.again_at} />
              </Trans>
            </Chip>
          )}
          {one.severity in severity && <Chip tone="outline">{severity[one.severity as 1 | 2 | 3]}</Chip>}
        </span>
      </header>
      <ol className={css.arc} aria-label={t`What happened, what was done, what came later`}>
        <Step head={<Trans>Bad moment</Trans>} look={bad} />
        <Step head={<Trans>What was done</Trans>} look={doneOf(one)} />
        <Step head={<Trans>Later</Trans>} look={laterOf(one)} />
      </ol>
      {one.conversation_id && (
        <p className={css.quiet}>
          <Link
            to="/inbox/$view/$conversation"
            params={{ view: 'all', conversation: one.conversation_id }}
            className={css.plainLink}
          >
            <Trans>Open the conversation</Trans>
          </Link>
        </p>
      )}
    </article>
  )
}

function Step({ head, look }: { head: ReactNode; look: StepLook }) {
  const { sign: Sign, tone, words, at } = look
  return (
    <li data-tone={tone}>
      <span className={css.arcSign}>
        <Sign size={15} aria-hidden />
      </span>
      <div>
        <span className={css.quiet}>{head}</span>
        <p>
          {words}
          {at && (
            <span className={css.when}>
              {' '}
              · <Time at={at} />
            </span>
          )}
        </p>
      </div>
    </li>
  )
}
