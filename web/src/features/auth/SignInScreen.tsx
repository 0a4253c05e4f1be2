// SignInScreen: e-mail and password. Afterwards one is back where one wanted to go.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ApiError, meQuery, setCsrf, startQuery, take } from '@/api'
import {
  Button,
  ErrorNotice,
  fieldError,
  Form,
  Front,
  Notice,
  otherError,
  PasswordField,
  TextField,
  useErrorText,
} from '@/ui'

export function SignInScreen() {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/signin' })
  const { data: start } = useQuery(startQuery())
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const errorText = useErrorText()
  const enter = useMutation({
    mutationFn: () => take(api.POST('/api/v1/session', { body: { email: email.trim(), password } })),
    onSuccess: async (me) => {
      setCsrf(me.csrf)
      client.setQueryData(meQuery().queryKey, me)
      await navigate({ to: next ?? '/' })
    },
  })
  const wrong = enter.error instanceof ApiError && enter.error.status === 401
  return (
    <Front
      title={<Trans>Sign in</Trans>}
      lead={start?.organisation || undefined}
      foot={start && <Trans>Kith {start.version}</Trans>}
    >
      <Form onSubmit={() => enter.mutate()}>
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
        {wrong ? (
          <Notice tone="red" role="alert">
            {errorText(enter.error)}
          </Notice>
        ) : (
          <ErrorNotice error={otherError(enter.error, ['email', 'password'])} />
        )}
        <Button kind="main" size="l" type="submit" wide busy={enter.isPending}>
          <Trans>Sign in</Trans>
        </Button>
      </Form>
    </Front>
  )
}
