// SlippingList: who slips away, by their own rhythm or by a wish to keep in touch, with what there would be to talk
// about. Never a text to send.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { rhythmQuery, segmentsQuery, slippingQuery, useMe, type Slipping, type SlippingWhy } from '@/api'
import {
  Button,
  Chip,
  Empty,
  Failed,
  IconKept,
  IconNote,
  IconPolicy,
  IconReply,
  RhythmStrip,
  Segments,
  SelectField,
  SkeletonRows,
  STAGES,
  Time,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import { PersonLink } from './PersonLink'
import css from './Relationships.module.css'

type Stage = (typeof STAGES)[number]

export function SlippingList() {
  const { t } = useLingui()
  const me = useMe()
  const stages = useStageWords()
  const [why, setWhy] = useState<SlippingWhy>('rhythm')
  const [whose, setWhose] = useState<'all' | 'mine'>('all')
  const [stage, setStage] = useState<Stage | ''>('')
  const [segment, setSegment] = useState('')
  const { data: segments } = useQuery(segmentsQuery())
  const query = useInfiniteQuery(
    slippingQuery({
      why,
      stage: stage || undefined,
      segment: segment || undefined,
      member: whose === 'mine' ? me.member.id : undefined,
    }),
  )
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className={css.slipping}>
      <div className={css.tools}>
        <Segments
          label={t`Why`}
          value={why}
          onChange={setWhy}
          choices={[
            { value: 'rhythm', label: t`By their rhythm` },
            { value: 'keep', label: t`Wishes to keep in touch` },
          ]}
        />
        <Segments
          label={t`Whose`}
          value={whose}
          onChange={setWhose}
          choices={[
            { value: 'all', label: t`All of us` },
            { value: 'mine', label: t`Mine` },
          ]}
        />
        <SelectField
          aria-label={t`Stage`}
          value={stage}
          onChange={setStage}
          choices={[
            { value: '' as const, label: t`Any stage` },
            ...STAGES.slice(2).map((s) => ({ value: s, label: stages[s] })),
          ]}
        />
        {(segments?.items.length ?? 0) > 0 && (
          <SelectField
            aria-label={t`Segment`}
            value={segment}
            onChange={setSegment}
            choices={[
              { value: '', label: t`Any segment` },
              ...(segments?.items ?? []).map((s) => ({ value: s.id, label: s.name })),
            ]}
          />
        )}
      </div>
      {query.isPending ? (
        <SkeletonRows rows={5} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.hasNextPage ? (
        <Empty icon={IconKept} title={<Trans>Nobody is slipping away</Trans>}>
          {segment ? (
            <Trans>Nobody of this segment does. Choose any segment to see all.</Trans>
          ) : why === 'rhythm' ? (
            <Trans>Who falls silent for more than three of their own usual intervals appears here.</Trans>
          ) : (
            <Trans>No wish to keep in touch is overdue. You set one on the page of a person.</Trans>
          )}
        </Empty>
      ) : (
        <>
          <p className={css.quiet}>
            {why === 'rhythm' ? (
              <Trans>
                Silent for more than three of their own intervals: first whom we would lose most, and who is
                furthest past their rhythm. Over eight they count as dormant.
              </Trans>
            ) : (
              <Trans>
                Over the interval that somebody of us wished for, the longest first. An exchange, a call or a
                meeting resets it; words that nobody answered do not.
              </Trans>
            )}
          </p>
          <ul className={css.slips} aria-label={t`Slipping away`}>
            {rows.map((row) => (
              <li key={`${row.person.id}-${row.keep_in_touch?.member?.id ?? ''}`}>
                <Slip
                  slip={row}
                  segment={segments?.items.find((s) => s.id === row.keep_in_touch?.segment_id)?.name}
                />
              </li>
            ))}
          </ul>
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              <Trans>Show more</Trans>
            </Button>
          )}
        </>
      )}
    </div>
  )
}

function Slip({ slip, segment }: { slip: Slipping; segment?: string }) {
  const { t } = useLingui()
  const roles = usePersonRoleWords()
  const [open, setOpen] = useState(false)
  const keep = slip.keep_in_touch
  const strength = Math.round(slip.strength)
  const peak = Math.round(slip.peak)
  return (
    <article className={css.slip}>
      <div className={css.slipHead}>
        <PersonLink person={slip.person}>
          <p>
            {slip.role && <>{roles[slip.role]} · </>}
            {slip.sentence}
          </p>
        </PersonLink>
        <div className={css.slipState}>
          {keep ? (
            <Chip tone={keep.light}>
              {keep.light === 'red' ? <Trans>over the latest</Trans> : <Trans>over the ideal</Trans>}
            </Chip>
          ) : (
            <Chip tone={slip.rhythm === 'dormant' ? 'plain' : 'amber'}>
              {slip.rhythm === 'dormant' ? <Trans>dormant</Trans> : <Trans>drifting</Trans>}
            </Chip>
          )}
          <span className={css.figures} title={t`Strength now ${strength} of 100, at its best ${peak}`}>
            <b>{strength}</b>
            {peak > strength && (
              <small>
                <Trans>was {peak}</Trans>
              </small>
            )}
          </span>
        </div>
      </div>
      {slip.reason && <p className={css.quiet}>{slip.reason}</p>}
      {slip.topics.length > 0 && <Topics topics={slip.topics} />}
      {(keep?.member ?? segment) && (
        <p className={css.quiet}>
          {keep?.member && <Trans>{keep.member.name} keeps in touch</Trans>}
          {keep?.member && segment && ' · '}
          {segment && <Trans>as for all of {segment}</Trans>}
        </p>
      )}
      <button type="button" className={css.more} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <Trans>Hide the rhythm</Trans> : <Trans>Show the rhythm of {slip.person.name}</Trans>}
      </button>
      {open && <PersonRhythm id={slip.person.id} />}
    </article>
  )
}

const SIGNS = { fact: IconNote, promise_us: IconPolicy, promise_them: IconPolicy, words: IconReply }

function Topics({ topics }: { topics: Slipping['topics'] }) {
  return (
    <div className={css.topics}>
      <h3>
        <Trans>What there would be to talk about</Trans>
      </h3>
      <ul>
        {topics.map((topic, i) => {
          const Sign = SIGNS[topic.kind]
          return (
            <li key={i}>
              <Sign size={14} aria-hidden />
              <span>
                <span className={css.kind}>
                  {topic.kind === 'promise_us' ? (
                    <Trans>We promised:</Trans>
                  ) : topic.kind === 'promise_them' ? (
                    <Trans>They promised:</Trans>
                  ) : topic.kind === 'words' ? (
                    <Trans>They said last:</Trans>
                  ) : (
                    <Trans>We know:</Trans>
                  )}
                </span>{' '}
                {topic.text}{' '}
                {(topic.due_at ?? topic.at) && (
                  <span className={css.when}>
                    {topic.due_at ? (
                      <Trans>
                        due <Time at={topic.due_at} />
                      </Trans>
                    ) : (
                      topic.at && <Time at={topic.at} />
                    )}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function PersonRhythm({ id }: { id: string }) {
  const { t } = useLingui()
  const { data, error } = useQuery(rhythmQuery(id))
  if (error) return <Failed error={error} />
  if (!data) return <SkeletonRows rows={1} face={false} />
  return (
    <div>
      <p className={css.quiet}>{data.sentence}</p>
      <RhythmStrip
        weeks={data.weeks}
        interval={data.interval_days}
        label={t`Heard and told, week by week, the last year`}
      />
    </div>
  )
}
