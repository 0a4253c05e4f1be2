// Builders: whose relationships last and survive: those who take part by own choice, by name, with what they do. It is no
// ranking and not for pay; teams only from a size on. Whoever leads members sees whom to ask to lead a channel or a plan.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  api,
  builderMeQuery,
  buildersQuery,
  channelsQuery,
  leadQuery,
  take,
  useCan,
  type Builder,
  type Builders as Answer,
  type BuilderTeam,
  type Leads,
} from '@/api'
import {
  Card,
  Empty,
  Failed,
  figure,
  IconPeople,
  IconPolicy,
  MemberMark,
  NetworkSign,
  Notice,
  Section,
  SkeletonRows,
  SwitchField,
  Table,
  useToast,
} from '@/ui'
import type { ReactNode } from 'react'
import css from './Relationships.module.css'

export function Builders() {
  const { data, error, isPending, refetch } = useQuery(buildersQuery())
  const leads = useCan('members')
  return (
    <div className={css.sections}>
      <OptIn />
      {isPending ? (
        <SkeletonRows rows={4} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <Who answer={data} />
          {leads && data.items.length > 0 && <Lead />}
          <TeamTable answer={data} />
          <WorksCouncil notice={data.notice} least={data.team_least} />
        </>
      )}
    </div>
  )
}

function OptIn() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(builderMeQuery())
  const choose = useMutation({
    mutationFn: (opt_in: boolean) => take(api.PUT('/api/v1/me/builder', { body: { opt_in } })),
    onMutate: (opt_in) => {
      const before = client.getQueryData(builderMeQuery().queryKey)
      if (before) client.setQueryData(builderMeQuery().queryKey, { ...before, opt_in })
      return before
    },
    onError: (error, _, before) => {
      client.setQueryData(builderMeQuery().queryKey, before)
      toast.fail(error)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['relationships'] }),
  })
  if (!data) return null
  return (
    <Card>
      <SwitchField
        label={t`Show me among the builders`}
        help={t`You may change this at any time; nobody is told, and who does not take part is not named anywhere here.`}
        checked={data.opt_in}
        onChange={(on) => choose.mutate(on)}
      />
    </Card>
  )
}

function Who({ answer }: { answer: Answer }) {
  return (
    <Section
      title={<Trans>Who takes part, and what they do</Trans>}
      lead={<Trans>By name. Only relationships that everybody here may see are counted, as of now.</Trans>}
    >
      {answer.items.length === 0 ? (
        <Empty icon={IconPeople} title={<Trans>Nobody takes part yet</Trans>}>
          <Trans>Everybody decides for themselves, with the switch above.</Trans>
        </Empty>
      ) : (
        <ul className={css.builders}>
          {answer.items.map((b) => (
            <li key={b.member.id}>
              <One builder={b} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function One({ builder: b }: { builder: Builder }) {
  return (
    <article className={css.builder}>
      <MemberMark name={b.member.name} size={36} />
      <div>
        <h3>{b.member.name}</h3>
        {b.sentences.length > 0 ? (
          <ul>
            {b.sentences.map((s) => (
              <li key={s}>{s}</li>
            ))}
          </ul>
        ) : (
          <p className={css.quiet}>
            <Trans>Nothing that has lasted half a year yet; that takes its time.</Trans>
          </p>
        )}
        <p className={css.quiet}>
          <Plural value={b.ties} one="of # relationship both ways" other="of # relationships both ways" />
        </p>
      </div>
    </article>
  )
}

// ---- whom to ask to lead -------------------------------------------------------------------------------------------

function Lead() {
  const { data: channels } = useQuery(channelsQuery())
  const plan = useQuery(leadQuery())
  const list = channels?.items ?? []
  const answers = useQueries({ queries: list.map((c) => leadQuery(c.id)) })
  return (
    <Section
      title={<Trans>Whom to ask to lead</Trans>}
      lead={
        <Trans>
          A suggestion with its reason, three names at most, in the order of names. Whoever says no needs no
          reason.
        </Trans>
      }
    >
      <ul className={css.leads}>
        <LeadRow sign={<IconPolicy size={16} aria-hidden />} name={<Trans>A plan</Trans>} leads={plan.data} />
        {list.map((c, i) => (
          <LeadRow
            key={c.id}
            sign={<NetworkSign network={c.network} size={16} silent />}
            name={c.name}
            leads={answers[i]?.data}
          />
        ))}
      </ul>
    </Section>
  )
}

function LeadRow({ sign, name, leads }: { sign: ReactNode; name: ReactNode; leads?: Leads }) {
  return (
    <li>
      <span className={css.leadWhat}>
        {sign}
        <b>{name}</b>
      </span>
      {!leads ? (
        <span className={css.quiet}>…</span>
      ) : leads.items.length === 0 ? (
        <span className={css.quiet}>
          <Trans>Nobody who takes part has lasting relationships there yet.</Trans>
        </span>
      ) : (
        <ul className={css.leadNames}>
          {leads.items.map((l) => (
            <li key={l.member.id}>
              <MemberMark name={l.member.name} size={24} />
              <div>
                {l.member.name}
                <p className={css.quiet}>{l.reason}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function TeamTable({ answer }: { answer: Answer }) {
  const { t } = useLingui()
  return (
    <Section
      title={<Trans>Teams</Trans>}
      lead={
        <Trans>
          Only teams of which at least {figure(answer.team_least)} take part, so that nobody is seen through
          the sum.
        </Trans>
      }
    >
      {answer.teams.length === 0 ? (
        <p className={css.quiet}>
          <Trans>No team is large enough yet.</Trans>
        </p>
      ) : (
        <Table
          label={t`Teams that are large enough`}
          rows={answer.teams}
          rowKey={(r) => r.team.id}
          columns={[
            { key: 'team', head: t`Team`, cell: (r: BuilderTeam) => r.team.name },
            { key: 'members', head: t`Take part`, end: true, cell: (r) => figure(r.members) },
            { key: 'ties', head: t`Relationships`, end: true, cell: (r) => figure(r.ties) },
            { key: 'lasting', head: t`Half a year and longer`, end: true, cell: (r) => figure(r.lasting) },
            {
              key: 'survived',
              head: t`Went on after a bad moment`,
              end: true,
              cell: (r) => figure(r.survived),
            },
            { key: 'returned', head: t`Came back`, end: true, cell: (r) => figure(r.returned) },
          ]}
        />
      )}
    </Section>
  )
}

/** What a works council wants to know before this is used. */
function WorksCouncil({ notice, least }: { notice: string; least: number }) {
  return (
    <Section title={<Trans>For works councils and everybody who asks</Trans>}>
      <Notice>
        <p>{notice}</p>
        <ul className={css.council}>
          <li>
            <Trans>Counted are relationships with people outside, not messages, hours or speed.</Trans>
          </li>
          <li>
            <Trans>What stands only in somebody’s own address book or mailbox is left out whole.</Trans>
          </li>
          <li>
            <Trans>
              There is no list by figures, no export of this page, and no team under {figure(least)} people.
            </Trans>
          </li>
          <li>
            <Trans>Taking part and leaving again stand in the audit log, with nobody else’s name.</Trans>
          </li>
        </ul>
      </Notice>
    </Section>
  )
}
