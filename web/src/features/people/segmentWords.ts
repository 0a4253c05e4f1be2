// segmentWords: the fields of conditions and their comparisons in the reader's language, and a whole condition as a
// sentence.
import { msg, t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { fieldsQuery, type SegmentField } from '@/api'
import { networkTitle, table, usePersonRoleWords, useStageWords } from '@/ui'
import { isGroup, isWhole, linesOf, type Group, type Line } from './conditions'

const useNames = table({
  stage: msg`Stage`,
  role: msg`Role`,
  kind: msg`Person or organization`,
  strength: msg`Strength`,
  dormancy: msg`Silence, in their own intervals`,
  heard: msg`Posts from them`,
  told: msg`Posts to them`,
  exchanges: msg`Days with an exchange`,
  last_contact: msg`Last contact`,
  known_since: msg`Known since`,
  name: msg`Name`,
  about: msg`What we wrote about them`,
  mine: msg`In my own address book`,
  network: msg`Network`,
  has_email: msg`E-mail address is known`,
  has_phone: msg`Phone number is known`,
  followers: msg`Followers`,
  language: msg`Language`,
  category: msg`Group of an address book`,
  field: msg`A field of our own`,
  organization: msg`Organization`,
})

/** The name of a field; what a newer server knows is called by its own words. */
export function useSegmentFieldWords(): (field: string, doc?: string) => string {
  const names = useNames()
  return (field, doc) => names[field as keyof typeof names] ?? doc ?? field
}

const useOps = table({
  is: msg`is`,
  is_not: msg`is not`,
  at_least: msg`is at least`,
  at_most: msg`is at most`,
  within: msg`was within the last`,
  before: msg`was longer ago than`,
  never: msg`never was`,
  has: msg`has the words`,
  has_not: msg`has not the words`,
})
export function useOpWords(): (op: string) => string {
  const ops = useOps()
  return (op) => ops[op as keyof typeof ops] ?? op
}

const useKinds = table({ person: msg`Person`, organization: msg`Organization` })

/** What a value of a closed list is called. */
export function useValueWordsOf(field: SegmentField | undefined): (value: string) => string {
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const kinds = useKinds()
  return useCallback(
    (value) => {
      const words: Record<string, string> =
        field?.field === 'stage'
          ? stages
          : field?.field === 'role'
            ? roles
            : field?.field === 'kind'
              ? kinds
              : {}
      return words[value] ?? (field?.field === 'network' ? networkTitle(value) : value)
    },
    [field?.field, stages, roles, kinds],
  )
}

/** A condition as one sentence: "Stage is Loyal or Advocate, and E-mail address is known". */
export function useConditionSentence(fields: SegmentField[]): (root: Group) => string {
  const { i18n } = useLingui()
  const names = useSegmentFieldWords()
  const ops = useOpWords()
  const stage = useValueWordsOf(fields.find((f) => f.field === 'stage'))
  const role = useValueWordsOf(fields.find((f) => f.field === 'role'))
  const kind = useValueWordsOf(fields.find((f) => f.field === 'kind'))
  const network = useValueWordsOf(fields.find((f) => f.field === 'network'))
  const { data: own } = useQuery(fieldsQuery())
  const or = new Intl.ListFormat(i18n.locale, { type: 'disjunction' })
  const and = new Intl.ListFormat(i18n.locale, { type: 'conjunction' })
  const words = { stage, role, kind, network } as Record<string, (value: string) => string>
  const lineWords = (one: Line): string => {
    const field = fields.find((f) => f.field === one.field)
    const name =
      one.field === 'field'
        ? (own?.items.find((f) => f.id === one.fieldId)?.name ?? names('field'))
        : names(one.field, field?.doc)
    const values = or.format(one.values.map((v) => words[one.field]?.(v) ?? `“${v}”`))
    switch (field?.type) {
      case 'yes_no':
        return one.yes ? name : t`not: ${name}`
      case 'days':
        return one.op === 'never' ? `${name} ${ops(one.op)}` : t`${name} ${ops(one.op)} ${one.number} days`
      case 'number':
        return `${name} ${ops(one.op)} ${one.number}`
      default:
        return `${name} ${ops(one.op)} ${values}`
    }
  }
  const groupWords = (root: Group): string => {
    const parts = root.parts
      .filter((p) => linesOf(p).some((l) => isWhole(fields, l)))
      .map((p) => (isGroup(p) ? `(${groupWords(p)})` : lineWords(p)))
    if (parts.length === 0) return t`everybody`
    if (root.join === 'none') return t`none of: ${or.format(parts)}`
    return (root.join === 'all' ? and : or).format(parts)
  }
  return groupWords
}
