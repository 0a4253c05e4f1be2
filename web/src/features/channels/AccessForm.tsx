// AccessForm: who may see a channel, what is said there in private, and speak as it; and what follows for each member.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  accessQuery,
  api,
  membersQuery,
  take,
  teamsQuery,
  useCan,
  type Access,
  type AccessInput,
  type AccessRule,
  type Channel,
} from '@/api'
import {
  Button,
  CheckField,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  Failed,
  Form,
  Segments,
  SelectField,
  SkeletonRows,
  useRoleWords,
  useToast,
} from '@/ui'
import css from './Channels.module.css'

const RIGHTS = ['see', 'direct', 'send'] as const
type Right = (typeof RIGHTS)[number]
type Role = Exclude<NonNullable<AccessInput['see']['role']>, ''>
type Rule = Required<AccessInput['see']>

export function AccessForm({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { data, error, isPending, refetch } = useQuery(accessQuery(channel.id))
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return <Rules key={channel.id} access={data} onClose={onClose} />
}

const toInput = (rule: AccessRule): Rule => ({
  by: rule.by,
  role: rule.role ?? '',
  team_ids: rule.teams.map((team) => team.id),
  member_ids: rule.members.map((member) => member.id),
})

function Rules({ access, onClose }: { access: Access; onClose: () => void }) {
  const { t } = useLingui()
  const may = useCan('channels')
  const client = useQueryClient()
  const toast = useToast()
  const [rules, setRules] = useState<Record<Right, Rule>>({
    see: toInput(access.see),
    direct: toInput(access.direct),
    send: toInput(access.send),
  })
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/channels/{id}/access', {
          params: { path: { id: access.channel.id } },
          body: rules,
        }),
      ),
    onSuccess: async (now) => {
      client.setQueryData(accessQuery(access.channel.id).queryKey, now)
      // What is on screen may be closed to the one who looks, too.
      await client.invalidateQueries()
      toast.show(t`Saved.`)
      onClose()
    },
  })
  const titles: Record<Right, string> = {
    see: t`See what is said here`,
    direct: t`See what is said here in private`,
    send: t`Speak as this channel`,
  }
  return (
    <Form onSubmit={() => save.mutate()}>
      <DialogLead>
        <Trans>On top of what a role allows at all. Owners always may.</Trans>
      </DialogLead>
      {RIGHTS.map((right) => (
        <RuleFields
          key={right}
          title={titles[right]}
          rule={rules[right]}
          disabled={!may}
          now={access.members.filter((m) => m[right].may).length}
          all={access.members.length}
          onChange={(rule) => setRules({ ...rules, [right]: rule })}
        />
      ))}
      <ErrorNotice error={save.error} />
      <DialogFoot>
        <Button onClick={onClose}>{may ? <Trans>Cancel</Trans> : <Trans>Close</Trans>}</Button>
        {may && (
          <Button kind="main" type="submit" busy={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        )}
      </DialogFoot>
    </Form>
  )
}

interface RuleProps {
  title: string
  rule: Rule
  disabled: boolean
  now: number
  all: number
  onChange: (rule: Rule) => void
}

const toggled = (ids: string[], id: string, on: boolean): string[] =>
  on ? [...ids, id] : ids.filter((one) => one !== id)

function RuleFields({ title, rule, disabled, now, all, onChange }: RuleProps) {
  const { t } = useLingui()
  const roles = useRoleWords()
  const { data: teams } = useQuery(teamsQuery())
  const { data: members } = useQuery(membersQuery())
  const people = (members?.items ?? []).filter((m) => m.status === 'active')
  const ROLES: Role[] = ['viewer', 'agent', 'manager', 'admin']
  return (
    <fieldset className={css.rule} disabled={disabled}>
      <legend>{title}</legend>
      <div className={css.ruleHead}>
        <Segments
          label={title}
          value={rule.by}
          onChange={(by) => onChange({ ...rule, by })}
          choices={[
            { value: 'all', label: t`Everybody` },
            { value: 'some', label: t`Some` },
          ]}
        />
        <span className={css.quiet}>
          <Plural value={now} one={`now one of ${all} members`} other={`now # of ${all} members`} />
        </span>
      </div>
      {rule.by === 'some' && (
        <div className={css.ruleBody}>
          <SelectField
            label={t`By role`}
            value={rule.role === '' ? 'none' : rule.role}
            onChange={(role) => onChange({ ...rule, role: role === 'none' ? '' : role })}
            choices={[
              { value: 'none', label: t`No role` },
              ...ROLES.map((value) => ({ value, label: t`${roles[value]} and above` })),
              ...(rule.role === 'owner' ? [{ value: 'owner' as const, label: roles.owner }] : []),
            ]}
          />
          <div className={css.ruleChecks} role="group" aria-label={t`Teams`}>
            {(teams?.items ?? []).map((team) => (
              <CheckField
                key={team.id}
                label={t`Team ${team.name}`}
                checked={rule.team_ids.includes(team.id)}
                onChange={(on) => onChange({ ...rule, team_ids: toggled(rule.team_ids, team.id, on) })}
              />
            ))}
          </div>
          <details>
            <summary>
              <Plural
                value={rule.member_ids.length}
                _0="Members by name"
                one="One member by name"
                other="# members by name"
              />
            </summary>
            <div className={css.ruleChecks} role="group" aria-label={t`Members`}>
              {people.map((member) => (
                <CheckField
                  key={member.id}
                  label={member.name}
                  checked={rule.member_ids.includes(member.id)}
                  onChange={(on) =>
                    onChange({ ...rule, member_ids: toggled(rule.member_ids, member.id, on) })
                  }
                />
              ))}
            </div>
          </details>
        </div>
      )}
    </fieldset>
  )
}
