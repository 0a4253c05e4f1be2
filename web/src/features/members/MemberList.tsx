import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  membersQuery,
  membersSecurityQuery,
  take,
  teamsQuery,
  useCan,
  useMe,
  type Member,
  type MemberInput,
} from '@/api'
import {
  Button,
  Card,
  CheckField,
  Chip,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  Form,
  IconAssign,
  IconApp,
  IconButton,
  IconLock,
  IconMore,
  MemberMark,
  Menu,
  Section,
  SelectField,
  SkeletonRows,
  SwitchField,
  Table,
  Time,
  useRoleWords,
  type MenuEntry,
} from '@/ui'
import { MemberAccess, ResetForm, SecurityChip, useMayReset } from './MemberMore'
import css from './Members.module.css'

export function MemberList({ onInvite }: { onInvite?: () => void }) {
  const { t } = useLingui()
  const me = useMe().member
  const may = useCan('members')
  const roles = useRoleWords()
  const { data, error, isPending, refetch } = useQuery(membersQuery())
  const { data: security } = useQuery({ ...membersSecurityQuery(), enabled: may })
  const stateOf = (m: Member) => security?.items.find((one) => one.member_id === m.id)
  const mayReset = useMayReset()
  const [changing, setChanging] = useState<Member | null>(null)
  const [looking, setLooking] = useState<Member | null>(null)
  const [resetting, setResetting] = useState<Member | null>(null)
  const resetState = resetting ? stateOf(resetting) : undefined
  const more = (m: Member): MenuEntry[] => [
    { label: t`What ${m.name} may see`, icon: IconLock, run: () => setLooking(m) },
    ...(mayReset(m, stateOf(m))
      ? [{ label: t`Lost phone or key`, icon: IconApp, run: () => setResetting(m) }]
      : []),
  ]
  if (isPending) return <SkeletonRows rows={5} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <Section
      title={<Trans>Members</Trans>}
      lead={
        <Trans>
          Agents answer; managers also import, invite and adopt the policy; admins connect channels.
        </Trans>
      }
      actions={
        onInvite && (
          <Button kind="main" icon={IconAssign} onClick={onInvite}>
            <Trans>Invite</Trans>
          </Button>
        )
      }
    >
      <Card flush>
        <Table
          label={t`Members`}
          rows={data.items}
          rowKey={(m) => m.id}
          columns={[
            {
              key: 'who',
              head: t`Name`,
              cell: (m) => (
                <span className={css.who}>
                  <MemberMark name={m.name} size={30} />
                  <span>
                    <b>
                      {m.name} {m.id === me.id && <span className={css.quiet}>{t`(you)`}</span>}
                    </b>
                    <span className={css.quiet}>
                      @{m.handle} · {m.email}
                    </span>
                  </span>
                </span>
              ),
            },
            {
              key: 'teams',
              head: t`Teams`,
              cell: (m) =>
                m.teams.map((team) => team.name).join(', ') || <span className={css.quiet}>–</span>,
            },
            {
              key: 'role',
              head: t`Role`,
              cell: (m) => (
                <>
                  {roles[m.role]} {m.status === 'left' && <Chip>{t`left`}</Chip>}{' '}
                  {m.demo && <Chip tone="outline">{t`Demo`}</Chip>}
                </>
              ),
            },
            ...(may
              ? [
                  {
                    key: 'security',
                    head: t`Signs in with`,
                    cell: (m: Member) => m.status === 'active' && <SecurityChip state={stateOf(m)} />,
                  },
                ]
              : []),
            {
              key: 'seen',
              head: t`Last here`,
              end: true,
              quiet: true,
              cell: (m) => (m.last_seen_at ? <Time at={m.last_seen_at} /> : <Trans>never</Trans>),
            },
            {
              key: 'acts',
              head: <span className="sr">{t`Actions`}</span>,
              end: true,
              cell: (m) => (
                <span className={css.acts}>
                  {may && m.id !== me.id && (
                    <Button size="s" onClick={() => setChanging(m)} aria-label={t`Change ${m.name}`}>
                      <Trans>Change</Trans>
                    </Button>
                  )}
                  {m.status === 'active' && (
                    <Menu
                      position="bottom-end"
                      entries={more(m)}
                      target={
                        <IconButton icon={IconMore} size="s" label={t`More about ${m.name}`} tip={false} />
                      }
                    />
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <Dialog
        title={looking && <Trans>What {looking.name} may see</Trans>}
        opened={looking !== null}
        onClose={() => setLooking(null)}
        width={720}
      >
        {looking && <MemberAccess member={looking} />}
      </Dialog>
      <Dialog
        title={resetting && <Trans>What did {resetting.name} lose?</Trans>}
        opened={resetting !== null && resetState !== undefined}
        onClose={() => setResetting(null)}
        width={420}
      >
        {resetting && resetState && (
          <ResetForm member={resetting} state={resetState} onClose={() => setResetting(null)} />
        )}
      </Dialog>
      <Dialog title={changing?.name} opened={changing !== null} onClose={() => setChanging(null)}>
        {changing && <MemberForm member={changing} onClose={() => setChanging(null)} />}
      </Dialog>
    </Section>
  )
}

const ROLES = ['owner', 'admin', 'manager', 'agent', 'viewer'] as const

function MemberForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui()
  const roles = useRoleWords()
  const owner = useCan('owner')
  const client = useQueryClient()
  const { data: teams } = useQuery(teamsQuery())
  const [role, setRole] = useState(member.role)
  const [active, setActive] = useState(member.status === 'active')
  const [inTeams, setInTeams] = useState(() => new Set(member.teams.map((team) => team.id)))
  const save = useMutation({
    mutationFn: (body: MemberInput) =>
      take(api.PATCH('/api/v1/members/{id}', { params: { path: { id: member.id } }, body })),
    onSuccess: async () => {
      await Promise.all(
        ['members', 'teams', 'views'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      onClose()
    },
  })
  const submit = () =>
    save.mutate({
      ...(role !== member.role && { role }),
      ...(active !== (member.status === 'active') && { status: active ? 'active' : 'left' }),
      team_ids: [...inTeams],
    })
  return (
    <Form onSubmit={submit}>
      <SelectField
        label={t`Role`}
        value={role}
        onChange={setRole}
        choices={ROLES.filter((r) => owner || r === member.role || (r !== 'owner' && r !== 'admin')).map(
          (value) => ({ value, label: roles[value] }),
        )}
      />
      <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="sr">{t`Teams`}</legend>
        <div className={css.checks}>
          {(teams?.items ?? []).map((team) => (
            <CheckField
              key={team.id}
              label={team.name}
              checked={inTeams.has(team.id)}
              onChange={(on) => {
                const next = new Set(inTeams)
                if (on) next.add(team.id)
                else next.delete(team.id)
                setInTeams(next)
              }}
            />
          ))}
        </div>
      </fieldset>
      <SwitchField
        label={t`Works here`}
        help={t`Who left can no longer sign in; what they wrote stays.`}
        checked={active}
        onChange={setActive}
      />
      <ErrorNotice error={save.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
