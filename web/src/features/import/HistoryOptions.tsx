// HistoryOptions: how a mailbox or a calendar is read: which addresses are ours, what is left out, whose it becomes.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Import, ImportSample } from '@/api'
import { Card, ErrorNotice, fieldError, otherError, Section, SwitchField, TextField } from '@/ui'
import { ActButtons, useActs } from './Acts'
import { FirstRows } from './FirstRows'
import { addressesOf, type HistoryChoice } from './options'
import css from './Import.module.css'

interface PartProps {
  options: HistoryChoice
  set: (options: HistoryChoice) => void
}

function Ours({ options, set, error }: PartProps & { error: unknown }) {
  const { t } = useLingui()
  const [text, setText] = useState((options.ours ?? []).join(', '))
  return (
    <TextField
      label={t`Our own addresses`}
      description={t`They tell what we said from what we heard. Several with commas.`}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        set({ ...options, ours: addressesOf(e.currentTarget.value) })
      }}
      error={fieldError(error, 'options.ours')}
    />
  )
}

function Share({ options, set }: PartProps) {
  return (
    <SwitchField
      label={<Trans>Share with the whole team</Trans>}
      help={<Trans>Else this history and new people in it stay yours until you share them.</Trans>}
      checked={options.share ?? false}
      onChange={(share) => set({ ...options, share })}
    />
  )
}

/** Of a Maildir: which folders are taken. Drafts, junk and trash are left out unless somebody wants them. */
function Folders({ folders, options, set }: PartProps & { folders: ImportSample['folders'] }) {
  const left = options.skip_folders ?? []
  if (folders.length < 2 && left.length === 0) return null
  const names = [...new Set(folders.map((folder) => folder.name))]
  return (
    <Section
      title={<Trans>Folders</Trans>}
      lead={<Trans>What was never sent (drafts) or is marked as deleted is left out in any of them.</Trans>}
    >
      <Card>
        <div className={css.folders}>
          {names.map((name) => {
            const mails = folders.reduce((all, f) => all + (f.name === name ? f.mails : 0), 0)
            return (
              <SwitchField
                key={name}
                label={name}
                help={<Plural value={mails} one="# mail" other="# mails" />}
                checked={!left.includes(name)}
                onChange={(taken) =>
                  set({
                    ...options,
                    skip_folders: taken ? left.filter((other) => other !== name) : [...left, name],
                  })
                }
              />
            )
          })}
        </div>
      </Card>
    </Section>
  )
}

export function MailOptions({ run, sample }: { run: Import; sample: ImportSample }) {
  const [options, set] = useState(run.options as HistoryChoice)
  const acts = useActs(run, { ...options })
  return (
    <>
      <FirstRows sample={sample} />
      <Folders folders={sample.folders} options={options} set={set} />
      <Section title={<Trans>How the mail is read</Trans>}>
        <Card>
          <div className={css.origin}>
            <Ours options={options} set={set} error={acts.error} />
            <SwitchField
              label={<Trans>Take the words, too</Trans>}
              help={<Trans>Else only who wrote to whom, when, and the subject.</Trans>}
              checked={options.content ?? false}
              onChange={(content) => set({ ...options, content })}
            />
            <SwitchField
              label={<Trans>Leave out what machines wrote</Trans>}
              help={<Trans>Else it is kept, marked as automatic, and weighs nothing.</Trans>}
              checked={options.skip_automatic ?? false}
              onChange={(skip_automatic) => set({ ...options, skip_automatic })}
            />
            <SwitchField
              label={<Trans>Leave out mailing lists</Trans>}
              checked={options.skip_lists ?? false}
              onChange={(skip_lists) => set({ ...options, skip_lists })}
            />
            <Share options={options} set={set} />
          </div>
        </Card>
      </Section>
      <ErrorNotice error={otherError(acts.error, ['options.ours'])} />
      <ActButtons run={run} acts={acts}>
        <Plural value={run.added} one="Import # mail" other="Import # mails" />
      </ActButtons>
    </>
  )
}

export function CalendarOptions({ run, sample }: { run: Import; sample: ImportSample }) {
  const [options, set] = useState(run.options as HistoryChoice)
  const acts = useActs(run, { ...options })
  return (
    <>
      <FirstRows sample={sample} />
      <Section
        title={<Trans>How the calendar is read</Trans>}
        lead={
          <Trans>Meetings with others that took place become shared moments, repeated ones one by one.</Trans>
        }
      >
        <Card>
          <div className={css.origin}>
            <Ours options={options} set={set} error={acts.error} />
            <Share options={options} set={set} />
          </div>
        </Card>
      </Section>
      <ErrorNotice error={otherError(acts.error, ['options.ours'])} />
      <ActButtons run={run} acts={acts}>
        <Plural value={run.added} one="Import # meeting" other="Import # meetings" />
      </ActButtons>
    </>
  )
}
