// words: the names of closed lists, in the reader's language. One place, so that a stage or a state is called the
// same on every screen.
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { MessageDescriptor } from '@lingui/core'
import { useMemo } from 'react'

export function table<K extends string>(words: Record<K, MessageDescriptor>) {
  return function useWords(): Record<K, string> {
    const { i18n } = useLingui()
    const locale = i18n.locale
    return useMemo(
      () =>
        Object.fromEntries(
          Object.entries(words).map(([k, m]) => [k, i18n._(m as MessageDescriptor)]),
        ) as Record<K, string>,
      // The catalog of a locale does not change while it is loaded.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      [locale],
    )
  }
}

export const useStageWords = table({
  connection: msg`Connection`,
  contact: msg`Contact`,
  dialogue: msg`Dialogue`,
  relationship: msg`Relationship`,
  loyal: msg`Loyal`,
  advocate: msg`Advocate`,
  dormant: msg`Dormant`,
})

export const useKindWords = table({
  lead: msg`Lead`,
  complaint: msg`Complaint`,
  question: msg`Question`,
  praise: msg`Praise`,
  other: msg`Other`,
})

export const useStatusWords = table({
  open: msg`Open`,
  snoozed: msg`Snoozed`,
  done: msg`Done`,
  folded: msg`In a storm`,
})

export const useRoleWords = table({
  owner: msg`Owner`,
  admin: msg`Admin`,
  manager: msg`Manager`,
  agent: msg`Agent`,
  viewer: msg`Viewer`,
})

/** The parts that a strength is made of. */
export const usePartWords = table({
  dialogue: msg`Dialogue`,
  recency: msg`Recency`,
  depth: msg`Depth`,
  duration: msg`Duration`,
  reciprocity: msg`Give and take`,
  experience: msg`Shared experience`,
  structure: msg`Channels and contacts`,
  resilience: msg`Resilience`,
})

export const usePersonRoleWords = table({
  '': msg`No role`,
  customer: msg`Customer`,
  prospect: msg`Prospect`,
  influencer: msg`Influencer`,
  partner: msg`Partner`,
  supplier: msg`Supplier`,
  recommender: msg`Recommender`,
  decision_maker: msg`Decision maker`,
  press: msg`Press`,
  employee: msg`Employee`,
})

export const useTeamKindWords = table({
  marketing: msg`Marketing`,
  sales: msg`Sales`,
  support: msg`Support`,
  management: msg`Management`,
  other: msg`Other`,
})

export const useHandoffReasonWords = table({
  hot_lead: msg`Hot lead`,
  complaint: msg`Complaint`,
  press: msg`Press`,
  legal: msg`Legal`,
  other: msg`Other`,
})

export const useHandoffResultWords = table({
  solved: msg`Solved`,
  deal: msg`Became a deal`,
  no_need: msg`Nothing was needed`,
  not_possible: msg`Not possible`,
  other: msg`Other`,
})

export const useColourWords = table({
  gray: msg`Gray`,
  red: msg`Red`,
  orange: msg`Orange`,
  yellow: msg`Yellow`,
  green: msg`Green`,
  teal: msg`Teal`,
  blue: msg`Blue`,
  violet: msg`Violet`,
  pink: msg`Pink`,
})

export const useVisibilityWords = table({
  public: msg`Public`,
  unlisted: msg`Unlisted`,
  followers: msg`Followers only`,
  direct: msg`Direct message`,
})

export const useClockWords = table({
  first: msg`First answer`,
  next: msg`Next answer`,
  resolve: msg`Resolution`,
  handoff: msg`Hand-over`,
})
