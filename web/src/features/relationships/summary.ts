// summary: what the six counts of the stages say in one sentence. Pure.
import type { RelationshipSummary, StageSummary } from '@/api'

export type SummaryStage = StageSummary['stage']

export const countOf = (summary: RelationshipSummary, stage: SummaryStage): number =>
  summary.stages.find((s) => s.stage === stage)?.count ?? 0

/** Nothing two-way is a connection; loyal people and advocates are relationships too. They add up to all people. */
export function threeCounts(summary: RelationshipSummary): {
  connections: number
  dialogues: number
  relationships: number
} {
  const n = (...stages: SummaryStage[]) => stages.reduce((sum, stage) => sum + countOf(summary, stage), 0)
  return {
    connections: n('connection', 'contact'),
    dialogues: n('dialogue'),
    relationships: n('relationship', 'loyal', 'advocate'),
  }
}

/** The stage where the first look is worth most: the deepest in which somebody stands. */
export function deepest(summary: RelationshipSummary): SummaryStage | null {
  return [...summary.stages].reverse().find((s) => s.count > 0)?.stage ?? null
}
