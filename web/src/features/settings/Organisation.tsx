import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, demoQuery, settingsQuery, statusQuery, take, type Settings, type SettingsInput } from '@/api'
import {
  Button,
  Card,
  Confirm,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  otherError,
  Section,
  SelectField,
  SkeletonRows,
  SwitchField,
  TextField,
  Time,
  useToast,
} from '@/ui'
import { SecondPolicy } from './SecondPolicy'
import css from './Settings.module.css'

export function Organisation() {
  const { data, error, isPending, refetch } = useQuery(settingsQuery())
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <OrganisationForm settings={data} />
      <Automation settings={data} />
      <SecondPolicy />
      <DemoSection />
      <Server />
    </>
  )
}

function OrganisationForm({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [name, setName] = useState(settings.organisation)
  const [locale, setLocale] = useState<'auto' | 'en' | 'de'>(
    settings.locale === '' ? 'auto' : settings.locale,
  )
  const [patience, setPatience] = useState(String(settings.escalate_minutes))
  const save = useMutation({
    mutationFn: (body: SettingsInput) => take(api.PATCH('/api/v1/settings', { body })),
    onSuccess: async (now) => {
      client.setQueryData(settingsQuery().queryKey, now)
      await Promise.all(['me', 'start'].map((key) => client.invalidateQueries({ queryKey: [key] })))
      toast.show(t`Saved.`)
    },
  })
  return (
    <Section title={<Trans>Organisation</Trans>}>
      <Card>
        <Form
          onSubmit={() =>
            save.mutate({
              organisation: name.trim(),
              locale: locale === 'auto' ? '' : locale,
              escalate_minutes: Math.max(0, Math.trunc(Number(patience)) || 0),
            })
          }
        >
          <TextField
            label={t`Name`}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={fieldError(save.error, 'organisation')}
          />
          <SelectField
            label={t`Language for members who chose none`}
            value={locale}
            onChange={setLocale}
            choices={[
              { value: 'auto', label: t`As the browser` },
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
          />
          <TextField
            label={t`Hand-overs go up after so many minutes`}
            description={t`Of office hours, when nobody acknowledges them: to the lead of the team, the managers, the owners. 0 is never.`}
            inputMode="numeric"
            value={patience}
            onChange={(e) => setPatience(e.currentTarget.value)}
            error={fieldError(save.error, 'escalate_minutes')}
          />
          <ErrorNotice error={otherError(save.error, ['organisation', 'escalate_minutes'])} />
          <div>
            <Button kind="main" type="submit" busy={save.isPending}>
              <Trans>Save</Trans>
            </Button>
          </div>
        </Form>
      </Card>
    </Section>
  )
}

/** What a machine may say: one thing, in private, and only if an owner wants it. */
function Automation({ settings }: { settings: Settings }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const save = useMutation({
    mutationFn: (acknowledge: boolean) => take(api.PATCH('/api/v1/settings', { body: { acknowledge } })),
    onSuccess: (now) => {
      client.setQueryData(settingsQuery().queryKey, now)
      toast.show(t`Saved.`)
    },
    onError: toast.fail,
  })
  return (
    <Section
      title={<Trans>Automation</Trans>}
      lead={
        <Trans>
          Rules label, route and remind. They say nothing in public. In private they may acknowledge, if an
          owner allows it: that something has arrived, who answers and by when. It is marked as automatic and
          is no answer: whoever wrote still waits.
        </Trans>
      }
    >
      <Card>
        <SwitchField
          label={t`Rules may acknowledge in private`}
          help={
            settings.may_acknowledge || settings.acknowledge
              ? t`Then it needs a rule that does it, under Routing. Each channel can switch it off.`
              : t`Only an owner switches this on.`
          }
          checked={settings.acknowledge}
          onChange={(on) => save.mutate(on)}
          disabled={save.isPending || (!settings.acknowledge && !settings.may_acknowledge)}
        />
      </Card>
    </Section>
  )
}

function DemoSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data: demo } = useQuery(demoQuery())
  const [asking, setAsking] = useState(false)
  const fill = useMutation({
    mutationFn: () => take(api.POST('/api/v1/demo')),
    onSuccess: async () => {
      await client.invalidateQueries()
      toast.show(t`The demo data is here.`)
    },
    onError: toast.fail,
  })
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/demo')),
    onSuccess: async () => {
      await client.invalidateQueries()
      toast.show(t`The demo data is gone.`)
    },
  })
  if (!demo) return null
  return (
    <Section
      title={<Trans>Demo data</Trans>}
      lead={
        <Trans>
          A small invented company: people, posts and colleagues, clearly marked. Nothing of it leaves this
          server.
        </Trans>
      }
    >
      {demo.present ? (
        <Button kind="danger" onClick={() => setAsking(true)}>
          <Trans>Remove demo data</Trans>
        </Button>
      ) : (
        <Button busy={fill.isPending} onClick={() => fill.mutate()}>
          <Trans>Fill with demo data</Trans>
        </Button>
      )}
      <Confirm
        title={<Trans>Remove the demo data?</Trans>}
        verb={<Trans>Remove demo data</Trans>}
        danger
        opened={asking}
        onClose={() => setAsking(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>
          {demo.conversations} conversations, {demo.posts} posts, {demo.people} people and {demo.members}{' '}
          members will be removed. Your own data stays.
        </Trans>
      </Confirm>
    </Section>
  )
}

function Server() {
  const { data } = useQuery(statusQuery())
  if (!data) return null
  return (
    <Section title={<Trans>This server</Trans>}>
      <dl className={css.facts}>
        <dt>
          <Trans>Version</Trans>
        </dt>
        <dd>{data.version}</dd>
        <dt>
          <Trans>Database</Trans>
        </dt>
        <dd>{data.database}</dd>
        <dt>
          <Trans>Node</Trans>
        </dt>
        <dd>{data.node}</dd>
        <dt>
          <Trans>Runs since</Trans>
        </dt>
        <dd>
          <Time at={data.started_at} as="exact" />
        </dd>
        <dt>
          <Trans>Jobs</Trans>
        </dt>
        <dd>
          <Trans>
            {data.jobs_ready} waiting, {data.jobs_running} running, {data.jobs_failed} failed
          </Trans>
        </dd>
      </dl>
    </Section>
  )
}
