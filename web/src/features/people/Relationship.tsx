// Relationship: how far it has come and what is missing for the next stage; how strong it is, of what parts, where it
// goes, what would raise it; a member's own judgement, with author, reason and end.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, courseQuery, relationshipQuery, take, useCan, useMe, type Relationship, type Tie } from '@/api'
import {
  Button,
  Dialog,
  DialogLead,
  Failed,
  fieldError,
  figure,
  IconFall,
  IconMinus,
  IconMissing,
  IconUp,
  Notice,
  PartBars,
  SkeletonRows,
  Slider,
  STAGES,
  TextField,
  Time,
  useDebouncedCallback,
  usePartWords,
  usePersonRoleWords,
  useStageWords,
  useToast,
} from '@/ui'
import type { Person } from '@/api'
import { StrengthCourse } from '@/ui/charts'
import { Frame } from './AddDialogs'
import { OutlookBlock } from './Outlook'
import { Block } from './parts'
import { endOfDay, trendOf } from './shape'
import css from './Person.module.css'

/** Six steps, as many filled as the relationship has come. */
export function Steps({ stage, asleep }: { stage: Relationship['stage']; asleep?: boolean }) {
  const stages = useStageWords()
  const filled = stage === 'dormant' ? 0 : STAGES.indexOf(stage) + 1
  return (
    <div className={css.steps} data-asleep={asleep || undefined} aria-hidden>
      {STAGES.map((one, i) => (
        <span key={one} data-on={i < filled || undefined} title={stages[one]} />
      ))}
    </div>
  )
}

/** The stage with its evidence, and what is missing for the next. */
export function StageBlock({ person, relationship }: { person: Person; relationship?: Relationship }) {
  const stages = useStageWords()
  const stage = relationship?.stage ?? person.stage
  const next = stage === 'dormant' ? undefined : STAGES[STAGES.indexOf(stage) + 1]
  return (
    <Block title={<Trans>Stage</Trans>}>
      <Steps stage={stage} asleep={person.stage === 'dormant'} />
      <p className={css.evidence}>
        <strong>{stages[stage]}.</strong> {relationship?.stage_reason ?? person.stage_reason}
      </p>
      {relationship && next && relationship.missing.length > 0 && (
        <div className={css.missing}>
          <p>
            <Trans>Missing for “{stages[next]}”</Trans>
          </p>
          <ul>
            {relationship.missing.map((one) => (
              <li key={one.name}>
                <IconMissing size={13} aria-hidden />
                <span>{one.say}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Block>
  )
}

function Trend({ tie }: { tie: Tie }) {
  const { t } = useLingui()
  const way = trendOf(tie.trend)
  if (tie.trend === null || way === null) return null
  const n = figure(Math.abs(Math.round(tie.trend)))
  const [Sign, words] =
    way === 'up'
      ? [IconUp, t`up ${n} in 90 days`]
      : way === 'down'
        ? [IconFall, t`down ${n} in 90 days`]
        : [IconMinus, t`steady for 90 days`]
  return (
    <span className={css.trend} data-way={way}>
      <Sign size={14} aria-hidden /> {words}
    </span>
  )
}

/** The figure, with what it must not be read without. */
export function StrengthFigure({ tie }: { tie: Tie }) {
  const { t } = useLingui()
  return (
    <div className={css.strength}>
      <span className={css.big}>
        {figure(Math.round(tie.strength))}
        <small>
          <Trans>of 100</Trans>
        </small>
      </span>
      <span className={css.strengthSide}>
        <Trend tie={tie} />
        <span className={css.below}>
          {tie.confidence < 0.5
            ? t`little to go by`
            : tie.confidence < 0.8
              ? t`some to go by`
              : t`much to go by`}
          {' · '}
          <Trans>{figure(Math.round(tie.confidence * 100))} % sure</Trans>
        </span>
      </span>
    </div>
  )
}

export function StrengthBlock({ person, relationship }: { person: Person; relationship: Relationship }) {
  const { t } = useLingui()
  const parts = usePartWords()
  const roles = usePersonRoleWords()
  const may = useCan('work')
  const [judging, setJudging] = useState(false)
  const ours = relationship.ties[0]
  if (!ours) return null
  const role = person.role ? roles[person.role] : null
  return (
    <Block
      title={<Trans>Strength</Trans>}
      acts={
        may && !ours.override ? (
          <Button kind="quiet" size="s" onClick={() => setJudging(true)}>
            <Trans>Judge it yourself</Trans>
          </Button>
        ) : undefined
      }
    >
      <StrengthFigure tie={ours} />
      {ours.override && <Judged person={person} tie={ours} />}
      <Course person={person} relationship={relationship} />
      <PartBars
        label={t`What the strength is made of`}
        parts={ours.parts.map((p) => ({
          key: p.name,
          name: parts[p.name as keyof typeof parts] ?? p.name,
          points: p.points,
          weight: p.weight,
          why: p.say,
        }))}
      />
      <p className={css.below}>
        {[
          ours.peak_at && (
            <Trans key="peak">
              Peak {figure(Math.round(ours.peak))} on <Time at={ours.peak_at} as="day" />
            </Trans>
          ),
          ours.percentile !== null && (
            <span key="rank">
              {role
                ? t`stronger than ${figure(Math.min(99, Math.round(ours.percentile)))} % with the role ${role}`
                : t`stronger than ${figure(Math.min(99, Math.round(ours.percentile)))} % without a role`}
            </span>
          ),
        ]
          .filter(Boolean)
          .map((one, i) => (
            <span key={i}>
              {i > 0 && ' · '}
              {one}
            </span>
          ))}
      </p>
      {ours.raises.length > 0 && (
        <div className={css.missing}>
          <p>
            <Trans>What would raise it</Trans>
          </p>
          <ul>
            {ours.raises.slice(0, 4).map((one) => (
              <li key={one.act}>
                <b>+{figure(Math.max(1, Math.round(one.gain)))}</b>
                <span>{one.say}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {may && <Rating person={person} relationship={relationship} />}
      {judging && <JudgeDialog person={person} tie={ours} onClose={() => setJudging(false)} />}
    </Block>
  )
}

/** How it came to be as strong as it is; nothing to draw before the first exchange. */
function Course({ person, relationship }: { person: Person; relationship: Relationship }) {
  const { data } = useQuery(courseQuery(person.id))
  if (!data || data.points.every((p) => p.strength === 0)) return null
  return (
    <StrengthCourse
      points={data.points}
      steps={relationship.steps.flatMap((s) =>
        s.stage === 'dormant' ? [] : [{ stage: s.stage, since: s.since }],
      )}
    />
  )
}

function useSettle(id: string) {
  const client = useQueryClient()
  return (now: Relationship) => {
    client.setQueryData(relationshipQuery(id).queryKey, now)
    for (const key of [['person', id], ['people'], ['known-by', id]])
      void client.invalidateQueries({ queryKey: key })
  }
}

function Judged({ person, tie }: { person: Person; tie: Tie }) {
  const may = useCan('work')
  const toast = useToast()
  const settle = useSettle(person.id)
  const end = useMutation({
    mutationFn: () =>
      take(api.DELETE('/api/v1/people/{id}/relationship/override', { params: { path: { id: person.id } } })),
    onSuccess: settle,
    onError: toast.fail,
  })
  const { override } = tie
  if (!override) return null
  return (
    <Notice tone="accent">
      <Trans>
        Judged by {override.by?.name}: {override.why}
      </Trans>{' '}
      {override.until ? (
        <Trans>
          Until <Time at={override.until} />.
        </Trans>
      ) : (
        <Trans>Until it is taken back.</Trans>
      )}{' '}
      <Trans>Worked out: {figure(Math.round(tie.worked_out))}.</Trans>
      {may && (
        <div>
          <Button kind="quiet" size="s" busy={end.isPending} onClick={() => end.mutate()}>
            <Trans>Take back</Trans>
          </Button>
        </div>
      )}
    </Notice>
  )
}

function JudgeDialog({ person, tie, onClose }: { person: Person; tie: Tie; onClose: () => void }) {
  const { t } = useLingui()
  const settle = useSettle(person.id)
  const [strength, setStrength] = useState(tie.strength)
  const [why, setWhy] = useState('')
  const [until, setUntil] = useState('')
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/people/{id}/relationship/override', {
          params: { path: { id: person.id } },
          body: { strength, why: why.trim(), until: endOfDay(until) ?? null },
        }),
      ),
    onSuccess: (now) => {
      settle(now)
      onClose()
    },
  })
  return (
    <Dialog title={<Trans>Judge the strength yourself</Trans>} opened onClose={onClose} width={460}>
      <Frame
        onClose={onClose}
        busy={save.isPending}
        error={save.error}
        fields={['why', 'until']}
        onSubmit={() => save.mutate()}
      >
        <DialogLead>
          <Trans>Your name and reason stand beside the figure; what was worked out stays visible.</Trans>
        </DialogLead>
        <Slider
          label={t`Strength`}
          value={strength}
          onChange={setStrength}
          low={t`hardly known`}
          high={t`very close`}
        />
        <TextField
          label={t`Why`}
          value={why}
          onChange={(e) => setWhy(e.currentTarget.value)}
          error={fieldError(save.error, 'why')}
          autoComplete="off"
          data-autofocus
        />
        <TextField
          type="date"
          label={t`Until, when it shall end by itself`}
          value={until}
          onChange={(e) => setUntil(e.currentTarget.value)}
          error={fieldError(save.error, 'until')}
        />
      </Frame>
    </Dialog>
  )
}

/** How strong I find it: what the weights are fitted to. */
function Rating({ person, relationship }: { person: Person; relationship: Relationship }) {
  const { t } = useLingui()
  const me = useMe().member
  const toast = useToast()
  const settle = useSettle(person.id)
  const rated = relationship.ties.find((one) => one.member?.id === me.id)?.rated ?? null
  const [value, setValue] = useState<number | null>(null)
  const { mutate } = useMutation({
    mutationFn: (strength: number) =>
      take(
        api.PUT('/api/v1/people/{id}/relationship/rating', {
          params: { path: { id: person.id } },
          body: { strength },
        }),
      ),
    onSuccess: (now) => {
      settle(now)
      toast.say(t`Your answer is kept.`)
    },
    onError: toast.fail,
  })
  const later = useDebouncedCallback((strength: number) => mutate(strength), 700)
  const shown = value ?? rated
  return (
    <div className={css.rating}>
      <Slider
        label={<Trans>How strong do you find it yourself?</Trans>}
        value={shown ?? 50}
        empty={shown === null}
        onChange={(next) => {
          setValue(next)
          later(next)
        }}
        low={t`hardly known`}
        high={t`very close`}
      />
      <p className={css.below}>
        <Trans>
          Only you see your answer; many answers teach Kith{' '}
          <Link to="/relationships/$view" params={{ view: 'weights' }}>
            what counts
          </Link>
          .
        </Trans>
      </p>
    </div>
  )
}

/** All of it, on the page. */
export function RelationshipCard({ person }: { person: Person }) {
  const { data, isError, error, refetch } = useQuery(relationshipQuery(person.id))
  if (isError) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <StageBlock person={person} relationship={data} />
      {data && <OutlookBlock relationship={data} />}
      {data ? <StrengthBlock person={person} relationship={data} /> : <SkeletonRows rows={3} face={false} />}
    </>
  )
}
