// SignInScreen: e-mail and password, then a code where one is set up; or a passkey alone. Afterwards one is back where
// one wanted to go.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import {
  api,
  ApiError,
  meQuery,
  PasskeyError,
  passkeysPossible,
  provePasskey,
  setCsrf,
  startQuery,
  take,
  type Me,
} from '@/api'
import {
  Button,
  ErrorNotice,
  fieldError,
  Form,
  Front,
  IconPasskey,
  IconSignIn,
  Notice,
  otherError,
  PasswordField,
  TextField,
  useErrorText,
} from '@/ui'
import css from './Auth.module.css'

/** What a refusal asks for: a code of the app, or a passkey with a recovery code as the way around. */
const wantsCode = (error: unknown): boolean =>
  error instanceof ApiError && error.slug === 'second-factor-needed'

/** The way to a provider, and to the page that one wanted. */
function wayTo(provider: string, next: string | undefined): string {
  const query = next ? `?${new URLSearchParams({ next }).toString()}` : ''
  return `/api/v1/signin/provider/${provider}${query}`
}

/** Why a provider's sign-in ended here. */
function useReasons() {
  const { t } = useLingui()
  return {
    cancelled: t`You did not sign in there.`,
    expired: t`That took too long, or began in another browser. Try again.`,
    provider: t`The provider did not answer as expected. Try again; if it stays so, tell an owner.`,
    token: t`What the provider sent is not believed. An owner finds the reason in the log.`,
    'no-group': t`Your groups there do not let you in here. Ask the one who looks after them.`,
    left: t`Your account here has ended.`,
    'no-mail': t`The provider did not send a verified e-mail address.`,
    'no-account': t`You have no account here. Ask for an invitation to the address you use there.`,
  }
}

export function SignInScreen() {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { next, failed } = useSearch({ from: '/signin' })
  const reasons = useReasons()
  const { data: start } = useQuery(startQuery())
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const passkeys = Boolean(start?.passkeys) && passkeysPossible()
  const providers = start?.providers ?? []
  const done = async (me: Me) => {
    setCsrf(me.csrf)
    client.setQueryData(meQuery().queryKey, me)
    await navigate({ to: next ?? '/' })
  }
  const enter = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/session', {
          body: { email: email.trim(), password, ...(asked && code.trim() && { code: code.trim() }) },
        }),
      ),
    onSuccess: done,
    onError: (error) => wantsCode(error) && setAsked(true),
  })
  const byPasskey = useMutation({
    mutationFn: async () => take(api.POST('/api/v1/session/passkey', { body: await provePasskey() })),
    onSuccess: done,
  })
  const back = () => {
    setAsked(false)
    setCode('')
    enter.reset()
  }
  return (
    <Front
      title={asked ? <Trans>One more step</Trans> : <Trans>Sign in</Trans>}
      lead={start?.organisation || undefined}
      foot={start && <Trans>Kith {start.version}</Trans>}
    >
      <Form onSubmit={() => enter.mutate()}>
        {failed && !enter.error && !asked && (
          <Notice tone="amber" role="alert">
            {reasons[failed as keyof typeof reasons] ?? reasons.provider}
          </Notice>
        )}
        {asked ? (
          <TextField
            label={t`Code`}
            description={t`The six digits that your authenticator app shows now, or a recovery code.`}
            autoComplete="one-time-code"
            inputMode="text"
            autoFocus
            value={code}
            onChange={(e) => setCode(e.currentTarget.value)}
            error={wantsCode(enter.error) ? undefined : fieldError(enter.error, 'code')}
          />
        ) : (
          <>
            <TextField
              label={t`E-mail`}
              type="email"
              autoComplete="username"
              autoFocus
              value={email}
              onChange={(e) => setEmail(e.currentTarget.value)}
              error={fieldError(enter.error, 'email')}
            />
            <PasswordField
              label={t`Password`}
              autoComplete="current-password"
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
              error={fieldError(enter.error, 'password')}
            />
          </>
        )}
        <Refusal error={enter.error} />
        <Button
          kind="main"
          size="l"
          type="submit"
          wide
          busy={enter.isPending}
          disabled={asked && !code.trim()}
        >
          <Trans>Sign in</Trans>
        </Button>
        {asked && (
          <Button wide onClick={back}>
            <Trans>Back</Trans>
          </Button>
        )}
      </Form>
      {(passkeys || providers.length > 0) && (
        <div className={css.others}>
          {providers.map((provider) => (
            <Button
              key={provider.id}
              wide
              icon={IconSignIn}
              onClick={() => window.location.assign(wayTo(provider.id, next))}
            >
              <Trans>Sign in with {provider.name}</Trans>
            </Button>
          ))}
          {passkeys && (
            <Button wide icon={IconPasskey} busy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              <Trans>Sign in with a passkey</Trans>
            </Button>
          )}
          {byPasskey.error instanceof PasskeyError ? (
            <p className={css.quiet} role="status">
              <Trans>No passkey was chosen.</Trans>
            </p>
          ) : (
            <ErrorNotice error={byPasskey.error} />
          )}
        </div>
      )}
    </Front>
  )
}

function Refusal({ error }: { error: unknown }) {
  const errorText = useErrorText()
  if (error instanceof ApiError && error.slug === 'second-factor-needed')
    return error.field === 'passkey' ? <Notice tone="amber">{errorText(error)}</Notice> : null
  return error instanceof ApiError && error.status === 401 && error.field !== 'code' ? (
    <Notice tone="red" role="alert">
      {errorText(error)}
    </Notice>
  ) : (
    <ErrorNotice error={otherError(error, ['email', 'password', 'code'])} />
  )
}
