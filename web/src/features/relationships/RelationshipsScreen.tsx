// RelationshipsScreen: what grows and what slips away, who knows whom, and how we go about it: pages under one navigation,
// each with the question it answers, each picture with its table.
import { Trans, useLingui } from '@lingui/react/macro'
import { useLingui as useI18n } from '@lingui/react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import { Page, SkeletonRows } from '@/ui'
import { Attention } from './Attention'
import { BalancePage } from './BalancePage'
import { Builders } from './Builders'
import { Capacity } from './Capacity'
import { FirstEvening } from './FirstEvening'
import { Flow } from './Flow'
import { Introductions } from './Introductions'
import { GROUPS, placeOf, type View } from './places'
import { Recovery } from './Recovery'
import { SingleThreads } from './SingleThreads'
import { SlippingList } from './SlippingList'
import { Weights } from './Weights'
import css from './Relationships.module.css'

const MapPage = lazy(async () => ({ default: (await import('./MapPage')).MapPage }))

export interface RelationshipsScreenProps {
  view?: string
  /** Of introductions and the map: whom it is about. */
  person?: string
  onPerson: (id: string | undefined) => void
}

export function RelationshipsScreen({ view: wanted, person, onPerson }: RelationshipsScreenProps) {
  const { i18n } = useI18n()
  const place = placeOf(wanted) ?? placeOf('stages')
  const view: View = place?.view ?? 'stages'
  return (
    <Page
      title={<Trans>Relationships</Trans>}
      lead={<Trans>Connections are a list. A relationship needs dialogue and a shared experience.</Trans>}
      width="xl"
    >
      <div className={css.layout}>
        <SubNav view={view} />
        <div className={css.content}>
          {place && (
            <header className={css.opening}>
              <h2>{i18n._(place.label)}</h2>
              <p>{i18n._(place.asks)}</p>
            </header>
          )}
          <Body view={view} person={person} onPerson={onPerson} />
        </div>
      </div>
    </Page>
  )
}

function Body({
  view,
  person,
  onPerson,
}: { view: View } & Omit<RelationshipsScreenProps, 'view'>): ReactNode {
  switch (view) {
    case 'stages':
      return (
        <div className={css.sections}>
          <FirstEvening />
          <Flow />
        </div>
      )
    case 'slipping':
      return <SlippingList />
    case 'map':
      return (
        <Suspense fallback={<SkeletonRows rows={6} face={false} />}>
          <MapPage person={person} onPerson={onPerson} />
        </Suspense>
      )
    case 'introductions':
      return <Introductions person={person} onPerson={onPerson} />
    case 'threads':
      return <SingleThreads />
    case 'capacity':
      return <Capacity />
    case 'balance':
      return <BalancePage />
    case 'attention':
      return <Attention />
    case 'recovery':
      return <Recovery />
    case 'builders':
      return <Builders />
    case 'weights':
      return <Weights />
  }
}

/** A column beside the page; on a narrow screen a line above it that scrolls. */
function SubNav({ view }: { view: View }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]')
    // Sideways only: the page itself stays where it is.
    if (nav.current && here) nav.current.scrollLeft = here.offsetLeft - 24
  }, [view])
  return (
    <nav className={css.subnav} aria-label={t`Relationships`} ref={nav}>
      {GROUPS.map((group) => (
        <div key={group.label.id} className={css.subgroup}>
          <div className={css.subhead}>{i18n._(group.label)}</div>
          <ul>
            {group.places.map((place) => (
              <li key={place.view}>
                <Link
                  to="/relationships/$view"
                  params={{ view: place.view }}
                  className={css.sublink}
                  aria-current={place.view === view ? 'page' : undefined}
                >
                  {i18n._(place.label)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
