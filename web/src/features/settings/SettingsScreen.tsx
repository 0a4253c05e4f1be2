// SettingsScreen: the reader's own account, and what concerns the whole organisation.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCan } from '@/api'
import { Page, Tabs } from '@/ui'
import { Interests } from './Interests'
import { Organisation } from './Organisation'
import { Password } from './Password'
import { Phone } from './Phone'
import { Profile } from './Profile'
import { Sessions } from './Sessions'

type Tab = 'me' | 'safety' | 'phone' | 'organisation'

export function SettingsScreen() {
  const { t } = useLingui()
  const may = useCan('settings')
  const [tab, setTab] = useState<Tab>('me')
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
            { value: 'safety', label: <Trans>Password and sessions</Trans> },
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
          <Password />
          <Sessions />
        </>
      )}
      {tab === 'phone' && <Phone />}
      {tab === 'organisation' && <Organisation />}
    </Page>
  )
}
