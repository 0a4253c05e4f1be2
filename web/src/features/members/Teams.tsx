import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, membersQuery, take, teamsQuery, type Team, type TeamNewInput } from '@/api'
import {
  Button,
  Card,
  Confirm,
  Dialog,
  DialogFoot,
  Empty,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconPeople,
  IconPlus,
  otherError,
  Section,
  SelectField,
  SkeletonRows,
  Table,
  TextField,
  useTeamKindWords,
} from '@/ui'
import css from './Members.module.css'

const KINDS = ['marketing', 'sales', 'support', 'management', 'other'] as const

export function Teams({ may }: { may: boolean }) {
  const { t } = useLingui()
  const kinds = useTeamKindWords()
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(teamsQuery())
  const [editing, setEditing] = useState<Team | 'new' | null>(null)
  const [removing, setRemoving] = useState<Team | null>(null)
  const after = () =>
    Promise.all(['teams', 'members', 'views'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/teams/{id}', { params: { path: { id } } })),
    onSuccess: after,
  })
  if (isPending) return <SkeletonRows rows={4} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>New team</Trans>
    </Button>
  )
  return (
    <Section
      title={<Trans>Teams</Trans>}
      lead={<Trans>A hot lead goes to sales, a complaint to support: hand-overs go to teams.</Trans>}
      actions={add}
    >
      {data.items.length === 0 ? (
        <Empty icon={IconPeople} title={<Trans>No team yet</Trans>} action={add}>
          <Trans>With teams a conversation can be handed over, and its outcome comes back.</Trans>
        </Empty>
      ) : (
        <Card flush>
          <Table
            label={t`Teams`}
            rows={data.items}
            rowKey={(team) => team.id}
            columns={[
              { key: 'name', head: t`Name`, cell: (team) => <strong>{team.name}</strong> },
              { key: 'kind', head: t`Kind`, cell: (team) => kinds[team.kind] },
              { key: 'members', head: t`Active members`, end: true, cell: (team) => team.members },
              {
                key: 'acts',
                head: <span className="sr">{t`Actions`}</span>,
                end: true,
                cell: (team) =>
                  may && (
                    <span className={css.acts}>
                      <Button size="s" onClick={() => setEditing(team)} aria-label={t`Change ${team.name}`}>
                        <Trans>Change</Trans>
                      </Button>
                      <Button
                        size="s"
                        kind="danger-quiet"
                        onClick={() => setRemoving(team)}
                        aria-label={t`Delete ${team.name}`}
                      >
                        <Trans>Delete</Trans>
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        </Card>
      )}
      <Dialog
        title={editing === 'new' ? t`New team` : editing?.name}
        opened={editing !== null}
        onClose={() => setEditing(null)}
        width={400}
      >
        {editing && (
          <TeamForm
            team={editing === 'new' ? null : editing}
            after={after}
            onClose={() => setEditing(null)}
            kinds={kinds}
          />
        )}
      </Dialog>
      <Confirm
        title={<Trans>Delete {removing?.name}?</Trans>}
        verb={<Trans>Delete team</Trans>}
        danger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        run={() => remove.mutateAsync(removing?.id ?? '')}
      >
        <Trans>Its members stay; conversations of the team will have none.</Trans>
      </Confirm>
    </Section>
  )
}

interface TeamFormProps {
  team: Team | null
  after: () => Promise<unknown>
  onClose: () => void
  kinds: Record<Team['kind'], string>
}

function TeamForm({ team, after, onClose, kinds }: TeamFormProps) {
  const { t } = useLingui()
  const [name, setName] = useState(team?.name ?? '')
  const [kind, setKind] = useState<Team['kind']>(team?.kind ?? 'support')
  const [lead, setLead] = useState(team?.lead_id ?? '')
  const members = useQuery(membersQuery()).data?.items.filter((m) => m.status === 'active') ?? []
  const save = useMutation({
    mutationFn: (body: TeamNewInput) =>
      team
        ? take(
            api.PATCH('/api/v1/teams/{id}', {
              params: { path: { id: team.id } },
              body: { ...body, lead_id: lead || null },
            }),
          )
        : take(api.POST('/api/v1/teams', { body })),
    onSuccess: async () => {
      await after()
      onClose()
    },
  })
  return (
    <Form onSubmit={() => save.mutate({ name: name.trim(), kind })}>
      <TextField
        label={t`Name`}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <SelectField
        label={t`Kind`}
        value={kind}
        onChange={setKind}
        choices={KINDS.map((value) => ({ value, label: kinds[value] }))}
      />
      {team && (
        <SelectField
          label={t`Who leads it`}
          description={t`Hears of hand-overs and deadlines that are late.`}
          searchable
          choices={[{ value: '', label: t`Nobody` }, ...members.map((m) => ({ value: m.id, label: m.name }))]}
          value={lead}
          onChange={setLead}
        />
      )}
      <ErrorNotice error={otherError(save.error, ['name'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!name.trim()}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
