// DuplicatesScreen: who may be one, the likeliest first, with the evidence side by side. A member decides; what was
// merged can be undone here, and at any time on the person's page.
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { api, duplicatesQuery, matchScanQuery, take, useCan, type DecisionInput, type Duplicate } from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  Confirm,
  Empty,
  Failed,
  IconBack,
  IconButton,
  IconKept,
  IconSearch,
  IconUndo,
  Page,
  SkeletonRows,
  useToast,
} from '@/ui'
import { DuplicatePair } from './DuplicatePair'
import css from './Duplicates.module.css'

type Verdict = DecisionInput['verdict']
const SURE = 0.99 // as the server: nearly certain, may be settled many at a time
const keyOf = (d: Duplicate) => `${d.a.id}-${d.b.id}`

export function DuplicatesScreen() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const mayDecide = useCan('work')
  const query = useInfiniteQuery(duplicatesQuery())
  const queue = useQueue()
  const [at, setAt] = useState(0)
  const [keep, setKeep] = useState<Record<string, string>>({})
  const [asking, setAsking] = useState(false)
  const loaded = query.data?.pages.flatMap((p) => p.items) ?? []
  const pairs = loaded.filter((d) => !queue.decided.has(keyOf(d)))
  const active = Math.min(at, Math.max(0, pairs.length - 1))
  const pair = pairs[active]
  const sure = pairs.filter((d) => d.kind === 'exact' || d.probability >= SURE)
  const decide = (d: Duplicate | undefined, verdict: Verdict) => {
    if (d && mayDecide) queue.decide(d, verdict, keep[keyOf(d)] ?? d.keep)
  }
  useCommands({
    'list.next': () => setAt(Math.min(active + 1, pairs.length - 1)),
    'list.previous': () => setAt(Math.max(active - 1, 0)),
    'duplicates.merge': mayDecide && (() => decide(pair, 'merge')),
    'duplicates.different': mayDecide && (() => decide(pair, 'different')),
    'duplicates.later': mayDecide && (() => decide(pair, 'later')),
    'duplicates.undo': mayDecide && queue.undo,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (pairs.length < 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [pairs.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const count = Math.max(0, (query.data?.pages[0]?.count ?? 0) - (loaded.length - pairs.length))
  return (
    <Page
      title={<Trans>Duplicates</Trans>}
      lead={count > 0 && <Trans>Pairs that may be one person: {count}</Trans>}
      before={
        <IconButton icon={IconBack} label={t`All people`} onClick={() => void navigate({ to: '/people' })} />
      }
      width="l"
      actions={
        mayDecide && (
          <>
            {queue.undo && (
              <Button size="s" icon={IconUndo} onClick={queue.undo}>
                <Trans>Undo</Trans>
              </Button>
            )}
            {sure.length > 1 && (
              <Button size="s" onClick={() => setAsking(true)}>
                <Trans>Merge {sure.length} that are nearly certain</Trans>
              </Button>
            )}
            <Scan />
          </>
        )
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={6} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : pairs.length === 0 && !query.hasNextPage ? (
        <Empty icon={IconKept} title={<Trans>Nobody is there twice, as far as Kith can tell</Trans>}>
          <Trans>Exact duplicates are merged by themselves; whatever is a guess waits here for you.</Trans>
        </Empty>
      ) : (
        <ul className={css.list} aria-label={t`Pairs that may be one`}>
          {pairs.map((d, i) => (
            <PairItem key={keyOf(d)} active={i === active}>
              <DuplicatePair
                pair={d}
                keep={keep[keyOf(d)] ?? d.keep}
                onKeep={(id) => setKeep({ ...keep, [keyOf(d)]: id })}
                mayDecide={mayDecide}
                onDecide={(verdict) => decide(d, verdict)}
              />
            </PairItem>
          ))}
        </ul>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={<Trans>Merge {sure.length} pairs</Trans>}
        verb={t`Merge`}
        run={() => queue.mergeMany(sure)}
      >
        <Trans>
          Each is one person with a probability of 99 percent or more. Nothing is lost: every address is kept,
          and each merge can be undone on the page of the person.
        </Trans>
      </Confirm>
    </Page>
  )
}

/** Scrolls into view when it becomes the active one. */
function PairItem({ active, children }: { active: boolean; children: ReactNode }) {
  const ref = useRef<HTMLLIElement>(null)
  const first = useRef(true)
  useEffect(() => {
    if (active && !first.current) ref.current?.scrollIntoView({ block: 'nearest' })
    first.current = false
  }, [active])
  return (
    <li ref={ref} className={css.pair} data-active={active || undefined} aria-current={active || undefined}>
      {children}
    </li>
  )
}

/** Decisions: gone from the list at once, back when the server refuses. The last merge can be undone. */
function useQueue() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const [merges, setMerges] = useState<{ merge: string; key: string }[]>([])
  const refresh = () => {
    for (const key of ['people', 'person', 'timeline', 'merges'])
      void client.invalidateQueries({ queryKey: [key] })
  }
  const back = (key: string) => setDecided((all) => new Set([...all].filter((k) => k !== key)))
  const one = useMutation({
    mutationFn: ({ d, verdict, keep }: { d: Duplicate; verdict: Verdict; keep: string }) =>
      take(
        api.POST('/api/v1/people/duplicates/{a}/{b}', {
          params: { path: { a: d.a.id, b: d.b.id } },
          body: { verdict, keep: verdict === 'merge' ? keep : undefined },
        }),
      ),
    onMutate: ({ d }) => setDecided((all) => new Set(all).add(keyOf(d))),
    onSuccess: (done, { d, verdict }) => {
      const id = done.merge_id
      if (id) setMerges((all) => [...all, { merge: id, key: keyOf(d) }])
      toast.say(
        verdict === 'merge' ? t`Merged` : verdict === 'different' ? t`Two people` : t`Asked again later`,
      )
      refresh()
    },
    onError: (error, { d }) => {
      back(keyOf(d))
      toast.fail(error)
    },
  })
  const undoing = useMutation({
    mutationFn: ({ merge }: { merge: string; key: string }) =>
      take(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id: merge } } })),
    onSuccess: (_, last) => {
      setMerges((all) => all.filter((m) => m.merge !== last.merge))
      toast.show(t`They are two again, and will not be proposed any more.`)
      refresh()
    },
    onError: (error) => toast.fail(error),
  })
  const last = merges.at(-1)
  return {
    decided,
    decide: (d: Duplicate, verdict: Verdict, keep: string) => one.mutate({ d, verdict, keep }),
    undo: last && !undoing.isPending ? () => undoing.mutate(last) : undefined,
    mergeMany: async (list: Duplicate[]) => {
      const done = await take(
        api.POST('/api/v1/people/duplicates/bulk', {
          body: { verdict: 'merge', pairs: list.slice(0, 100).map((d) => ({ a: d.a.id, b: d.b.id })) },
        }),
      )
      setDecided(new Set())
      await client.invalidateQueries({ queryKey: ['duplicates'] })
      refresh()
      toast.show(t`${done.done} settled, ${done.skipped.length} left`)
    },
  }
}

function Scan() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(matchScanQuery())
  const busy = data?.state === 'running' || data?.state === 'ready'
  const was = useRef(busy)
  useEffect(() => {
    if (was.current && !busy) void client.invalidateQueries({ queryKey: ['duplicates'] })
    was.current = busy
  }, [busy, client])
  const start = useMutation({
    mutationFn: () => take(api.POST('/api/v1/people/duplicates/scan')),
    onSuccess: (now) => client.setQueryData(matchScanQuery().queryKey, now),
    onError: (error) => toast.fail(error),
  })
  return (
    <Button size="s" icon={IconSearch} busy={busy || start.isPending} onClick={() => start.mutate()}>
      {busy && data && data.total > 0
        ? t`Looking: ${Math.min(99, Math.round((100 * data.done) / data.total))} %`
        : t`Look among all people`}
    </Button>
  )
}
