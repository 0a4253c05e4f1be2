// PeopleScreen: everybody we heard of, in the order and narrowed down as one wants, or found by any word of theirs; segments
// beside it, with live counts.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { peopleListQuery, useCan, type PeopleFilter, type Person } from '@/api'
import { useCommands } from '@/keys'
import {
  Balance,
  Button,
  Empty,
  Failed,
  IconFilter,
  IconImport,
  IconPeople,
  Page,
  PersonMark,
  RowList,
  Scroller,
  SearchField,
  SelectField,
  SkeletonRows,
  STAGES,
  Time,
  useDebouncedValue,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import { group, line, type Group } from './conditions'
import { SegmentBuilder } from './SegmentBuilder'
import { SegmentNav } from './SegmentNav'
import { SegmentPeople } from './SegmentPeople'
import css from './Person.module.css'
import segments from './Segments.module.css'

export interface PeopleTab {
  value: string
  label: ReactNode
  body: ReactNode
}
/** What is shown: everybody, another list, a segment, or the builder of one. */
export interface PeopleView {
  tab?: string
  segment?: string
  build?: boolean
}
interface PeopleScreenProps {
  /** What stands above the list: how many are how far. */
  summary?: ReactNode
  /** Further lists of people, from other features. */
  tabs: PeopleTab[]
  view: PeopleView
  onView: (view: PeopleView) => void
}

export function PeopleScreen({ summary, tabs, view, onView }: PeopleScreenProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const mayImport = useCan('import')
  const other = tabs.find((one) => one.value === view.tab)
  const [draft, setDraft] = useState<Group>()
  useCommands({ 'segment.new': view.build ? undefined : () => onView({ build: true }) })
  const narrow = (from: Group) => {
    setDraft(from)
    onView({ build: true })
  }
  return (
    <Page
      title={<Trans>People</Trans>}
      lead={<Trans>Everybody Kith knows, and those you narrow them down to</Trans>}
      flush
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
    >
      <div className={segments.layout}>
        <SegmentNav tabs={tabs} view={view} onView={onView} />
        <div className={segments.content}>
          {view.build ? (
            <SegmentBuilder
              key={view.segment ?? 'new'}
              id={view.segment}
              draft={view.segment ? undefined : draft}
              onDone={(id) => {
                setDraft(undefined)
                onView(id ? { segment: id } : {})
              }}
              render={(p) => <PersonRow person={p} active={false} />}
            />
          ) : other ? (
            <Scroller className={segments.scroll} label={t`List of people`}>
              {other.body}
            </Scroller>
          ) : view.segment ? (
            <SegmentPeople
              key={view.segment}
              id={view.segment}
              onEdit={() => onView({ segment: view.segment, build: true })}
              onGone={() => onView({})}
              render={(p, active) => <PersonRow person={p} active={active} />}
            />
          ) : (
            <List summary={summary} onNarrow={narrow} />
          )}
        </div>
      </div>
    </Page>
  )
}

type Sort = NonNullable<PeopleFilter['sort']>
type Stage = NonNullable<PeopleFilter['stage']>
type Role = NonNullable<PeopleFilter['role']>

function List({ summary, onNarrow }: { summary: ReactNode; onNarrow: (from: Group) => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const may = useCan('work')
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 200)
  const [sort, setSort] = useState<Sort>('heard')
  const [stage, setStage] = useState<Stage | ''>('')
  const [role, setRole] = useState<Role | ''>('')
  const filter: PeopleFilter = asked
    ? { q: asked }
    : { sort, stage: stage || undefined, role: role || undefined }
  const query = useInfiniteQuery(peopleListQuery(filter))
  const [active, setActive] = useState<string | null>(null)
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const move = (step: number) => {
    const at = rows.findIndex((p) => p.id === active)
    const next = rows[at < 0 ? 0 : at + step]
    if (next) setActive(next.id)
  }
  useCommands({ 'list.next': () => move(1), 'list.previous': () => move(-1) })
  const narrowed = Boolean(stage || role)
  return (
    <>
      <div className={segments.tools}>
        <SearchField
          label={t`Find by name, address, organization or number`}
          value={words}
          onChange={setWords}
        />
        {!asked && <Filters {...{ sort, setSort, stage, setStage, role, setRole }} />}
        {may && (
          <Button
            size="s"
            icon={IconFilter}
            onClick={() =>
              onNarrow(
                group('all', [
                  ...(stage ? [line([], 'stage', { op: 'is', values: [stage] })] : []),
                  ...(role ? [line([], 'role', { op: 'is', values: [role] })] : []),
                ]),
              )
            }
          >
            <Trans>Narrow down</Trans>
          </Button>
        )}
      </div>
      {query.isPending ? (
        <SkeletonRows rows={10} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          icon={IconPeople}
          title={
            asked ? (
              <Trans>Nobody is found by that</Trans>
            ) : narrowed ? (
              <Trans>Nobody fits</Trans>
            ) : (
              <Trans>Nobody yet</Trans>
            )
          }
        >
          {!asked && !narrowed && (
            <Trans>People appear here as soon as they say something on one of your channels.</Trans>
          )}
        </Empty>
      ) : (
        <RowList
          label={t`People`}
          head={asked || narrowed ? null : summary}
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

interface FiltersProps {
  sort: Sort
  setSort: (sort: Sort) => void
  stage: Stage | ''
  setStage: (stage: Stage | '') => void
  role: Role | ''
  setRole: (role: Role | '') => void
}

function Filters({ sort, setSort, stage, setStage, role, setRole }: FiltersProps) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  return (
    <>
      <SelectField
        aria-label={t`Order`}
        value={sort}
        onChange={setSort}
        choices={[
          { value: 'heard', label: t`Heard last` },
          { value: 'contact', label: t`Last contact` },
          { value: 'strength', label: t`Strongest` },
          { value: 'name', label: t`Name` },
        ]}
      />
      <SelectField
        aria-label={t`Stage`}
        value={stage}
        onChange={setStage}
        choices={[
          { value: '' as const, label: t`Any stage` },
          ...STAGES.map((s) => ({ value: s as Stage, label: stages[s] })),
        ]}
      />
      <SelectField
        aria-label={t`Role`}
        value={role}
        onChange={setRole}
        choices={[
          { value: '' as const, label: t`Any role` },
          ...Object.entries(roles)
            .filter(([value]) => value)
            .map(([value, label]) => ({ value: value as Role, label })),
        ]}
      />
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
        {person.handle !== person.name && <span className={css.quiet}>{person.handle}</span>}
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
