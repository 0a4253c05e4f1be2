// StartScreen: the first start: account by the one-time code, where posts come from, the policy with its sponsor; the
// inbox fills while one watches. Forms of other features are put in by the app.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, conversationsQuery, homeQuery, meQuery, setCsrf, startQuery, take } from '@/api'
import {
  ACCOUNT_FIELDS,
  AccountFields,
  Button,
  ErrorNotice,
  fieldError,
  Form,
  Front,
  IconChannels,
  IconDemo,
  IconImport,
  NO_ACCOUNT,
  otherError,
  PersonMark,
  TextField,
} from '@/ui'
import css from './Start.module.css'

export interface StartProps {
  connect: (onDone: () => void, onBack: () => void) => ReactNode
  policy: (onDone: () => void) => ReactNode
}

type Step = 'account' | 'source' | 'policy'

export function StartScreen({ connect, policy }: StartProps) {
  const { data: me } = useQuery(meQuery())
  const [step, setStep] = useState<Step>(me ? 'source' : 'account')
  const [connecting, setConnecting] = useState(false)
  const navigate = useNavigate()
  const at = ['account', 'source', 'policy'].indexOf(step)
  const state = (i: number) => (i < at ? 'past' : i === at ? 'now' : 'next') as 'past' | 'now' | 'next'
  const steps = [
    { label: <Trans>Your account</Trans>, state: state(0) },
    { label: <Trans>Where posts come from</Trans>, state: state(1) },
    { label: <Trans>The policy</Trans>, state: state(2) },
  ]
  if (step === 'account')
    return (
      <Front
        steps={steps}
        title={<Trans>Welcome</Trans>}
        lead={
          <Trans>
            Kith listens where people talk about you and helps your team to answer as people. This makes the
            first account, which owns the workspace.
          </Trans>
        }
      >
        <AccountForm onDone={() => setStep('source')} />
      </Front>
    )
  if (step === 'source')
    return (
      <Front
        steps={steps}
        wide
        bare={!connecting}
        title={connecting ? <Trans>Connect a channel</Trans> : <Trans>Where shall posts come from?</Trans>}
        lead={connecting ? undefined : <Trans>You can change this at any time, and add more.</Trans>}
      >
        {connecting ? (
          connect(
            () => setStep('policy'),
            () => setConnecting(false),
          )
        ) : (
          <Sources onConnect={() => setConnecting(true)} onDone={() => setStep('policy')} />
        )}
      </Front>
    )
  return (
    <Front
      steps={steps}
      wide
      bare
      title={<Trans>Rules everybody knows</Trans>}
      lead={
        <Trans>
          A starter policy: soft rules warn while one writes, hard rules stop. Read it, change it if you like,
          and name the person who backs it.
        </Trans>
      }
    >
      <Filling />
      {policy(() => void navigate({ to: '/inbox/$view', params: { view: 'all' } }))}
      <div className={css.foot}>
        <Button kind="quiet" onClick={() => void navigate({ to: '/inbox/$view', params: { view: 'all' } })}>
          <Trans>Later: to the inbox</Trans>
        </Button>
      </div>
    </Front>
  )
}

function AccountForm({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const [organisation, setOrganisation] = useState('')
  const [account, setAccount] = useState(NO_ACCOUNT)
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/start/owner', {
          body: {
            code: code.trim(),
            organisation: organisation.trim() || undefined,
            name: account.name.trim(),
            email: account.email.trim(),
            password: account.password,
            locale: i18n.locale === 'de' ? 'de' : 'en',
          },
        }),
      ),
    onSuccess: (me) => {
      setCsrf(me.csrf)
      onDone()
      client.setQueryData(meQuery().queryKey, me)
      void client.invalidateQueries({ queryKey: startQuery().queryKey })
    },
  })
  const error = (field: string) => fieldError(make.error, field)
  return (
    <Form onSubmit={() => make.mutate()}>
      <TextField
        label={t`One-time code`}
        description={t`Printed where Kith was started: in the terminal or its log.`}
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        error={error('code')}
      />
      <TextField
        label={t`Organisation`}
        autoComplete="organization"
        value={organisation}
        onChange={(e) => setOrganisation(e.currentTarget.value)}
        error={error('organisation')}
      />
      <AccountFields value={account} onChange={setAccount} error={make.error} />
      <ErrorNotice error={otherError(make.error, ['code', 'organisation', ...ACCOUNT_FIELDS])} />
      <Button kind="main" size="l" type="submit" wide busy={make.isPending}>
        <Trans>Make the account</Trans>
      </Button>
    </Form>
  )
}

function Sources({ onConnect, onDone }: { onConnect: () => void; onDone: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const demo = useMutation({
    mutationFn: () => take(api.POST('/api/v1/demo')),
    onSuccess: async () => {
      await client.invalidateQueries()
      onDone()
    },
  })
  return (
    <>
      <div className={css.choices}>
        <button
          type="button"
          className={css.choice}
          aria-busy={demo.isPending}
          onClick={() => !demo.isPending && demo.mutate()}
        >
          <IconDemo size={24} strokeWidth={1.5} aria-hidden />
          <b>
            {demo.isPending ? <Trans>Inventing people</Trans> : <Trans>Look around with demo data</Trans>}
          </b>
          <span>
            <Trans>
              A small invented company with six weeks of posts; more arrive while you watch. Clearly marked,
              gone with one click.
            </Trans>
          </span>
        </button>
        <button type="button" className={css.choice} onClick={onConnect}>
          <IconChannels size={24} strokeWidth={1.5} aria-hidden />
          <b>
            <Trans>Connect a channel</Trans>
          </b>
          <span>
            <Trans>
              Bluesky, a WordPress site or a feed. The first posts are here in less than a minute.
            </Trans>
          </span>
        </button>
        <button type="button" className={css.choice} onClick={() => void navigate({ to: '/import' })}>
          <IconImport size={24} strokeWidth={1.5} aria-hidden />
          <b>
            <Trans>Import a file</Trans>
          </b>
          <span>
            <Trans>
              Posts of the past as JSON lines or CSV; you see the counts before anything is stored.
            </Trans>
          </span>
        </button>
      </div>
      <ErrorNotice error={demo.error} />
      <div className={css.foot}>
        <Button kind="quiet" onClick={onDone}>
          <Trans>Skip for now</Trans>
        </Button>
      </div>
    </>
  )
}

/** What has come in since, newest first: one sees that it works before one is there. */
function Filling() {
  const list = useInfiniteQuery({ ...conversationsQuery({ view: 'all' }), refetchInterval: 2500 })
  const { data: home } = useQuery({ ...homeQuery(90), refetchInterval: 5000 })
  const items = (list.data?.pages[0]?.items ?? []).slice(0, 3)
  if (items.length === 0) return null
  return (
    <div className={css.filling} role="status">
      <p>
        <Trans>Your inbox fills:</Trans>{' '}
        <strong>
          <Plural value={home?.heard ?? items.length} one="# post heard" other="# posts heard" />
        </strong>
      </p>
      <div className={css.rows} aria-hidden>
        {items.map((c) => (
          <div key={c.id} className={css.row}>
            <PersonMark name={c.person?.name ?? c.subject} stage={c.person?.stage ?? 'connection'} silent />
            <div>
              <p>
                <strong>{c.person?.name}</strong> {c.first_words}
              </p>
              <p>{c.reason}</p>
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
