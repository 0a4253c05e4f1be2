// PeopleScreen: everybody we heard of, by the latest word; a search by name or handle.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { peopleQuery, type Person } from '@/api'
import { useCommands } from '@/keys'
import {
  Balance,
  Button,
  Empty,
  Failed,
  IconPeople,
  Page,
  PersonMark,
  RowList,
  SearchField,
  SkeletonRows,
  Time,
  useDebouncedValue,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import css from './Person.module.css'

export function PeopleScreen() {
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
    <Page
      title={<Trans>People</Trans>}
      lead={<Trans>Everybody we heard, the latest first</Trans>}
      flush
      actions={
        <Button size="s" onClick={() => void navigate({ to: '/people/duplicates' })}>
          <Trans>Duplicates</Trans>
        </Button>
      }
    >
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
    </Page>
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
