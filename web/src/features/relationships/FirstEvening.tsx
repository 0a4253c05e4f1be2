// FirstEvening: "1,240 connections, 31 dialogues, 6 relationships": each figure opens its proof, and says what would
// turn the nearest ones into more. A follower list stays what it is: connections.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { relationshipSummaryQuery, type RelationshipSummary, type StageProof, type StageSummary } from '@/api'
import { Empty, Failed, figure, IconPeople, SkeletonRows, STAGES, useStageWords } from '@/ui'
import { StageLadder } from '@/ui/charts'
import { PersonLink } from './PersonLink'
import { countOf, threeCounts, type SummaryStage } from './summary'
import css from './Relationships.module.css'

export function FirstEvening({ compact }: { compact?: boolean }) {
  const { data, error, isPending, refetch } = useQuery(relationshipSummaryQuery())
  if (isPending) return compact ? null : <SkeletonRows rows={3} face={false} />
  if (error) return compact ? null : <Failed error={error} onRetry={() => void refetch()} />
  if (data.people === 0)
    return compact ? null : (
      <Empty icon={IconPeople} title={<Trans>Nobody yet</Trans>}>
        <Trans>
          Connect a channel or import an address book: people appear here as soon as Kith knows them.
        </Trans>
      </Empty>
    )
  return <Summary summary={data} compact={compact} />
}

function Summary({ summary, compact }: { summary: RelationshipSummary; compact?: boolean }) {
  const id = useId()
  const [chosen, setChosen] = useState<SummaryStage | null>(null)
  const counts = Object.fromEntries(STAGES.map((s) => [s, countOf(summary, s)])) as Record<
    (typeof STAGES)[number],
    number
  >
  const stage = summary.stages.find((s) => s.stage === chosen)
  const next = STAGES[STAGES.findIndex((s) => s === chosen) + 1]
  return (
    <section className={css.evening} data-compact={compact || undefined}>
      <Sentence summary={summary} />
      <StageLadder
        counts={counts}
        chosen={chosen as (typeof STAGES)[number] | null}
        onChoose={setChosen}
        controls={id}
      />
      <div id={id} aria-live="polite">
        {stage && <Proof stage={stage} next={next} />}
      </div>
    </section>
  )
}

function Sentence({ summary }: { summary: RelationshipSummary }) {
  const { connections, dialogues, relationships } = threeCounts(summary)
  return (
    <header>
      <h2 className={css.headline}>
        <Plural value={connections} one="# connection" other={`${figure(connections)} connections`} />
        {', '}
        <Plural value={dialogues} one="# dialogue" other={`${figure(dialogues)} dialogues`} />
        {', '}
        <b>
          <Plural
            value={relationships}
            one="# relationship"
            other={`${figure(relationships)} relationships`}
          />
        </b>
      </h2>
      <p className={css.quiet}>
        <Plural
          value={summary.people}
          one="Of one person that Kith knows, as of now."
          other={`Of ${figure(summary.people)} people that Kith knows, as of now.`}
        />{' '}
        <Trans>
          Who only follows, or only one side spoke, is a connection. Loyal people and advocates count as
          relationships.
        </Trans>{' '}
        {summary.drifting + summary.dormant > 0 && (
          <Trans>
            {figure(summary.drifting)} are drifting and {figure(summary.dormant)} have gone silent by their
            own rhythm.
          </Trans>
        )}
      </p>
    </header>
  )
}

function Proof({ stage, next }: { stage: StageSummary; next?: (typeof STAGES)[number] }) {
  const { t } = useLingui()
  const words = useStageWords()
  const name = words[stage.stage]
  if (stage.count === 0)
    return (
      <p className={css.quiet}>
        <Trans>Nobody stands here yet.</Trans>
      </p>
    )
  return (
    <div className={css.proof}>
      <div>
        <h3>
          {stage.examples.length < stage.count ? (
            <Trans>
              The strongest {stage.examples.length} of {figure(stage.count)}, with their proof
            </Trans>
          ) : (
            <Trans>Their proof</Trans>
          )}
        </h3>
        <ul aria-label={t`Proof of ${name}`}>
          {stage.examples.map((p) => (
            <li key={p.person.id}>
              <PersonLink person={p.person}>
                <p>{p.sentence}</p>
              </PersonLink>
            </li>
          ))}
        </ul>
      </div>
      {next && stage.nearest.length > 0 && (
        <div>
          <h3>
            <Trans>Nearest to more: {words[next]}</Trans>
          </h3>
          <ul aria-label={t`Nearest to ${words[next]}`}>
            {stage.nearest.map((p) => (
              <li key={p.person.id}>
                <PersonLink person={p.person}>
                  <Missing proof={p} />
                </PersonLink>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Missing({ proof }: { proof: StageProof }) {
  return (
    <ul className={css.missing}>
      {proof.missing.map((m) => (
        <li key={m.need}>{m.sentence}</li>
      ))}
    </ul>
  )
}
