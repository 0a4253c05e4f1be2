// SettingsScreen: the reader's own account, and what concerns the whole organisation.
import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api'
import { Page, Tabs } from '@/ui'
import { Interests } from './Interests'
import { Organisation } from './Organisation'
import { Password } from './Password'
import { Phone } from './Phone'
import { Providers } from './Providers'
import { Profile } from './Profile'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'

type Tab = 'me' | 'safety' | 'phone' | 'organisation'
const TABS: Tab[] = ['me', 'safety', 'phone', 'organisation']

export function SettingsScreen() {
  const { t } = useLingui()
  const may = useCan('settings')
  const owner = useCan('owner')
  const { tab: asked } = useSearch({ strict: false })
  const [tab, setTab] = useState<Tab>(TABS.find((one) => one === asked) ?? 'me')
  return (
    <Page
      title={<Trans>Settings</Trans>}
      width="s"
      tabs={
        <Tabs
          label={t`Settings`}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'me', label: <Trans>You</Trans> },
            { value: 'safety', label: <Trans>Security</Trans> },
            { value: 'phone', label: <Trans>Contacts on your phone</Trans> },
            ...(may ? [{ value: 'organisation' as const, label: <Trans>Organisation</Trans> }] : []),
          ]}
        />
      }
    >
      {tab === 'me' && (
        <>
          <Profile />
          <Interests />
        </>
      )}
      {tab === 'safety' && (
        <>
          <SecondFactor />
          <Password />
          <Sessions />
        </>
      )}
      {tab === 'phone' && <Phone />}
      {tab === 'organisation' && (
        <>
          <Organisation />
          {owner && <Providers />}
        </>
      )}
    </Page>
  )
}
