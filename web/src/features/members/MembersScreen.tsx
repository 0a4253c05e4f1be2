// MembersScreen: who works here, in which teams and with which role; invitations; tokens for programs.
import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api'
import { Page, Tabs } from '@/ui'
import { Invitations } from './Invitations'
import { MemberList } from './MemberList'
import { Teams } from './Teams'
import { Tokens } from './Tokens'

type Tab = 'members' | 'teams' | 'invitations' | 'tokens'
const TABS: Tab[] = ['members', 'teams', 'tokens']

export function MembersScreen() {
  const { t } = useLingui()
  const may = useCan('members')
  const { tab: asked } = useSearch({ strict: false })
  const [tab, setTab] = useState<Tab>(TABS.find((one) => one === asked) ?? 'members')
  const tabs: { value: Tab; label: React.ReactNode }[] = [
    { value: 'members', label: <Trans>Members</Trans> },
    { value: 'teams', label: <Trans>Teams</Trans> },
    ...(may ? [{ value: 'invitations' as const, label: <Trans>Invitations</Trans> }] : []),
    { value: 'tokens', label: <Trans>Tokens</Trans> },
  ]
  return (
    <Page
      title={<Trans>Members and teams</Trans>}
      tabs={<Tabs label={t`Members and teams`} tabs={tabs} value={tab} onChange={setTab} />}
    >
      {tab === 'members' && <MemberList onInvite={may ? () => setTab('invitations') : undefined} />}
      {tab === 'teams' && <Teams may={may} />}
      {tab === 'invitations' && <Invitations />}
      {tab === 'tokens' && <Tokens />}
    </Page>
  )
}
