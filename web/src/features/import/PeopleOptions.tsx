// PeopleOptions: how an address book is read: from which program, what its columns mean, whose it becomes.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Import, ImportSample } from '@/api'
import { Card, ErrorNotice, fieldError, otherError, Section, SelectField, SwitchField, TextField } from '@/ui'
import { ActButtons, useActs } from './Acts'
import { columnMeaning, withColumn, type PeopleChoice } from './options'
import { FirstRows } from './FirstRows'
import css from './Import.module.css'

export function PeopleOptions({ run, sample }: { run: Import; sample: ImportSample }) {
  const { t } = useLingui()
  const [options, setOptions] = useState(run.options as PeopleChoice)
  const acts = useActs(run, { ...options })
  const { error } = acts
  const meanings = usePeopleMeanings()
  const presets = usePresets()
  const table = sample.meanings.length > 0
  return (
    <>
      {table ? (
        <Section
          title={<Trans>What the columns mean</Trans>}
          lead={<Trans>Told by their names; change what is wrong. What is kept loses nothing.</Trans>}
        >
          <Card>
            <div className={css.map}>
              {sample.columns.map((column, i) => (
                <MapRow
                  key={`${i} ${column.name}`}
                  name={column.name}
                  meaning={columnMeaning(options, column.name, column.meaning)}
                  choices={sample.meanings.map((value) => ({ value, label: meanings[value] ?? value }))}
                  example={sample.rows.map((r) => r.cells[i]).find(Boolean) ?? ''}
                  onChange={(meaning) => setOptions(withColumn(options, column.name, meaning ?? 'none'))}
                />
              ))}
            </div>
          </Card>
        </Section>
      ) : (
        <FirstRows sample={sample} />
      )}
      <Section title={<Trans>Whose they become</Trans>}>
        <Card>
          <div className={css.origin}>
            {table && (
              <SelectField
                label={t`Program the file is from`}
                description={t`Its ids are kept, so that the next export of it finds the same people.`}
                placeholder={t`some table`}
                value={options.preset || null}
                choices={sample.presets.map((value) => ({ value, label: presets[value] ?? value }))}
                onChange={(preset) => setOptions({ ...options, preset })}
                onClear={() => setOptions({ ...options, preset: '' })}
              />
            )}
            {table && (
              <TextField
                label={t`Network`}
                description={t`Of handles in rows that name no network, for example mastodon.`}
                value={options.network ?? ''}
                onChange={(e) => setOptions({ ...options, network: e.currentTarget.value })}
                error={fieldError(error, 'options.network')}
              />
            )}
            <TextField
              label={t`Calling code of the country`}
              description={t`For phone numbers without one, for example 49.`}
              inputMode="numeric"
              value={options.country ?? ''}
              onChange={(e) => setOptions({ ...options, country: e.currentTarget.value })}
              error={fieldError(error, 'options.country')}
            />
            <SwitchField
              label={<Trans>Share with the whole team</Trans>}
              help={<Trans>Else these people are in your own address book until you share them.</Trans>}
              checked={options.share ?? false}
              onChange={(share) => setOptions({ ...options, share })}
            />
          </div>
        </Card>
      </Section>
      <ErrorNotice error={otherError(error, ['options.network', 'options.country'])} />
      <ActButtons run={run} acts={acts}>
        <Plural value={run.added + run.matched} one="Import # person" other="Import # people" />
      </ActButtons>
    </>
  )
}

interface MapRowProps {
  name: string
  meaning: string | null
  choices: { value: string; label: string }[]
  example: string
  onChange: (meaning: string | null) => void
}

export function MapRow({ name, meaning, choices, example, onChange }: MapRowProps) {
  const { t } = useLingui()
  return (
    <>
      <strong>{name}</strong>
      <SelectField
        aria-label={t`Meaning of ${name}`}
        placeholder={t`not used`}
        value={meaning}
        onChange={onChange}
        onClear={() => onChange(null)}
        choices={choices}
      />
      <span className={css.example} title={example}>
        {example}
      </span>
    </>
  )
}

function usePresets(): Record<string, string> {
  const { t } = useLingui()
  return {
    google: 'Google Contacts',
    outlook: 'Outlook',
    linkedin: 'LinkedIn',
    hubspot: 'HubSpot',
    salesforce: 'Salesforce',
    twenty: 'Twenty',
    zammad: 'Zammad',
    freescout: 'FreeScout',
    chatwoot: 'Chatwoot',
    followers: t`Followers of our channels`,
    kith: 'Kith',
  }
}

function usePeopleMeanings(): Record<string, string> {
  const { t } = useLingui()
  return {
    none: t`Not used`,
    name: t`Whole name`,
    given: t`First name`,
    family: t`Last name`,
    middle: t`Middle name`,
    prefix: t`Title before the name`,
    suffix: t`Addition behind the name`,
    nickname: t`Nickname`,
    spelling: t`Other spelling`,
    email: t`E-mail`,
    phone: t`Phone`,
    web: t`Website`,
    organization: t`Organization`,
    domain: t`Domain of the organization`,
    title: t`Job`,
    department: t`Department`,
    address: t`Whole postal address`,
    street: t`Street`,
    city: t`City`,
    region: t`Region`,
    code: t`Postal code`,
    country: t`Country`,
    birthday: t`Birthday`,
    anniversary: t`Anniversary`,
    language: t`Language`,
    timezone: t`Time zone`,
    pronouns: t`Pronouns`,
    category: t`Groups`,
    note: t`Note`,
    uid: t`Id in that program`,
    account: t`Account on the network of the column`,
    network: t`Network`,
    handle: t`Handle`,
    followers: t`Followers`,
    kind: t`Person or organization`,
    label: t`What the value beside it is`,
    other: t`Kept under its name`,
  }
}
