// Phone: the people of Kith in the address books of phones and mail programs (CardDAV): where they are found, how a device is
// set up, and the app passwords that open them.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { contactsQuery, useCan, type Contacts } from '@/api'
import { Card, Failed, figure, Notice, Secret, Section, Segments, SkeletonRows } from '@/ui'
import { AppPasswords } from './AppPasswords'
import css from './Settings.module.css'

export function Phone() {
  const { data, error, isPending, refetch } = useQuery(contactsQuery())
  if (isPending) return <SkeletonRows rows={4} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <Books contacts={data} />
      <AppPasswords />
      <Devices contacts={data} />
    </>
  )
}

function Books({ contacts }: { contacts: Contacts }) {
  const may = useCan('work')
  return (
    <Section
      title={<Trans>Contacts on your phone</Trans>}
      lead={
        <Trans>
          Phones and mail programs show the people of Kith in their own address book, and know who calls.
        </Trans>
      }
    >
      <Card>
        <dl className={css.facts}>
          <dt>
            <Trans>The team&apos;s people</Trans>
          </dt>
          <dd>
            {figure(contacts.team_people)} ·{' '}
            {may ? <Trans>you may change them</Trans> : <Trans>to look at</Trans>}
          </dd>
          <dt>
            <Trans>Your own contacts</Trans>
          </dt>
          <dd>
            {figure(contacts.own_people)} · <Trans>nobody else sees them</Trans>
          </dd>
        </dl>
        <p className={css.quiet}>
          <Trans>
            People whom you only heard on a network are left out until something more is known of them.
          </Trans>
        </p>
      </Card>
    </Section>
  )
}

type Device = 'iphone' | 'android' | 'thunderbird'

function Devices({ contacts }: { contacts: Contacts }) {
  const { t } = useLingui()
  const [device, setDevice] = useState<Device>('iphone')
  return (
    <Section title={<Trans>Set up a device</Trans>}>
      <Card>
        <div className={css.steps}>
          <Segments
            label={t`Device`}
            value={device}
            onChange={setDevice}
            choices={[
              { value: 'iphone', label: t`iPhone, Mac` },
              { value: 'android', label: t`Android` },
              { value: 'thunderbird', label: t`Thunderbird` },
            ]}
          />
          <ol>
            {device === 'iphone' && (
              <li>
                <Trans>
                  In the settings, under Contacts, open Accounts, then: Add account, Other, Add CardDAV
                  account.
                </Trans>
              </li>
            )}
            {device === 'android' && (
              <li>
                <Trans>Install the app DAVx⁵. Add an account: Sign in with an address and a user name.</Trans>
              </li>
            )}
            {device === 'thunderbird' && (
              <li>
                <Trans>In the address book: New address book, Add CardDAV address book.</Trans>
              </li>
            )}
            <li>
              <Trans>Server or address:</Trans>
              <Secret text={contacts.url} />
            </li>
            <li>
              <Trans>User name:</Trans>
              <Secret text={contacts.user} />
            </li>
            <li>
              <Trans>Password: an app password from above. Never the one you sign in to Kith with.</Trans>
            </li>
            {device === 'android' && (
              <li>
                <Trans>Choose groups as categories of each contact, then tick the address books.</Trans>
              </li>
            )}
          </ol>
          {contacts.url.startsWith('http:') && (
            <Notice tone="amber">
              <Trans>
                This address is not encrypted. Phones refuse it, and a password should not travel so: give
                Kith HTTPS first.
              </Trans>
            </Notice>
          )}
        </div>
      </Card>
    </Section>
  )
}
