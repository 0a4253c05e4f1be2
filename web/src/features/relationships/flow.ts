// flow: the months of the stage flow as the picture wants them. Pure.
import type { StageFlow } from '@/api'
import { STAGES } from '@/ui'
import type { FlowMonth } from '@/ui/charts'

const depth = (stage: string): number => STAGES.findIndex((s) => s === stage)

export function flowMonths(flow: StageFlow): FlowMonth[] {
  return flow.months.map((m) => {
    const standing = { dialogue: 0, relationship: 0, loyal: 0, advocate: 0 }
    for (const s of m.standing) if (s.stage in standing) standing[s.stage as keyof typeof standing] = s.count
    const moved = (deeper: boolean) =>
      m.moves
        // What becomes a contact is no relationship yet, and is not drawn.
        .filter((v) => Math.max(depth(v.from), depth(v.to)) >= depth('dialogue'))
        .filter((v) => depth(v.to) > depth(v.from) === deeper)
        .reduce((n, v) => n + v.count, 0)
    return { month: m.month, standing, up: moved(true), down: moved(false) }
  })
}
