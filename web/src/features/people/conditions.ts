// conditions: what the builder of segments works with, and how it becomes the JSON that the server understands and back.
// A group is all, any or none of its parts; a line is a field, how it is compared, and with what. Pure.
import type { SegmentField } from '@/api'

export type Join = 'all' | 'any' | 'none'
export interface Group {
  id: string
  join: Join
  parts: Part[]
}
export interface Line {
  id: string
  field: string
  op: string
  /** Of words and texts. */
  values: string[]
  /** Of numbers and days, as typed. */
  number: string
  yes: boolean
  /** Of a field of the team's own. */
  fieldId: string
}
export type Part = Group | Line

export const isGroup = (part: Part): part is Group => 'join' in part

let last = 0
const fresh = (): string => `c${++last}`

export const group = (join: Join = 'all', parts: Part[] = []): Group => ({ id: fresh(), join, parts })

/** A line of a field, with its first comparison. */
export function line(fields: SegmentField[], field: string, more: Partial<Line> = {}): Line {
  const found = fields.find((f) => f.field === field)
  return {
    id: fresh(),
    field,
    op: found?.ops[0] ?? 'is',
    values: [],
    number: found?.type === 'days' ? '90' : '',
    yes: true,
    fieldId: '',
    ...more,
  }
}

const typeOf = (fields: SegmentField[], field: string) => fields.find((f) => f.field === field)?.type

/** Whether a line says something already. */
export function isWhole(fields: SegmentField[], one: Line): boolean {
  if (one.field === 'field' && !one.fieldId) return false
  switch (typeOf(fields, one.field)) {
    case 'word':
      return one.values.length > 0
    case 'text':
      return one.values.some((v) => v.trim())
    case 'number':
      return one.number.trim() !== '' && Number.isFinite(Number(one.number))
    case 'days':
      return one.op === 'never' || (one.number.trim() !== '' && Number(one.number) >= 0)
    case 'yes_no':
      return true
    default:
      return false
  }
}

export function linesOf(part: Part): Line[] {
  return isGroup(part) ? part.parts.flatMap(linesOf) : [part]
}

function lineJson(fields: SegmentField[], one: Line): unknown {
  const type = typeOf(fields, one.field)
  const values = one.values
    .map((v) => v.trim())
    .filter((v, i) => v || (type === 'word' && one.values[i] === ''))
  const value =
    type === 'number' || type === 'days'
      ? one.op === 'never'
        ? 0
        : Number(one.number)
      : type === 'yes_no'
        ? one.yes
        : values.length === 1
          ? values[0]
          : values
  return { field: one.field, op: one.op, value, ...(one.field === 'field' ? { id: one.fieldId } : {}) }
}

/** What the server understands. Lines that say nothing yet are left out, and groups without any. */
export function toJson(fields: SegmentField[], part: Group): unknown {
  const parts = part.parts.flatMap((one): unknown[] => {
    if (!isGroup(one)) return isWhole(fields, one) ? [lineJson(fields, one)] : []
    return linesOf(one).some((l) => isWhole(fields, l)) ? [toJson(fields, one)] : []
  })
  return part.join === 'none' ? { not: { any: parts } } : { [part.join]: parts }
}

type Json = Record<string, unknown>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

function partOf(fields: SegmentField[], json: unknown): Part {
  if (!isJson(json)) return group()
  for (const join of ['all', 'any'] as const) {
    const list = json[join]
    if (Array.isArray(list))
      return group(
        join,
        list.map((one) => partOf(fields, one)),
      )
  }
  if ('not' in json) {
    const inner = partOf(fields, json.not)
    // Not any of these is none of them; not all of them stays a group inside.
    return isGroup(inner) && inner.join === 'any' ? group('none', inner.parts) : group('none', [inner])
  }
  const { value } = json
  return line(fields, String(json.field), {
    op: String(json.op),
    values: Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [],
    number: typeof value === 'number' ? String(value) : '',
    yes: value !== false,
    fieldId: json.id === undefined ? '' : String(json.id),
  })
}

/** The builder's form of saved conditions. */
export function fromJson(fields: SegmentField[], json: unknown): Group {
  const part = partOf(fields, json)
  return isGroup(part) ? part : group('all', [part])
}

/** The tree with one part exchanged; null takes it out. */
export function exchange(root: Group, id: string, by: Part | null): Group {
  const parts = root.parts.flatMap((one): Part[] => {
    if (one.id === id) return by ? [by] : []
    return [isGroup(one) ? exchange(one, id, by) : one]
  })
  return { ...root, parts }
}

/** The tree with a part added at the end of one of its groups. */
export function add(root: Group, into: string, part: Part): Group {
  if (root.id === into) return { ...root, parts: [...root.parts, part] }
  return { ...root, parts: root.parts.map((one) => (isGroup(one) ? add(one, into, part) : one)) }
}

export const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
