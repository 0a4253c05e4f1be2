// rule: a rule while it is built: what a new condition or act begins with, and what is still missing.
import type {
  RoutingAct,
  RoutingActRow,
  RoutingCondition,
  RoutingField,
  RoutingGroup,
  RoutingRule,
} from '@/api'

export interface Draft {
  name: string
  stop: boolean
  when: RoutingGroup[]
  then: RoutingAct[]
}

export const emptyAct = (act: RoutingAct['act']): RoutingAct => ({
  act,
  team: null,
  member: null,
  label: null,
  skill: null,
  calendar: null,
  points: act === 'priority' ? 100 : 0,
  minutes: act === 'deadline' ? 60 : 0,
  clock: act === 'deadline' ? 'first' : '',
  text: '',
})

export const emptyCondition = (field: RoutingField): RoutingCondition => ({
  field: field.field,
  op: field.ops[0] ?? 'is',
  values: [],
  number: 0,
})

export const emptyDraft = (): Draft => ({ name: '', stop: false, when: [{ all: [] }], then: [] })

export const draftOf = (rule: RoutingRule): Draft => ({
  name: rule.name,
  stop: rule.stop,
  when: rule.when,
  then: rule.then,
})

const needsValues = (field: RoutingField) =>
  field.type === 'word' || field.type === 'id' || field.type === 'text'

/** A condition that can be sent: it has what its kind of value needs. */
export function isWhole(condition: RoutingCondition, fields: RoutingField[]): boolean {
  const field = fields.find((f) => f.field === condition.field)
  return field !== undefined && (!needsValues(field) || condition.values.some((v) => v.trim() !== ''))
}

const filled: Record<string, (act: RoutingAct) => boolean> = {
  team: (a) => a.team !== null,
  member: (a) => a.member !== null,
  label: (a) => a.label !== null,
  skill: (a) => a.skill !== null,
  points: (a) => a.points !== 0,
  minutes: (a) => a.minutes > 0,
  clock: (a) => a.clock !== '',
}

export function isWholeAct(act: RoutingAct, rows: RoutingActRow[]): boolean {
  const row = rows.find((r) => r.act === act.act)
  if (!row) return false
  if (act.act === 'notify') return act.team !== null || act.member !== null
  return row.needs.every((need) => filled[need]?.(act) ?? true)
}

export function isReady(draft: Draft, fields: RoutingField[], acts: RoutingActRow[]): boolean {
  return (
    draft.name.trim() !== '' &&
    (draft.then.length > 0 || draft.stop) &&
    draft.when.every((group) => group.all.every((c) => isWhole(c, fields))) &&
    draft.then.every((act) => isWholeAct(act, acts))
  )
}

/** Phrases as one writes them: one a line or with commas between. */
export const phrasesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((p) => p.trim())
    .filter(Boolean)

/** The id of the rule that another one goes in front of when it moves by one; null: to the end; undefined: it stays. */
export function moveTarget(ids: string[], id: string, step: -1 | 1): string | null | undefined {
  const at = ids.indexOf(id)
  if (at < 0 || at + step < 0 || at + step >= ids.length) return undefined
  return step < 0 ? ids[at - 1] : (ids[at + 2] ?? null)
}

/** "90" minutes as hours and minutes; "2 d" in working terms would say something else, so days are 24 h only past two. */
export function minutesText(minutes: number): { n: number; unit: 'min' | 'h' | 'd' } {
  if (minutes % 1440 === 0 && minutes >= 2880) return { n: minutes / 1440, unit: 'd' }
  if (minutes % 60 === 0) return { n: minutes / 60, unit: 'h' }
  return { n: minutes, unit: 'min' }
}
