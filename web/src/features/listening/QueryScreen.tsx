// QueryScreen: one listening query: its words, what it found by the day, and the posts.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  api,
  queriesQuery,
  queryDaysQuery,
  queryPostsQuery,
  take,
  useCan,
  type Query,
  type QueryTopic,
} from '@/api'
import {
  Button,
  Chip,
  Confirm,
  Dialog,
  Empty,
  Failed,
  figure,
  IconAll,
  Page,
  Section,
  Segments,
  SkeletonRows,
  SwitchField,
  useToast,
} from '@/ui'
import { Bars } from './Bars'
import { Found } from './Found'
import { QueryForm } from './QueryForm'
import { useVerbs } from './words'
import css from './Listening.module.css'

export function QueryScreen({ id, onGone }: { id: string; onGone: () => void }) {
  const { data, error, isPending, refetch } = useQuery(queriesQuery())
  const query = data?.items.find((q) => q.id === id)
  return (
    <Page
      title={query?.name ?? <Trans>Listening</Trans>}
      before={
        <Link to="/listening" className={css.back}>
          <Trans>Listening</Trans>
        </Link>
      }
      width="l"
    >
      {isPending ? (
        <SkeletonRows rows={5} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : query ? (
        <One query={query} topics={data.topics} onGone={onGone} />
      ) : (
        <Empty icon={IconAll} title={<Trans>This query is not here any more</Trans>}>
          <Trans>Somebody removed it. The changes below the list bring it back.</Trans>
        </Empty>
      )}
    </Page>
  )
}

function One({ query, topics, onGone }: { query: Query; topics: QueryTopic[]; onGone: () => void }) {
  const { t } = useLingui()
  const verbs = useVerbs()
  const may = useCan('work') && query.may_change
  const client = useQueryClient()
  const toast = useToast()
  const [editing, setEditing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const path = { params: { path: { id: query.id } } }
  const again = () => client.invalidateQueries({ queryKey: ['queries'] })
  const turn = useMutation({
    mutationFn: (enabled: boolean) => take(api.PATCH('/api/v1/queries/{id}', { ...path, body: { enabled } })),
    onSuccess: again,
    onError: toast.fail,
  })
  const lock = useMutation({
    mutationFn: (locked: boolean) =>
      take(api.POST('/api/v1/queries/{id}/lock', { ...path, body: { locked } })),
    onSuccess: again,
    onError: toast.fail,
  })
  return (
    <>
      <div className={css.card}>
        <code className={css.whole}>{query.body}</code>
        <p className={css.quiet}>
          <Chip>{verbs[query.verb].name}</Chip> {verbs[query.verb].help}
        </p>
        {query.filled < 1 && (
          <p className={css.quiet} role="status">
            <Trans>
              What is stored is being looked through: {figure(Math.floor(query.filled * 100))} %,{' '}
              <Plural value={query.looked} one="# post" other="# posts" /> so far.
            </Trans>
          </p>
        )}
        {query.locked_by && (
          <p className={css.quiet}>
            <Trans>Locked by {query.locked_by.name}: only they and admins may change it.</Trans>
          </p>
        )}
        {may && (
          <div className={css.acts}>
            <SwitchField
              label={<Trans>Listens</Trans>}
              checked={query.enabled}
              onChange={(on) => turn.mutate(on)}
            />
            <Button onClick={() => setEditing(true)}>
              <Trans>Change</Trans>
            </Button>
            <Button busy={lock.isPending} onClick={() => lock.mutate(!query.locked_by)}>
              {query.locked_by ? <Trans>Let all change it</Trans> : <Trans>Lock</Trans>}
            </Button>
            <Button onClick={() => setRemoving(true)}>
              <Trans>Remove</Trans>
            </Button>
          </div>
        )}
      </div>
      {query.verb !== 'skip' && <Volume id={query.id} />}
      {query.verb === 'skip' ? (
        <p className={css.quiet}>
          <Plural
            value={query.skipped}
            one="# post was not collected in 30 days."
            other="# posts were not collected in 30 days."
          />
        </p>
      ) : (
        <Posts id={query.id} hides={query.verb === 'hide'} />
      )}
      <Dialog title={t`Change the query`} opened={editing} onClose={() => setEditing(false)} width={760}>
        <QueryForm query={query} topics={topics} onClose={() => setEditing(false)} />
      </Dialog>
      <Confirm
        opened={removing}
        title={t`Remove this query?`}
        verb={<Trans>Remove</Trans>}
        run={async () => {
          await take(api.DELETE('/api/v1/queries/{id}', path))
          await again()
          onGone()
        }}
        onClose={() => setRemoving(false)}
      >
        <Trans>What it found is forgotten; the posts stay. You can take this back below the list.</Trans>
      </Confirm>
    </>
  )
}

function Volume({ id }: { id: string }) {
  const { t } = useLingui()
  const [days, setDays] = useState<'30' | '90'>('30')
  const { data } = useQuery(queryDaysQuery(id, Number(days)))
  if (!data) return null
  const known = new Map(data.items.map((d) => [d.at.slice(0, 10), d]))
  const all = Array.from({ length: data.days }, (_, i) => {
    const day = new Date(Date.now() - (data.days - 1 - i) * 86_400_000).toISOString().slice(0, 10)
    return { day, posts: known.get(day)?.posts ?? 0 }
  })
  const sum = (pick: 'posts' | 'against' | 'pro') => data.items.reduce((n, d) => n + d[pick], 0)
  return (
    <Section
      title={<Trans>How much</Trans>}
      actions={
        <Segments
          label={t`Period`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '30', label: t`30 days` },
            { value: '90', label: t`90 days` },
          ]}
        />
      }
    >
      <p>
        <b>
          <Plural value={sum('posts')} one="# post" other="# posts" />
        </b>
        {sum('posts') > 0 && (
          <>
            {': '}
            <Trans>
              {sum('pro')} for, {sum('against')} against, as far as their words say
            </Trans>
          </>
        )}
      </p>
      <Bars days={all} />
    </Section>
  )
}

function Posts({ id, hides }: { id: string; hides: boolean }) {
  const { t } = useLingui()
  const [shown, setShown] = useState<'found' | 'hidden'>('found')
  const { data, error, isPending, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    queryPostsQuery(id, shown === 'hidden'),
  )
  const items = data?.pages.flatMap((p) => p.items) ?? []
  return (
    <Section
      title={<Trans>Posts</Trans>}
      actions={
        !hides && (
          <Segments
            label={t`Which posts`}
            value={shown}
            onChange={setShown}
            choices={[
              { value: 'found', label: t`Found` },
              { value: 'hidden', label: t`Hidden by another query` },
            ]}
          />
        )
      }
    >
      {isPending ? (
        <SkeletonRows rows={4} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : items.length === 0 ? (
        <p className={css.quiet}>
          {shown === 'hidden' ? (
            <Trans>No other query hides any of them.</Trans>
          ) : (
            <Trans>Nothing yet. What comes in from now on appears here by itself.</Trans>
          )}
        </p>
      ) : (
        <ul className={css.found}>
          {items.map((post) => (
            <li key={post.post_id}>
              <Found post={post} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()}>
          <Trans>Older posts</Trans>
        </Button>
      )}
    </Section>
  )
}
