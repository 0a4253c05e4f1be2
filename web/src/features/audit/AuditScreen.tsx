// AuditScreen: who did what, a person or the machine, with whose approval; and whether the chain is whole.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  api,
  auditQuery,
  channelsQuery,
  membersQuery,
  take,
  teamsQuery,
  type AuditEntry,
  type AuditFilter,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Empty,
  ErrorNotice,
  Failed,
  IconAudit,
  IconPath,
  IconSliders,
  IconToken,
  MemberMark,
  Notice,
  Page,
  SelectField,
  SkeletonRows,
  Table,
  Tabs,
  TextField,
  Time,
  useActWords,
  useObjectWords,
} from '@/ui'
import { Kept } from './Kept'
import css from './Audit.module.css'

type Tab = 'log' | 'kept'

export function AuditScreen() {
  const { t } = useLingui()
  const [tab, setTab] = useState<Tab>('log')
  return (
    <Page
      title={<Trans>Audit</Trans>}
      lead={<Trans>Who did what, a person or the machine</Trans>}
      width="l"
      actions={<Verify />}
      tabs={
        <Tabs
          label={t`Audit`}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'log', label: <Trans>Event log</Trans> },
            { value: 'kept', label: <Trans>Kept and erased</Trans> },
          ]}
        />
      }
    >
      {tab === 'log' ? <Log /> : <Kept />}
    </Page>
  )
}

function Log() {
  const { t } = useLingui()
  const [filter, setFilter] = useState<AuditFilter>({})
  const acts: Record<string, string> = useActWords()
  const kinds: Record<string, string> = useObjectWords()
  const query = useInfiniteQuery(auditQuery(filter))
  const { data: members } = useQuery(membersQuery())
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <div className={css.tools}>
        <SelectField
          aria-label={t`Who`}
          placeholder={t`Everybody`}
          searchable
          value={filter.actor ?? null}
          onChange={(actor) => setFilter({ ...filter, actor })}
          onClear={() => setFilter({ ...filter, actor: undefined })}
          choices={(members?.items ?? []).map((m) => ({ value: m.id, label: m.name }))}
        />
        <SelectField
          aria-label={t`About`}
          placeholder={t`About anything`}
          value={filter.object_kind ?? null}
          onChange={(object_kind) => setFilter({ ...filter, object_kind })}
          onClear={() => setFilter({ ...filter, object_kind: undefined })}
          choices={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          aria-label={t`Act`}
          placeholder={t`Any act`}
          searchable
          value={filter.verb ?? null}
          onChange={(verb) => setFilter({ ...filter, verb })}
          onClear={() => setFilter({ ...filter, verb: undefined })}
          choices={Object.entries(acts).map(([value, label]) => ({ value, label }))}
        />
        <TextField
          type="date"
          aria-label={t`From`}
          onChange={(e) =>
            setFilter({
              ...filter,
              from: e.currentTarget.value
                ? new Date(`${e.currentTarget.value}T00:00`).toISOString()
                : undefined,
            })
          }
        />
      </div>
      {query.isPending ? (
        <SkeletonRows rows={8} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={IconAudit} title={<Trans>Nothing fits</Trans>} />
      ) : (
        <Card flush>
          <Table
            label={t`Audit`}
            rows={rows}
            rowKey={(e) => String(e.seq)}
            columns={[
              { key: 'seq', head: t`No.`, quiet: true, cell: (e) => e.seq },
              { key: 'at', head: t`When`, quiet: true, cell: (e) => <Time at={e.at} as="exact" /> },
              { key: 'who', head: t`Who`, cell: (e) => <Actor entry={e} /> },
              {
                key: 'verb',
                head: t`Act`,
                cell: (e) => <strong title={e.verb}>{acts[e.verb] ?? e.verb}</strong>,
              },
              { key: 'about', head: t`About`, cell: (e) => <About entry={e} kind={kinds[e.object_kind]} /> },
            ]}
          />
          {query.hasNextPage && (
            <div className={css.more}>
              <Button kind="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                <Trans>Show earlier ones</Trans>
              </Button>
            </div>
          )}
        </Card>
      )}
    </>
  )
}

/** "support → Mara Okafor", "version 3": what was kept of the act; a list by its length, members by their names. */
function useData(): (data: unknown) => string {
  const { t } = useLingui()
  const { data: members } = useQuery(membersQuery())
  const { data: teams } = useQuery(teamsQuery())
  const keys: Record<string, string> = {
    added: t`added`,
    deleted: t`deleted`,
    edited: t`edited`,
    handoff: t`hand-over`,
    label: t`label`,
    name: t`name`,
    note: t`note`,
    outbox: t`outbox`,
    policy: t`policy`,
    role: t`role`,
    status: t`state`,
    version: t`version`,
  }
  const say = (value: unknown): string => {
    const word =
      typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
    const known = [...(members?.items ?? []), ...(teams?.items ?? [])].find((one) => one.id === word)
    return known?.name ?? (word === '0' || word === '' ? '–' : word)
  }
  return (data) => {
    const { from, to, ...rest } = (data ?? {}) as Record<string, unknown>
    const pairs = Object.entries(rest)
      .map(([key, value]) => [key, Array.isArray(value) ? value.length : value] as const)
      .filter(([, value]) => value !== '' && value !== 0)
      .map(([key, value]) => `${keys[key] ?? key.replace(/_/g, ' ')} ${say(value)}`)
    return [...(to === undefined ? [] : [`${say(from)} → ${say(to)}`]), ...pairs].join(' · ')
  }
}

/** Names of what has one and is known here anyway; everything else is named by its number. */
function useNameOf(): (entry: AuditEntry) => string | undefined {
  const { data: channels } = useQuery(channelsQuery())
  const { data: members } = useQuery(membersQuery())
  const { data: teams } = useQuery(teamsQuery())
  const lists: Record<string, { id: string; name: string }[] | undefined> = {
    channel: channels?.items,
    member: members?.items,
    team: teams?.items,
  }
  return ({ object_kind, object_id }) => lists[object_kind]?.find((one) => one.id === object_id)?.name
}

function About({ entry, kind }: { entry: AuditEntry; kind: string | undefined }) {
  const dataOf = useData()
  const nameOf = useNameOf()
  const name = kind ?? entry.object_kind
  const id = entry.object_id
  return (
    <>
      {id && entry.object_kind === 'conversation' ? (
        <Link to="/inbox/$view/$conversation" params={{ view: 'all', conversation: id }}>
          {name}
        </Link>
      ) : id && entry.object_kind === 'person' ? (
        <Link to="/people/$person" params={{ person: id }}>
          {name}
        </Link>
      ) : (
        name
      )}{' '}
      <span className={css.quiet} title={id ?? undefined}>
        {nameOf(entry) ?? id}
      </span>
      <div className={css.data}>
        {entry.data === null ? <Trans>erased; the chain still holds its digest</Trans> : dataOf(entry.data)}
      </div>
    </>
  )
}

function Actor({ entry }: { entry: AuditEntry }) {
  const { t } = useLingui()
  if (entry.actor_kind === 'rule')
    return (
      <span className={css.who}>
        <IconPath size={16} aria-hidden />
        <Trans>
          The rule <b>{entry.rule?.name}</b>
        </Trans>
      </span>
    )
  if (entry.actor_kind === 'system')
    return (
      <Chip icon={IconSliders} tone="outline">
        {t`Machine`}
      </Chip>
    )
  return (
    <span className={css.who}>
      <MemberMark name={entry.actor?.name ?? '?'} size={20} />
      {entry.actor?.name ?? t`Somebody who left`}
      {entry.actor_kind === 'token' && (
        <Chip icon={IconToken} tone="outline">
          {t`by token`}
        </Chip>
      )}
      {entry.approved_by && <span className={css.quiet}>{t`approved by ${entry.approved_by.name}`}</span>}
    </span>
  )
}

function Verify() {
  const [shown, setShown] = useState(false)
  const verify = useMutation({
    mutationFn: () => take(api.GET('/api/v1/audit/verify')),
    onSuccess: () => setShown(true),
  })
  return (
    <>
      {shown && verify.data && (
        <Notice tone={verify.data.whole ? 'green' : 'red'} role="status">
          {verify.data.text}
          {verify.data.head && <div className={css.hash}>{verify.data.head}</div>}
        </Notice>
      )}
      <ErrorNotice error={verify.error} />
      <Button icon={IconAudit} busy={verify.isPending} onClick={() => verify.mutate()}>
        <Trans>Verify the chain</Trans>
      </Button>
    </>
  )
}
