import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, invitationsQuery, take, teamsQuery, useCan, type InvitationInput } from '@/api'
import {
  Button,
  Card,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  Notice,
  otherError,
  Section,
  Secret,
  SelectField,
  SkeletonRows,
  Table,
  TextField,
  Time,
  useRoleWords,
  useToast,
} from '@/ui'
import css from './Members.module.css'

export function Invitations() {
  const { t } = useLingui()
  const roles = useRoleWords()
  const client = useQueryClient()
  const toast = useToast()
  const { data, error, isPending, refetch } = useQuery(invitationsQuery())
  const withdraw = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/invitations/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations'] }),
    onError: toast.fail,
  })
  return (
    <>
      <Section
        title={<Trans>Invite somebody</Trans>}
        lead={<Trans>You get a link to give away. It works once.</Trans>}
      >
        <Card>
          <InviteForm />
        </Card>
      </Section>
      <Section title={<Trans>Open invitations</Trans>}>
        {isPending ? (
          <SkeletonRows rows={3} face={false} />
        ) : error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <p className={css.quiet}>
            <Trans>None. A link that was used or has run out is not listed.</Trans>
          </p>
        ) : (
          <Card flush>
            <Table
              label={t`Open invitations`}
              rows={data.items}
              rowKey={(i) => i.id}
              columns={[
                { key: 'email', head: t`For`, cell: (i) => i.email ?? <Trans>whoever has the link</Trans> },
                { key: 'role', head: t`Role`, cell: (i) => roles[i.role] },
                { key: 'team', head: t`Team`, cell: (i) => i.team?.name ?? '–' },
                { key: 'by', head: t`By`, cell: (i) => i.created_by?.name },
                {
                  key: 'until',
                  head: t`Works until`,
                  end: true,
                  quiet: true,
                  cell: (i) => <Time at={i.expires_at} as="exact" />,
                },
                {
                  key: 'acts',
                  head: <span className="sr">{t`Actions`}</span>,
                  end: true,
                  cell: (i) => (
                    <Button size="s" kind="danger-quiet" onClick={() => withdraw.mutate(i.id)}>
                      <Trans>Withdraw</Trans>
                    </Button>
                  ),
                },
              ]}
            />
          </Card>
        )}
      </Section>
    </>
  )
}

function InviteForm() {
  const { t } = useLingui()
  const roles = useRoleWords()
  const owner = useCan('owner')
  const client = useQueryClient()
  const { data: teams } = useQuery(teamsQuery())
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<InvitationInput['role']>('agent')
  const [team, setTeam] = useState<string | null>(null)
  const invite = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/invitations', {
          body: { role, email: email.trim() || undefined, team_id: team ?? undefined },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations'] }),
  })
  const choices = (['admin', 'manager', 'agent', 'viewer'] as const).filter((r) => owner || r !== 'admin')
  return (
    <Form onSubmit={() => invite.mutate()}>
      <TextField
        label={t`E-mail`}
        description={t`May stay empty; then whoever has the link can use it.`}
        type="email"
        value={email}
        onChange={(e) => setEmail(e.currentTarget.value)}
        error={fieldError(invite.error, 'email')}
      />
      <SelectField
        label={t`Role`}
        value={role}
        onChange={setRole}
        choices={choices.map((value) => ({ value, label: roles[value] }))}
      />
      <SelectField
        label={t`Team`}
        placeholder={t`No team`}
        value={team}
        onChange={setTeam}
        onClear={() => setTeam(null)}
        choices={(teams?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      />
      <ErrorNotice error={otherError(invite.error, ['email'])} />
      <div>
        <Button kind="main" type="submit" busy={invite.isPending}>
          <Trans>Make a link</Trans>
        </Button>
      </div>
      {invite.data?.url && (
        <Notice tone="green" role="status">
          <Trans>Give this link away. It is shown only now.</Trans>
          <Secret text={new URL(invite.data.url, window.location.origin).href} />
        </Notice>
      )}
    </Form>
  )
}
