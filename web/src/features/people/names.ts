// names: what the closed lists of a person's page are called: kinds of contact, moments, facts, data.
import { msg } from '@lingui/core/macro'
import { table } from '@/ui'

export const useMediumWords = table({
  call: msg`Call`,
  meeting: msg`Meeting`,
  mail: msg`Mail`,
  letter: msg`Letter`,
  event: msg`Event`,
  direct: msg`Direct message`,
  comment: msg`Comment`,
  like: msg`Like`,
  public: msg`Public post`,
  unlisted: msg`Unlisted post`,
  followers: msg`Post to followers`,
  other: msg`Other contact`,
})

export const useMomentWords = table({
  met: msg`First met`,
  meeting: msg`Meeting`,
  event: msg`Event`,
  project: msg`Project`,
  failure: msg`Something went wrong`,
  recovery: msg`Put right`,
  praise: msg`Praise`,
  other: msg`Other moment`,
})

export const useSeverityWords = table({ '1': msg`Small`, '2': msg`Serious`, '3': msg`Grave` })

export const useFactWords = table({
  likes: msg`Likes`,
  dislikes: msg`Dislikes`,
  works_on: msg`Works on`,
  family: msg`Family`,
  travel: msg`Travel`,
  health: msg`Health`,
  goal: msg`Goal`,
  habit: msg`Habit`,
  other: msg`Other`,
})

export const useDealWords = table({ deal: msg`Deal`, order: msg`Order`, referral: msg`Referral` })

export const useDealStateWords = table({ open: msg`Open`, won: msg`Won`, lost: msg`Lost` })

export const useCommitmentStateWords = table({
  open: msg`Open`,
  kept: msg`Kept`,
  broken: msg`Broken`,
  dropped: msg`Dropped`,
})

export const useValueWords = table({
  help: msg`Help`,
  introduction: msg`Introduction`,
  referral: msg`Referral`,
  purchase: msg`Purchase`,
  feedback: msg`Feedback`,
  knowledge: msg`Knowledge`,
  other: msg`Other`,
})

export const useDatumWords = table({
  spelling: msg`Name in other letters`,
  nickname: msg`Nickname`,
  email: msg`E-mail`,
  phone: msg`Phone`,
  url: msg`Web page`,
  postal: msg`Postal address`,
  birthday: msg`Birthday`,
  anniversary: msg`Anniversary`,
  language: msg`Language`,
  timezone: msg`Time zone`,
  pronouns: msg`Pronouns`,
  title: msg`Title`,
  industry: msg`Industry`,
  consent: msg`Consent`,
  note: msg`Note`,
  category: msg`Group`,
  name: msg`Name in parts`,
  other: msg`Other`,
})

export const useConsentWords = table({
  given: msg`given`,
  refused: msg`refused`,
  withdrawn: msg`withdrawn`,
})

/** From where we know something. */
export const useSourceWords = table({
  network: msg`from the network`,
  member: msg`by hand`,
  vcard: msg`from a card`,
  csv: msg`from a table`,
  mail: msg`from mail`,
  calendar: msg`from a calendar`,
  carddav: msg`from a phone`,
  post: msg`from a post`,
  import: msg`from an import`,
  domain: msg`by their address`,
})

export const useLabelWords = table({
  home: msg`home`,
  work: msg`work`,
  cell: msg`mobile`,
  mobile: msg`mobile`,
})

/** The word of a list, or the text itself when the list has none (labels are free). */
export function wordOf(words: Record<string, string>, text: string): string {
  return words[text.toLowerCase()] ?? text
}

export const useTimelineWords = table({
  post: msg`Posts`,
  mail: msg`Mails`,
  touch: msg`Calls and meetings`,
  moment: msg`Moments`,
  handoff: msg`Hand-overs`,
  deal: msg`Deals`,
  commitment: msg`Promises`,
  fact: msg`Facts`,
  note: msg`Notes`,
  value: msg`Gains`,
  stage: msg`Stages`,
  merge: msg`Merges`,
})
