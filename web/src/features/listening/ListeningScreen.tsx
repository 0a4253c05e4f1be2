// ListeningScreen: the listening queries by topic, what each found lately, and who changed what.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queriesQuery, useCan, type Query, type QueryTopic } from '@/api'
import {
  Button,
  Chip,
  Dialog,
  Empty,
  Failed,
  figure,
  IconAll,
  IconImport,
  IconPlus,
  Page,
  Section,
  SkeletonRows,
  Time,
} from '@/ui'
import { Changes } from './Changes'
import { ImportForm } from './ImportForm'
import { QueryForm } from './QueryForm'
import { TopicForm } from './TopicForm'
import { useVerbs } from './words'
import css from './Listening.module.css'

export function ListeningScreen() {
  const { t } = useLingui()
  const may = useCan('work')
  const { data, error, isPending, refetch } = useQuery(queriesQuery())
  const [adding, setAdding] = useState<string | null>(null) // the words to begin with
  const [importing, setImporting] = useState(false)
  const [topic, setTopic] = useState<QueryTopic | 'new' | null>(null)
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setAdding('')}>
      <Trans>New query</Trans>
    </Button>
  )
  return (
    <Page
      title={<Trans>Listening</Trans>}
      lead={<Trans>What people say about us and around us, on every channel</Trans>}
      width="l"
      actions={
        <>
          {may && data && data.items.length > 0 && (
            <Button icon={IconPlus} onClick={() => setTopic('new')}>
              <Trans>New topic</Trans>
            </Button>
          )}
          {may && data && (
            <Button icon={IconImport} onClick={() => setImporting(true)}>
              <Trans>From another product</Trans>
            </Button>
          )}
          {data && data.items.length > 0 && add}
        </>
      }
    >
      {isPending ? (
        <SkeletonRows rows={5} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon={IconAll} title={<Trans>Nobody listens yet</Trans>} action={add}>
          <Trans>
            Write a query once; every post that comes in is held against it, and what is stored is looked
            through. Try it before you save it.
          </Trans>
        </Empty>
      ) : (
        <Groups items={data.items} topics={data.topics} days={data.days} may={may} onTopic={setTopic} />
      )}
      {data && <Changes may={may} />}
      <Dialog title={t`New query`} opened={adding !== null} onClose={() => setAdding(null)} width={760}>
        <QueryForm begin={adding ?? ''} topics={data?.topics ?? []} onClose={() => setAdding(null)} />
      </Dialog>
      <Dialog
        title={t`A query of another product`}
        opened={importing}
        onClose={() => setImporting(false)}
        width={760}
      >
        <ImportForm
          onTake={(words) => {
            setImporting(false)
            setAdding(words)
          }}
          onClose={() => setImporting(false)}
        />
      </Dialog>
      <Dialog
        title={topic === 'new' ? t`New topic` : t`Change the topic`}
        opened={topic !== null}
        onClose={() => setTopic(null)}
      >
        {topic && <TopicForm topic={topic === 'new' ? null : topic} onClose={() => setTopic(null)} />}
      </Dialog>
    </Page>
  )
}

interface GroupsProps {
  items: Query[]
  topics: QueryTopic[]
  days: number
  may: boolean
  onTopic: (topic: QueryTopic) => void
}

function Groups({ items, topics, days, may, onTopic }: GroupsProps) {
  const rest = items.filter((q) => !topics.some((one) => one.id === q.topic))
  return (
    <>
      {topics.map((topic) => {
        const own = items.filter((q) => q.topic === topic.id)
        return (
          <Section
            key={topic.id}
            title={
              <>
                {topic.name}{' '}
                {topic.rival && (
                  <Chip>
                    <Trans>rival</Trans>
                  </Chip>
                )}
              </>
            }
            actions={
              may && (
                <Button size="s" onClick={() => onTopic(topic)}>
                  <Trans>Change</Trans>
                </Button>
              )
            }
          >
            {own.length > 0 ? (
              <Queries items={own} days={days} />
            ) : (
              <p className={css.quiet}>
                <Trans>No query belongs to this topic yet.</Trans>
              </p>
            )}
          </Section>
        )
      })}
      {rest.length > 0 && (
        <Section title={topics.length > 0 ? <Trans>Other queries</Trans> : <Trans>Queries</Trans>}>
          <Queries items={rest} days={days} />
        </Section>
      )}
    </>
  )
}

function Queries({ items, days }: { items: Query[]; days: number }) {
  const verbs = useVerbs()
  return (
    <ul className={css.queries}>
      {items.map((q) => (
        <li key={q.id} data-off={!q.enabled || undefined}>
          <Link className={css.query} to="/listening/$query" params={{ query: q.id }}>
            <span className={css.name}>
              {q.name}
              {q.verb !== 'watch' && <Chip>{verbs[q.verb].name}</Chip>}
              {!q.enabled && (
                <Chip>
                  <Trans>off</Trans>
                </Chip>
              )}
            </span>
            <code className={css.body}>{q.body}</code>
            <span className={css.count}>
              {q.verb === 'skip' ? (
                <Plural value={q.skipped} one="# post not collected" other="# posts not collected" />
              ) : (
                <Plural value={q.posts} one="# post" other="# posts" />
              )}{' '}
              <Plural value={days} one="in # day" other="in # days" />
            </span>
            <span className={css.quiet}>
              {q.filled < 1 ? (
                <Trans>history: {figure(Math.floor(q.filled * 100))} % looked through</Trans>
              ) : (
                q.last_at && (
                  <Trans>
                    last <Time at={q.last_at} />
                  </Trans>
                )
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
