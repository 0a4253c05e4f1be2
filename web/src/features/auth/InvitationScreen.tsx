// InvitationScreen: who was invited makes an account: name, how colleagues mention them, password.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, invitationQuery, meQuery, setCsrf, take } from '@/api'
import {
  Button,
  Empty,
  ErrorNotice,
  fieldError,
  Form,
  Front,
  IconLock,
  otherError,
  PasswordField,
  TextField,
  useErrorText,
  useRoleWords,
} from '@/ui'
import { handleFrom } from './handle'

export function InvitationScreen({ token }: { token: string }) {
  const { t } = useLingui()
  const { data, error, isPending } = useQuery(invitationQuery(token))
  const errorText = useErrorText()
  const roles = useRoleWords()
  if (isPending) return null
  if (error)
    return (
      <Front title={<Trans>Invitation</Trans>}>
        <Empty icon={IconLock} title={<Trans>This invitation does not work</Trans>}>
          {errorText(error)} {t`Ask the colleague who invited you for a new link.`}
        </Empty>
      </Front>
    )
  return (
    <Front
      title={<Trans>Join {data.organisation}</Trans>}
      lead={
        data.team ? (
          <Trans>
            {data.invited_by} invites you as {roles[data.role]} in the team {data.team.name}.
          </Trans>
        ) : (
          <Trans>
            {data.invited_by} invites you as {roles[data.role]}.
          </Trans>
        )
      }
    >
      <JoinForm token={token} email={data.email} />
    </Front>
  )
}

function JoinForm({ token, email }: { token: string; email: string | null }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [handle, setHandle] = useState('')
  const [own, setOwn] = useState('')
  const [password, setPassword] = useState('')
  const join = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/invitation/{token}', {
          params: { path: { token } },
          body: {
            name: name.trim(),
            password,
            handle: handle || undefined,
            email: email ? undefined : own.trim(),
            locale: i18n.locale === 'de' ? 'de' : 'en',
          },
        }),
      ),
    onSuccess: async (me) => {
      setCsrf(me.csrf)
      client.setQueryData(meQuery().queryKey, me)
      await navigate({ to: '/' })
    },
  })
  const error = (field: string) => fieldError(join.error, field)
  return (
    <Form onSubmit={() => join.mutate()}>
      <TextField
        label={t`Your name`}
        autoComplete="name"
        autoFocus
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={error('name')}
      />
      <TextField
        label={t`Handle`}
        description={t`Colleagues mention you with it: @${handle || handleFrom(name) || 'name'}`}
        value={handle}
        placeholder={handleFrom(name)}
        onChange={(e) => setHandle(e.currentTarget.value.toLowerCase())}
        error={error('handle')}
      />
      {email ? (
        <TextField label={t`E-mail`} value={email} readOnly />
      ) : (
        <TextField
          label={t`E-mail`}
          type="email"
          autoComplete="username"
          value={own}
          onChange={(e) => setOwn(e.currentTarget.value)}
          error={error('email')}
        />
      )}
      <PasswordField
        label={t`Password`}
        description={t`At least 10 characters; a few words are best.`}
        autoComplete="new-password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        error={error('password')}
      />
      <ErrorNotice error={otherError(join.error, ['name', 'handle', 'email', 'password'])} />
      <Button kind="main" size="l" type="submit" wide busy={join.isPending}>
        <Trans>Join</Trans>
      </Button>
    </Form>
  )
}
