// RelationshipsScreen: what grows and what slips away, in pictures, each with its table.
import { Trans, useLingui } from '@lingui/react/macro'
import { Page, Tabs } from '@/ui'
import { FirstEvening } from './FirstEvening'
import { Flow } from './Flow'
import { KnownBy } from './KnownBy'
import css from './Relationships.module.css'

const RELATIONSHIPS_VIEWS = ['stages', 'known'] as const
type RelationshipsView = (typeof RELATIONSHIPS_VIEWS)[number]

interface Props {
  view?: string
  onView: (view: RelationshipsView) => void
}

export function RelationshipsScreen({ view: wanted, onView }: Props) {
  const { t } = useLingui()
  const view = RELATIONSHIPS_VIEWS.find((v) => v === wanted) ?? 'stages'
  return (
    <Page
      title={<Trans>Relationships</Trans>}
      lead={<Trans>Connections are a list. A relationship needs dialogue and a shared experience.</Trans>}
      width="l"
      tabs={
        <Tabs
          label={t`Relationships`}
          value={view}
          onChange={onView}
          tabs={[
            { value: 'stages', label: <Trans>Stages</Trans> },
            { value: 'known', label: <Trans>Who knows whom</Trans> },
          ]}
        />
      }
    >
      {view === 'stages' && (
        <div className={css.sections}>
          <FirstEvening />
          <Flow />
        </div>
      )}
      {view === 'known' && <KnownBy />}
    </Page>
  )
}
