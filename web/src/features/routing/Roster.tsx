// Roster: who is here now, until when others are away and who stands in, what each has and can do.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  absencesQuery,
  api,
  rosterQuery,
  skillsQuery,
  take,
  teamsQuery,
  useCan,
  useMe,
  type RosterRow,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Dialog,
  Failed,
  figure,
  IconButton,
  IconCalendar,
  IconTrash,
  MemberMark,
  Section,
  SkeletonRows,
  Table,
  Time,
  useToast,
} from '@/ui'
import { AbsenceForm } from './AbsenceForm'
import { RosterForm } from './RosterForm'
import { Skills } from './Skills'
import css from './Routing.module.css'

export function Roster() {
  const { t } = useLingui()
  const me = useMe()
  const others = useCan('members')
  const mayWork = useCan('work')
  const { data, error, isPending, refetch } = useQuery(rosterQuery())
  const teams = useQuery(teamsQuery()).data?.items ?? []
  const skills = useQuery(skillsQuery()).data?.items ?? []
  const [editing, setEditing] = useState<RosterRow | null>(null)
  const [away, setAway] = useState<RosterRow | null>(null)
  if (isPending) return <SkeletonRows rows={5} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const may = (row: RosterRow) => mayWork && (others || row.member.id === me.member.id)
  const names = (list: { id: string; name: string }[], ids: string[]) =>
    ids
      .map((id) => list.find((x) => x.id === id)?.name)
      .filter(Boolean)
      .join(', ')
  return (
    <>
      <Section
        title={<Trans>Who is there</Trans>}
        lead={
          <Trans>Rules give to who is in their hours, not away, and has the fewest open conversations.</Trans>
        }
      >
        <Card flush>
          <Table
            label={t`Members at work`}
            rows={data.items}
            rowKey={(r) => r.member.id}
            columns={[
              {
                key: 'name',
                head: t`Name`,
                cell: (r) => (
                  <span className={css.who}>
                    <MemberMark name={r.member.name} size={26} />
                    <span>
                      <b>{r.member.name}</b>
                      <span className={css.quiet}>{names(teams, r.team_ids)}</span>
                    </span>
                  </span>
                ),
              },
              { key: 'here', head: t`Now`, cell: (r) => <Here row={r} /> },
              {
                key: 'open',
                head: t`Open`,
                cell: (r) => (
                  <span>
                    {figure(r.open)}
                    {r.most_open > 0 && <span className={css.quiet}> / {figure(r.most_open)}</span>}
                  </span>
                ),
              },
              {
                key: 'skills',
                head: t`Can`,
                cell: (r) => names(skills, r.skill_ids) || <span className={css.quiet}>–</span>,
              },
              {
                key: 'acts',
                head: <span className="sr">{t`Actions`}</span>,
                end: true,
                cell: (r) =>
                  may(r) && (
                    <span className={css.acts}>
                      <Button size="s" onClick={() => setEditing(r)} aria-label={t`Change ${r.member.name}`}>
                        <Trans>Change</Trans>
                      </Button>
                      <Button
                        size="s"
                        icon={IconCalendar}
                        onClick={() => setAway(r)}
                        aria-label={t`${r.member.name} is away`}
                      >
                        <Trans>Away</Trans>
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        </Card>
      </Section>
      <Absences may={(member) => mayWork && (others || member === me.member.id)} />
      <Skills may={others} />
      <Dialog
        title={editing?.member.name}
        opened={editing !== null}
        onClose={() => setEditing(null)}
        width={520}
      >
        {editing && <RosterForm row={editing} onClose={() => setEditing(null)} />}
      </Dialog>
      <Dialog
        title={away && t`${away.member.name} is away`}
        opened={away !== null}
        onClose={() => setAway(null)}
        width={440}
      >
        {away && <AbsenceForm row={away} rows={data.items} onClose={() => setAway(null)} />}
      </Dialog>
    </>
  )
}

function Here({ row }: { row: RosterRow }) {
  const { t } = useLingui()
  if (row.away)
    return (
      <span>
        <Chip tone="amber">{t`away`}</Chip>{' '}
        <span className={css.quiet}>
          {row.away_until && (
            <Trans>
              until <Time at={row.away_until} as="exact" />
            </Trans>
          )}
          {row.stands_in && (
            <>
              {' · '}
              <Trans>{row.stands_in.name} stands in</Trans>
            </>
          )}
        </span>
      </span>
    )
  if (row.here) return <Chip tone="green">{t`here`}</Chip>
  return (
    <span>
      <Chip>{t`not in their hours`}</Chip>{' '}
      {row.next_here_at && (
        <span className={css.quiet}>
          <Trans>
            from <Time at={row.next_here_at} as="exact" />
          </Trans>
        </span>
      )}
    </span>
  )
}

function Absences({ may }: { may: (member: string) => boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(absencesQuery())
  const end = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/absences/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['routing'] }),
    onError: toast.fail,
  })
  if (!data || data.items.length === 0) return null
  return (
    <Section
      title={<Trans>Absences</Trans>}
      lead={<Trans>What is given to somebody who is away goes to who stands in.</Trans>}
    >
      <Card flush>
        <Table
          label={t`Absences`}
          rows={data.items}
          rowKey={(a) => a.id}
          columns={[
            { key: 'who', head: t`Who`, cell: (a) => <strong>{a.member.name}</strong> },
            { key: 'from', head: t`From`, cell: (a) => <Time at={a.from_at} as="exact" /> },
            { key: 'to', head: t`Until`, cell: (a) => <Time at={a.to_at} as="exact" /> },
            {
              key: 'delegate',
              head: t`Stands in`,
              cell: (a) => a.delegate?.name ?? <span className={css.quiet}>{t`nobody`}</span>,
            },
            { key: 'note', head: t`Note`, quiet: true, cell: (a) => a.note },
            {
              key: 'acts',
              head: <span className="sr">{t`Actions`}</span>,
              end: true,
              cell: (a) =>
                may(a.member.id) && (
                  <IconButton
                    icon={IconTrash}
                    size="s"
                    label={t`End the absence of ${a.member.name}`}
                    onClick={() => end.mutate(a.id)}
                  />
                ),
            },
          ]}
        />
      </Card>
    </Section>
  )
}
