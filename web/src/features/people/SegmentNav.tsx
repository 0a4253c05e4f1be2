// SegmentNav: everybody, further lists, and the saved segments with their counts as of now; on a narrow screen a line that
// scrolls above the list.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueries, useQuery } from '@tanstack/react-query'
import { segmentQuery, segmentsQuery, useCan, type Segment } from '@/api'
import { Button, Count, IconKeep, IconPlus } from '@/ui'
import type { ReactNode } from 'react'
import type { PeopleTab, PeopleView } from './PeopleScreen'
import css from './Segments.module.css'

interface NavProps {
  tabs: PeopleTab[]
  view: PeopleView
  onView: (view: PeopleView) => void
}

// Counting is work for the server: not for hundreds of segments at once.
const COUNTED = 40

export function SegmentNav({ tabs, view, onView }: NavProps) {
  const { t } = useLingui()
  const may = useCan('work')
  const { data } = useQuery(segmentsQuery())
  const list = data?.items ?? []
  const counts = useQueries({
    queries: list.slice(0, COUNTED).map((s) => ({ ...segmentQuery(s.id), staleTime: 60_000 })),
  })
  const here = view.segment ?? view.tab ?? (view.build ? 'new' : 'people')
  const line = (key: string, label: ReactNode, to: PeopleView, after?: ReactNode) => (
    <li key={key}>
      <button
        type="button"
        className={css.link}
        aria-current={here === key ? 'page' : undefined}
        onClick={() => onView(to)}
      >
        <span>{label}</span>
        {after}
      </button>
    </li>
  )
  const segment = (s: Segment) => {
    const count = counts[list.indexOf(s)]?.data
    return line(
      s.id,
      s.name,
      { segment: s.id },
      <>
        {s.keep_in_touch && <IconKeep size={13} aria-label={t`keep in touch`} />}
        {count && count.count !== null && <Count value={count.count} capped={count.capped} />}
      </>,
    )
  }
  const ours = list.filter((s) => !s.mine)
  const mine = list.filter((s) => s.mine)
  return (
    <nav className={css.nav} aria-label={t`Lists of people`}>
      <ul>
        {line('people', <Trans>Everybody</Trans>, {})}
        {tabs.map((tab) => line(tab.value, tab.label, { tab: tab.value }))}
      </ul>
      {ours.length > 0 && (
        <>
          <div className={css.heading}>
            <Trans>Segments of the team</Trans>
          </div>
          <ul>{ours.map(segment)}</ul>
        </>
      )}
      {mine.length > 0 && (
        <>
          <div className={css.heading}>
            <Trans>Only mine</Trans>
          </div>
          <ul>{mine.map(segment)}</ul>
        </>
      )}
      {may && (
        <div className={css.navFoot}>
          <Button size="s" kind="quiet" icon={IconPlus} onClick={() => onView({ build: true })}>
            <Trans>New segment</Trans>
          </Button>
        </div>
      )}
    </nav>
  )
}
