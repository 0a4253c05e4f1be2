// places: the pages of the section, in the order of its navigation: each with the question that it answers.
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

export const VIEWS = [
  'stages',
  'slipping',
  'map',
  'introductions',
  'threads',
  'capacity',
  'balance',
  'attention',
  'recovery',
  'builders',
  'weights',
] as const
export type View = (typeof VIEWS)[number]

export interface ViewPlace {
  view: View
  label: MessageDescriptor
  /** What somebody who has never been here wants to know. */
  asks: MessageDescriptor
}
export interface ViewGroup {
  label: MessageDescriptor
  places: ViewPlace[]
}

export const GROUPS: ViewGroup[] = [
  {
    label: msg`Where we stand`,
    places: [
      {
        view: 'stages',
        label: msg`Stages`,
        asks: msg`Who is a contact, who is a relationship, and what is missing?`,
      },
      { view: 'slipping', label: msg`Slipping away`, asks: msg`Who has fallen silent, by their own rhythm?` },
    ],
  },
  {
    label: msg`Who knows whom`,
    places: [
      {
        view: 'map',
        label: msg`Map`,
        asks: msg`Who of us talks with whom, and who of them know each other?`,
      },
      {
        view: 'introductions',
        label: msg`Introductions`,
        asks: msg`Who could bring us together with somebody?`,
      },
      { view: 'threads', label: msg`Single threads`, asks: msg`Whom do we lose when one colleague is away?` },
      {
        view: 'capacity',
        label: msg`Capacity`,
        asks: msg`Does somebody keep more relationships than one can?`,
      },
    ],
  },
  {
    label: msg`How we go about it`,
    places: [
      { view: 'balance', label: msg`Heard and told`, asks: msg`Do we listen at least as much as we tell?` },
      {
        view: 'attention',
        label: msg`Attention`,
        asks: msg`Are customers in the centre, or do we drift away?`,
      },
      {
        view: 'recovery',
        label: msg`After bad moments`,
        asks: msg`What did we do about it, and did they stay?`,
      },
      {
        view: 'builders',
        label: msg`Builders`,
        asks: msg`Whose relationships last, and whom could we ask to lead?`,
      },
      {
        view: 'weights',
        label: msg`What counts`,
        asks: msg`What weighs how much in a strength, and do we find so ourselves?`,
      },
    ],
  },
]

export const PLACES = GROUPS.flatMap((group) => group.places)
export const placeOf = (view: string | undefined): ViewPlace | undefined =>
  PLACES.find((p) => p.view === view)
