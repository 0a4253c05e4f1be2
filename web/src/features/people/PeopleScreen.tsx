// PeopleScreen: everybody we heard of, by the latest word; a search by name or handle.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { peopleQuery, useCan, type Person } from '@/api'
import { useCommands } from '@/keys'
import {
  Balance,
  Button,
  Empty,
  Failed,
  IconImport,
  IconPeople,
  Page,
  PersonMark,
  RowList,
  SearchField,
  SkeletonRows,
  Tabs,
  Time,
  useDebouncedValue,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import css from './Person.module.css'

export interface PeopleTab {
  value: string
  label: ReactNode
  body: ReactNode
}
interface PeopleScreenProps {
  /** What stands above the list: how many are how far. */
  summary?: ReactNode
  /** Further lists of people, from other features. */
  tabs: PeopleTab[]
  tab?: string
  onTab: (tab: string) => void
}

export function PeopleScreen({ summary, tabs, tab, onTab }: PeopleScreenProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const mayImport = useCan('import')
  const other = tabs.find((one) => one.value === tab)
  return (
    <Page
      title={<Trans>People</Trans>}
      lead={<Trans>Everybody we heard, the latest first</Trans>}
      flush={!other}
      actions={
        <>
          <Button size="s" onClick={() => void navigate({ to: '/people/duplicates' })}>
            <Trans>Duplicates</Trans>
          </Button>
          {mayImport && (
            <Button size="s" icon={IconImport} onClick={() => void navigate({ to: '/import' })}>
              <Trans>Import</Trans>
            </Button>
          )}
        </>
      }
      tabs={
        <Tabs
          label={t`People`}
          value={other?.value ?? 'people'}
          onChange={onTab}
          tabs={[{ value: 'people', label: <Trans>People</Trans> }, ...tabs]}
        />
      }
    >
      {other ? other.body : <List summary={summary} />}
    </Page>
  )
}

function List({ summary }: { summary: ReactNode }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 200)
  const query = useInfiniteQuery(peopleQuery(asked))
  const [active, setActive] = useState<string | null>(null)
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const move = (step: number) => {
    const at = rows.findIndex((p) => p.id === active)
    const next = rows[at < 0 ? 0 : at + step]
    if (next) setActive(next.id)
  }
  useCommands({ 'list.next': () => move(1), 'list.previous': () => move(-1) })
  return (
    <>
      <div className={css.tools}>
        <SearchField label={t`Find by name or handle`} value={words} onChange={setWords} />
      </div>
      {query.isPending ? (
        <SkeletonRows rows={10} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          icon={IconPeople}
          title={asked ? <Trans>Nobody has this name</Trans> : <Trans>Nobody yet</Trans>}
        >
          {!asked && <Trans>People appear here as soon as they say something on one of your channels.</Trans>}
        </Empty>
      ) : (
        <RowList
          label={t`People`}
          head={asked ? null : summary}
          rows={rows}
          rowKey={(p) => p.id}
          rowHeight={56}
          active={active}
          onActive={(p) => setActive(p.id)}
          onOpen={(p) => void navigate({ to: '/people/$person', params: { person: p.id } })}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          render={(p, state) => <PersonRow person={p} active={state.active} />}
        />
      )}
    </>
  )
}

function PersonRow({ person, active }: { person: Person; active: boolean }) {
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  return (
    <div className={css.listRow} data-active={active || undefined}>
      <PersonMark name={person.name} stage={person.stage} silent />
      <div className={css.cell}>
        <b>{person.name}</b>
        <span className={css.quiet}>{person.handle}</span>
      </div>
      <div className={css.cell} data-wide>
        <div>{stages[person.stage]}</div>
        <span className={css.quiet}>{person.role ? roles[person.role] : person.stage_reason}</span>
      </div>
      <div data-wide>
        <Balance heard={person.heard} told={person.told} />
      </div>
      <div className={css.end}>{person.last_in_at && <Time at={person.last_in_at} />}</div>
    </div>
  )
}
