// Introductions: choose somebody: who of us knows them, who might take care, and the strongest ways to them over one or two
// people, with the reason of every step.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { knownByQuery, pathsQuery, personQuery, type Path, type PersonPage, type PersonRef } from '@/api'
import {
  Empty,
  Failed,
  figure,
  IconPath,
  IconRight,
  MemberMark,
  Notice,
  PersonMark,
  PersonSearch,
  Section,
  SkeletonRows,
} from '@/ui'
import { KnownByTable } from './KnownBy'
import { PersonLink } from './PersonLink'
import css from './Relationships.module.css'

interface Props {
  person?: string
  onPerson: (id: string | undefined) => void
}

export function Introductions({ person, onPerson }: Props) {
  const { t } = useLingui()
  return (
    <div className={css.sections}>
      <PersonSearch label={t`Whom do you want to reach?`} onPick={(p) => onPerson(p.id)} />
      {person ? (
        <Reach key={person} id={person} />
      ) : (
        <Empty icon={IconPath} title={<Trans>Choose somebody</Trans>}>
          <Trans>
            Kith looks who of us knows them, and for the strongest ways to them over one or two people who
            know each other.
          </Trans>
        </Empty>
      )}
    </div>
  )
}

function Reach({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(personQuery(id))
  if (isPending) return <SkeletonRows rows={3} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <Ways person={data} />
      <Known person={data} />
    </>
  )
}

function Ways({ person }: { person: PersonPage }) {
  const { data, error, isPending, refetch } = useQuery(pathsQuery(person.id))
  const target: PersonRef = person
  return (
    <Section
      title={<Trans>Ways to {person.name}</Trans>}
      lead={
        <Trans>
          The strongest first: the tie of a colleague, times the links between the people on the way.
        </Trans>
      }
    >
      {isPending ? (
        <SkeletonRows rows={3} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon={IconPath} title={<Trans>No way is known yet</Trans>}>
          <Trans>
            People are linked when they belong to the same organization, were at something together, answer
            each other, or sent us one another. Kith looks for such links every night.
          </Trans>
        </Empty>
      ) : (
        <ol className={css.ways}>
          {data.items.map((path, i) => (
            <li key={i}>
              <Way path={path} target={target} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

function Way({ path, target }: { path: Path; target: PersonRef }) {
  const { t } = useLingui()
  const strength = Math.round(path.strength)
  const stops = [...path.via, target]
  return (
    <article className={css.way} aria-label={path.sentence}>
      <header>
        <h3>{path.sentence}</h3>
        <span className={css.wayFigure} title={t`Strength of this way, of 100`}>
          <span className={css.meter} aria-hidden>
            <span style={{ width: `${Math.max(3, strength)}%` }} />
          </span>
          <b>{figure(strength)}</b>
          <span className="sr">{t`of 100`}</span>
        </span>
      </header>
      <ul className={css.chain}>
        <li>
          <MemberMark name={path.member.name} size={32} />
          <span>{path.member.name}</span>
        </li>
        {stops.map((p, i) => (
          <Fragment key={p.id}>
            <li className={css.link} aria-hidden>
              <IconRight size={16} />
            </li>
            <li>
              <PersonMark name={p.name} stage={p.stage} size={34} silent={i === stops.length - 1} />
              <Link to="/people/$person" params={{ person: p.id }}>
                {p.name}
              </Link>
            </li>
          </Fragment>
        ))}
      </ul>
      <ul className={css.why} aria-label={t`Why`}>
        {path.steps.map((step, i) => (
          <li key={i}>{step.sentence}</li>
        ))}
      </ul>
    </article>
  )
}

function Known({ person }: { person: PersonPage }) {
  const { data, error, isPending, refetch } = useQuery(knownByQuery(person.id))
  if (isPending) return <SkeletonRows rows={3} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <Section
      title={<Trans>Who of us knows {person.name}</Trans>}
      lead={
        <Plural
          value={data.items.length}
          one="One colleague, by strength."
          other="# colleagues, by strength."
        />
      }
    >
      <div className={css.answer}>
        <PersonLink person={person}>
          <p>{data.sentence}</p>
        </PersonLink>
        {data.single_thread && (
          <Notice tone="amber">
            <Trans>One thread only: when that colleague is away, nobody of us knows {person.name}.</Trans>
          </Notice>
        )}
        {data.suggested && (
          <Notice tone="accent">
            <Trans>
              <b>{data.suggested.name}</b> might take care of them.
            </Trans>{' '}
            {data.suggested_why}
          </Notice>
        )}
        <KnownByTable known={data} />
      </div>
    </Section>
  )
}
