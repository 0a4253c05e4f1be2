// RoutingScreen: who looks at what, by when, and who is there: rules, deadlines, office hours, members at work, and how
// fast answers come.
import { Trans, useLingui } from '@lingui/react/macro'
import { Page, Tabs } from '@/ui'
import { Answers } from './Answers'
import { Deadlines } from './Deadlines'
import { Hours } from './Hours'
import { Roster } from './Roster'
import { Rules } from './Rules'

const TABS = ['rules', 'deadlines', 'hours', 'people', 'answers'] as const
export type RoutingTab = (typeof TABS)[number]

export function RoutingScreen({ tab, onTab }: { tab?: string; onTab: (tab: RoutingTab) => void }) {
  const { t } = useLingui()
  const shown = TABS.find((one) => one === tab) ?? 'rules'
  return (
    <Page
      title={<Trans>Routing</Trans>}
      lead={<Trans>Who looks at what, by when, and who is there</Trans>}
      width="l"
      tabs={
        <Tabs
          label={t`Routing`}
          value={shown}
          onChange={onTab}
          tabs={[
            { value: 'rules', label: <Trans>Rules</Trans> },
            { value: 'deadlines', label: <Trans>Deadlines</Trans> },
            { value: 'hours', label: <Trans>Office hours</Trans> },
            { value: 'people', label: <Trans>Who is there</Trans> },
            { value: 'answers', label: <Trans>How fast</Trans> },
          ]}
        />
      }
    >
      {shown === 'rules' && <Rules />}
      {shown === 'deadlines' && <Deadlines />}
      {shown === 'hours' && <Hours />}
      {shown === 'people' && <Roster />}
      {shown === 'answers' && <Answers />}
    </Page>
  )
}
