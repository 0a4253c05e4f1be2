// InvitationScreen: who was invited makes an account: name, how colleagues mention them, password.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, invitationQuery, meQuery, setCsrf, take } from '@/api'
import {
  ACCOUNT_FIELDS,
  AccountFields,
  Button,
  Empty,
  ErrorNotice,
  fieldError,
  Form,
  Front,
  IconLock,
  NO_ACCOUNT,
  otherError,
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
  const [account, setAccount] = useState(NO_ACCOUNT)
  const [handle, setHandle] = useState('')
  const suggested = handleFrom(account.name)
  const join = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/invitation/{token}', {
          params: { path: { token } },
          body: {
            name: account.name.trim(),
            password: account.password,
            handle: handle || undefined,
            email: email ? undefined : account.email.trim(),
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
  return (
    <Form onSubmit={() => join.mutate()}>
      <AccountFields value={account} onChange={setAccount} error={join.error} email={email} autoFocus>
        <TextField
          label={t`Handle`}
          description={t`Colleagues mention you with it: @${handle || suggested || 'name'}`}
          value={handle}
          placeholder={suggested}
          onChange={(e) => setHandle(e.currentTarget.value.toLowerCase())}
          error={fieldError(join.error, 'handle')}
        />
      </AccountFields>
      <ErrorNotice error={otherError(join.error, ['handle', ...ACCOUNT_FIELDS])} />
      <Button kind="main" size="l" type="submit" wide busy={join.isPending}>
        <Trans>Join</Trans>
      </Button>
    </Form>
  )
}
