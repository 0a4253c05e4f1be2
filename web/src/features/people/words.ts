// words of evidence: what was compared, and how it agrees.
import { msg } from '@lingui/core/macro'
import type { MatchEvidence } from '@/api'
import { table } from '@/ui'

export const useMatchFieldWords = table<MatchEvidence['field']>({
  given: msg`Given name`,
  family: msg`Family name`,
  order: msg`Order of names`,
  suffix: msg`Junior or senior`,
  organization: msg`Name`,
  birthday: msg`Birthday`,
  email: msg`Mail address`,
  phone: msg`Telephone`,
  account: msg`Account`,
  url: msg`Web page`,
  street: msg`Street`,
  city: msg`City`,
  code: msg`Postal code`,
  region: msg`Region`,
  employer: msg`Works at`,
  number: msg`Own field`,
})

export const useAgreementWords = table<MatchEvidence['agreement']>({
  missing: msg`one does not say`,
  same: msg`the same`,
  verified: msg`their profiles link each other`,
  claimed: msg`one page names the other as its own, which is silent`,
  nickname: msg`a short form of the other`,
  initial: msg`the initial fits`,
  typo: msg`almost the same`,
  similar: msg`similar`,
  part: msg`a part is the same`,
  weak: msg`the same but for its writing`,
  shared: msg`the same, but an address of several people`,
  swapped: msg`changed places`,
  different: msg`different`,
})
