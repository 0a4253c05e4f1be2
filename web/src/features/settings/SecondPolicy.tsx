// SecondPolicy: of which roles the organisation wants a second factor, and how long they have to set it up.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, secondPolicyQuery, take, type SecondPolicy as Policy } from '@/api'
import {
  Button,
  Card,
  CheckField,
  ErrorNotice,
  Failed,
  Form,
  Section,
  SelectField,
  SkeletonRows,
  useConfirmed,
  useRoleWords,
  useToast,
} from '@/ui'
import css from './Settings.module.css'

const ROLES = ['owner', 'admin', 'manager', 'agent', 'viewer'] as const
type Role = (typeof ROLES)[number]

export function SecondPolicy() {
  const { data, error, isPending, refetch } = useQuery(secondPolicyQuery())
  if (isPending) return <SkeletonRows rows={2} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return <PolicyForm key={data.roles.join()} policy={data} />
}

function PolicyForm({ policy }: { policy: Policy }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const confirmed = useConfirmed()
  const words = useRoleWords()
  const [roles, setRoles] = useState<ReadonlySet<Role>>(new Set(policy.roles as Role[]))
  const [days, setDays] = useState(String(policy.roles.length > 0 ? policy.grace_days : 7))
  const save = useMutation({
    mutationFn: () =>
      confirmed(() =>
        take(
          api.PUT('/api/v1/second-factor', {
            body: { roles: ROLES.filter((r) => roles.has(r)), grace_days: Number(days) },
          }),
        ),
      ),
    onSuccess: async () => {
      await Promise.all(
        ['settings', 'me', 'members'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      toast.show(t`Saved.`)
    },
  })
  return (
    <Section
      title={<Trans>Second factor</Trans>}
      lead={
        <Trans>
          Whose role needs one and has set up neither an authenticator app nor a passkey may do nothing else
          once the time is over.
        </Trans>
      }
    >
      <Card>
        <Form onSubmit={() => save.mutate()}>
          <div className={css.checks} role="group" aria-label={t`Roles that need a second factor`}>
            {ROLES.map((role) => (
              <CheckField
                key={role}
                label={words[role]}
                checked={roles.has(role)}
                onChange={(on) => {
                  const next = new Set(roles)
                  if (on) next.add(role)
                  else next.delete(role)
                  setRoles(next)
                }}
              />
            ))}
          </div>
          <SelectField
            label={t`Time to set it up`}
            value={days}
            onChange={setDays}
            disabled={roles.size === 0}
            choices={[
              { value: '0', label: t`None: at once` },
              { value: '3', label: t`3 days` },
              { value: '7', label: t`7 days` },
              { value: '14', label: t`14 days` },
              { value: '30', label: t`30 days` },
            ].concat(
              ['0', '3', '7', '14', '30'].includes(days) ? [] : [{ value: days, label: t`${days} days` }],
            )}
          />
          <ErrorNotice error={save.error} />
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
