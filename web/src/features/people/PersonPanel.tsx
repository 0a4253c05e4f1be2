// PersonPanel: who this is, beside a conversation and on the person's own page: identities on every network, role, the
// stage with its evidence, heard and told, the timeline.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import {
  personQuery,
  threadQuery,
  timelineQuery,
  useCan,
  type Identity,
  type Person,
  type TimelineEntry,
} from '@/api'
import {
  Balance,
  Button,
  Chip,
  Dialog,
  Empty,
  Failed,
  IconEdit,
  IconForward,
  IconHeard,
  IconPerson,
  IconTold,
  NetworkSign,
  PersonMark,
  SkeletonRows,
  STAGES,
  Time,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import css from './Person.module.css'

const PersonForm = lazy(async () => ({ default: (await import('./PersonForm')).PersonForm }))

/** The person of a conversation, in its side panel. */
export function ConversationPerson({ conversation }: { conversation: string }) {
  const { data } = useQuery(threadQuery(conversation))
  if (!data) return <SkeletonRows rows={4} />
  if (!data.person)
    return (
      <Empty icon={IconPerson} title={<Trans>Nobody yet</Trans>}>
        <Trans>Only our own posts are known in this conversation.</Trans>
      </Empty>
    )
  return <PersonPanel first={data.person} />
}

function PersonPanel({ first }: { first: Person }) {
  const { data: whole } = useQuery({ ...personQuery(first.id), staleTime: 15_000 })
  const data: Person = whole ?? first
  return (
    <div className={css.panel}>
      <PersonHead person={data} />
      <StageBlock person={data} />
      <AboutBlock person={data} />
      <BalanceBlock person={data} />
      <Identities list={data.identities} />
      <Timeline id={data.id} short />
      <Link to="/people/$person" params={{ person: data.id }}>
        <Trans>Open the page of this person</Trans>
      </Link>
    </div>
  )
}

export function PersonHead({ person, wide }: { person: Person; wide?: boolean }) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const may = useCan('work')
  const [editing, setEditing] = useState(false)
  return (
    <div className={css.top} data-wide={wide || undefined}>
      <PersonMark name={person.name} stage={person.stage} size={wide ? 84 : 72} silent />
      <div>
        <h2>{person.name}</h2>
        <div className={css.handle}>{person.handle}</div>
        <div className={css.stage}>
          <Chip tone="accent">{stages[person.stage]}</Chip>
          {person.role && <Chip>{roles[person.role]}</Chip>}
          {may && (
            <Button
              kind="quiet"
              size="s"
              icon={IconEdit}
              onClick={() => setEditing(true)}
              title={t`Change name, role and words about ${person.name}`}
            >
              {person.role ? <Trans>Change</Trans> : <Trans>Give a role</Trans>}
            </Button>
          )}
        </div>
      </div>
      <Dialog title={<Trans>About this person</Trans>} opened={editing} onClose={() => setEditing(false)}>
        <Suspense>
          <PersonForm person={person} onClose={() => setEditing(false)} />
        </Suspense>
      </Dialog>
    </div>
  )
}

function Block({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.block}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

export function StageBlock({ person }: { person: Person }) {
  const stages = useStageWords()
  const filled = person.stage === 'dormant' ? 0 : STAGES.indexOf(person.stage) + 1
  return (
    <Block title={<Trans>Relationship</Trans>}>
      <div className={css.steps} aria-hidden>
        {STAGES.map((stage, i) => (
          <span key={stage} data-on={i < filled || undefined} title={stages[stage]} />
        ))}
      </div>
      <p className={css.evidence}>
        <strong>{stages[person.stage]}.</strong> {person.stage_reason}
      </p>
    </Block>
  )
}

export function AboutBlock({ person }: { person: Person }) {
  if (!person.about) return null
  return (
    <Block title={<Trans>What we know</Trans>}>
      <p className={css.about}>{person.about}</p>
    </Block>
  )
}

export function BalanceBlock({ person }: { person: Person }) {
  return (
    <Block title={<Trans>Heard and told, all time</Trans>}>
      <Balance heard={person.heard} told={person.told} figures />
      <dl className={css.facts} style={{ marginTop: 12 }}>
        <dt>
          <Trans>Exchanges on different days</Trans>
        </dt>
        <dd>{person.exchanges}</dd>
        <dt>
          <Trans>Conversations</Trans>
        </dt>
        <dd>{person.conversations}</dd>
        {person.first_in_at && (
          <>
            <dt>
              <Trans>First heard</Trans>
            </dt>
            <dd>
              <Time at={person.first_in_at} as="exact" />
            </dd>
          </>
        )}
        {person.last_out_at && (
          <>
            <dt>
              <Trans>Last answered</Trans>
            </dt>
            <dd>
              <Time at={person.last_out_at} as="exact" />
            </dd>
          </>
        )}
      </dl>
    </Block>
  )
}

export function Identities({ list }: { list: Identity[] }) {
  return (
    <Block title={<Plural value={list.length} one="Account" other="Accounts" />}>
      {list.map((one) => (
        <div key={one.id} className={css.identity}>
          <NetworkSign network={one.network} size={15} />
          {one.url ? (
            <a href={one.url} target="_blank" rel="noopener noreferrer nofollow">
              {one.handle || one.name}
            </a>
          ) : (
            <b>{one.handle || one.name}</b>
          )}
          <span className={css.quiet}>
            {one.followers !== null && <Plural value={one.followers} one="# follower" other="# followers" />}
          </span>
          {one.bio && <p className={css.bio}>{one.bio}</p>}
        </div>
      ))}
    </Block>
  )
}

export function Timeline({ id, short }: { id: string; short?: boolean }) {
  const query = useInfiniteQuery(timelineQuery(id))
  const entries = query.data?.pages.flatMap((p) => p.items) ?? []
  const shown = short ? entries.slice(0, 6) : entries
  return (
    <Block title={<Trans>Timeline</Trans>}>
      {query.isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : shown.length === 0 ? (
        <p className={css.quiet}>
          <Trans>Nothing was said yet.</Trans>
        </p>
      ) : (
        <div className={css.timeline}>
          {shown.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </div>
      )}
      {!short && query.hasNextPage && (
        <Button
          kind="quiet"
          size="s"
          icon={IconForward}
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          <Trans>Earlier</Trans>
        </Button>
      )}
    </Block>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useLingui()
  const out = entry.direction === 'out'
  const body = (
    <>
      <span className={css.dot} data-out={out || undefined}>
        {out ? <IconTold size={11} aria-hidden /> : <IconHeard size={11} aria-hidden />}
        <span className="sr">{out ? t`We said` : t`They said`}</span>
      </span>
      <span>
        <span className={css.meta}>
          <span>
            {out ? (entry.member?.name ?? t`Us`) : entry.channel?.name}{' '}
            {out && entry.channel && `· ${entry.channel.name}`}
          </span>
          <Time at={entry.at} />
        </span>
        <span className={css.said}>{entry.text}</span>
      </span>
    </>
  )
  return entry.conversation_id ? (
    <Link
      className={css.entry}
      to="/inbox/$view/$conversation"
      params={{ view: 'all', conversation: entry.conversation_id }}
    >
      {body}
    </Link>
  ) : (
    <div className={css.entry}>{body}</div>
  )
}
