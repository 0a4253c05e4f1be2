// PublishScreen: what we say unprompted: small on purpose. The calendar, and the place where one composes.
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useCan } from '@/api'
import { Button, IconPlus, Page, Tabs } from '@/ui'
import { Calendar } from './Calendar'
import { Compose } from './Compose'

type Tab = 'calendar' | 'new'

export function PublishScreen({ tab }: { tab: string | undefined }) {
  const { t } = useLingui()
  const may = useCan('reply')
  const navigate = useNavigate()
  const shown: Tab = may && tab === 'new' ? 'new' : 'calendar'
  const go = (next: Tab) => void navigate({ to: '/publish', search: next === 'new' ? { tab: next } : {} })
  return (
    <Page
      title={<Trans>Calendar</Trans>}
      lead={<Trans>What we say without being asked: planned, waiting, left</Trans>}
      width={shown === 'calendar' ? 'xl' : 'm'}
      actions={
        may &&
        shown === 'calendar' && (
          <Button kind="main" icon={IconPlus} onClick={() => go('new')} aria-keyshortcuts="n">
            <Trans>New post</Trans>
          </Button>
        )
      }
      tabs={
        may && (
          <Tabs
            label={t`Calendar`}
            value={shown}
            onChange={go}
            tabs={[
              { value: 'calendar', label: <Trans>Calendar</Trans> },
              { value: 'new', label: <Trans>New post</Trans> },
            ]}
          />
        )
      }
    >
      {shown === 'new' ? (
        <Compose onDone={() => go('calendar')} />
      ) : (
        <Calendar onNew={may ? () => go('new') : undefined} />
      )}
    </Page>
  )
}
