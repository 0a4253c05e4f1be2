// MapPage: who of us talks with whom, and who of them know each other: as a map, and as the table behind it. What is left
// out is said: "120 of 340". Loaded with its drawing only when one looks at it.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { graphQuery, membersQuery, type Graph, type GraphFilter, type GraphNode } from '@/api'
import {
  Button,
  Empty,
  Failed,
  figure,
  IconButton,
  IconClose,
  IconMinus,
  IconPlus,
  IconRelationships,
  IconZoomFit,
  MemberMark,
  Notice,
  Segments,
  SelectField,
  SkeletonRows,
  STAGES,
  Table,
  usePersonRoleWords,
  useStageWords,
  type Stage,
} from '@/ui'
import { StageSign } from '@/ui/charts'
import { canDraw, GraphCanvas, type GraphHandle } from './GraphCanvas'
import { graphModel, graphRows, isDormant, type GraphModel, type GraphRow, type Neighbour } from './graph'
import { PersonLink } from './PersonLink'
import css from './Map.module.css'

type Role = NonNullable<GraphFilter['role']>
type StageFilter = NonNullable<GraphFilter['stage']>
const LIMITS = ['50', '150', '300', '500'] as const

interface MapPageProps {
  person?: string
  onPerson: (id: string | undefined) => void
}

export function MapPage({ person, onPerson }: MapPageProps) {
  const { t } = useLingui()
  const able = useMemo(canDraw, [])
  const [as, setAs] = useState<'map' | 'table'>(able ? 'map' : 'table')
  const [member, setMember] = useState('')
  const [role, setRole] = useState<Role | ''>('')
  const [stage, setStage] = useState<StageFilter | ''>('')
  const [limit, setLimit] = useState<(typeof LIMITS)[number]>('150')
  const filter: GraphFilter = person
    ? { person, limit: Number(limit) }
    : {
        member: member || undefined,
        role: role || undefined,
        stage: stage || undefined,
        limit: Number(limit),
      }
  const query = useQuery(graphQuery(filter))
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <Segments
          label={t`Show as`}
          value={as}
          onChange={setAs}
          choices={[
            { value: 'map', label: t`Map` },
            { value: 'table', label: t`Table` },
          ]}
        />
        {person ? (
          <Button size="s" icon={IconClose} onClick={() => onPerson(undefined)}>
            <Trans>Around everybody again</Trans>
          </Button>
        ) : (
          <Filters {...{ member, setMember, role, setRole, stage, setStage }} />
        )}
        <SelectField
          aria-label={t`How many people at most`}
          value={limit}
          onChange={setLimit}
          choices={LIMITS.map((n) => ({ value: n, label: t`up to ${n}` }))}
        />
      </div>
      {!able && (
        <Notice>
          <Trans>This browser cannot draw the map (it has no WebGL). The table says the same.</Trans>
        </Notice>
      )}
      {query.isPending ? (
        <SkeletonRows rows={8} face={false} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.shown === 0 ? (
        <Empty icon={IconRelationships} title={<Trans>Nobody fits</Trans>}>
          {role || stage || member ? (
            <Trans>Nobody of us talks with such people both ways. Look with fewer filters.</Trans>
          ) : (
            <Trans>People appear on the map once both sides have spoken.</Trans>
          )}
        </Empty>
      ) : (
        <Shown graph={query.data} as={able ? as : 'table'} person={person} onPerson={onPerson} />
      )}
    </div>
  )
}

interface FiltersProps {
  member: string
  setMember: (id: string) => void
  role: Role | ''
  setRole: (role: Role | '') => void
  stage: StageFilter | ''
  setStage: (stage: StageFilter | '') => void
}

function Filters({ member, setMember, role, setRole, stage, setStage }: FiltersProps) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const { data: members } = useQuery(membersQuery())
  const known = Object.entries(roles).filter(([value]) => value !== '')
  return (
    <>
      <SelectField
        aria-label={t`Around whom`}
        value={member}
        onChange={setMember}
        choices={[
          { value: '', label: t`All of us` },
          ...(members?.items ?? [])
            .filter((m) => m.status === 'active')
            .map((m) => ({ value: m.id, label: m.name })),
        ]}
      />
      <SelectField
        aria-label={t`Role`}
        value={role}
        onChange={setRole}
        choices={[
          { value: '' as const, label: t`Any role` },
          ...known.map(([value, label]) => ({ value: value as Role, label })),
        ]}
      />
      <SelectField
        aria-label={t`Stage`}
        value={stage}
        onChange={setStage}
        choices={[
          { value: '' as const, label: t`Any stage` },
          ...STAGES.slice(1).map((s) => ({ value: s as StageFilter, label: stages[s] })),
        ]}
      />
    </>
  )
}

interface ShownProps {
  graph: Graph
  as: 'map' | 'table'
  person?: string
  onPerson: (id: string | undefined) => void
}

function Shown({ graph, as, person, onPerson }: ShownProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const model = useMemo(() => graphModel(graph), [graph])
  const [wanted, setChosen] = useState<string | null>(null)
  const chosen = wanted && model.nodes.has(wanted) ? wanted : null
  const canvas = useRef<GraphHandle>(null)
  const open = (n: GraphNode) => {
    if (n.kind === 'person') void navigate({ to: '/people/$person', params: { person: n.id } })
  }
  const centre = person ? model.nodes.get(`p${person}`) : undefined
  return (
    <figure className={css.figure}>
      <figcaption className={css.says} aria-live="polite">
        <Says graph={graph} model={model} centre={centre} />
      </figcaption>
      {as === 'table' ? (
        <div className={css.table}>
          <GraphTable model={model} />
        </div>
      ) : (
        <div className={css.map}>
          <div className={css.drawing}>
            <GraphCanvas model={model} chosen={chosen} onChoose={setChosen} onOpen={open} handle={canvas} />
            <div className={css.zoom}>
              <IconButton
                icon={IconPlus}
                size="s"
                kind="plain"
                label={t`Nearer`}
                onClick={() => canvas.current?.zoom(0.7)}
              />
              <IconButton
                icon={IconMinus}
                size="s"
                kind="plain"
                label={t`Farther`}
                onClick={() => canvas.current?.zoom(1.4)}
              />
              <IconButton
                icon={IconZoomFit}
                size="s"
                kind="plain"
                label={t`Show all of it`}
                onClick={() => canvas.current?.fit()}
              />
            </div>
          </div>
          <aside className={css.aside} aria-label={t`About the map`} aria-live="polite">
            {chosen ? (
              <Chosen model={model} node={chosen} onChoose={setChosen} onPerson={onPerson} />
            ) : (
              <Legend />
            )}
          </aside>
        </div>
      )}
    </figure>
  )
}

/** "Showing 120 of 340 people": what is on the map, and what is not. */
function Says({ graph, model, centre }: { graph: Graph; model: GraphModel; centre?: GraphNode }) {
  const all = `${figure(graph.all)}${graph.capped ? '+' : ''}`
  const links = model.edges.filter((e) => e.kind !== 'tie').length
  return (
    <>
      <b>
        <Trans>
          Showing {figure(graph.shown)} of {all}
        </Trans>
      </b>{' '}
      {centre ? (
        <Trans>people linked with {centre.name}, as of now.</Trans>
      ) : graph.shown < graph.all ? (
        <Trans>people with whom some of us talk both ways, as of now: the strongest of each colleague.</Trans>
      ) : (
        <Trans>people with whom some of us talk both ways, as of now.</Trans>
      )}{' '}
      <Plural value={links} one="# link between them." other="# links between them." />
    </>
  )
}

function Legend() {
  const stages = useStageWords()
  return (
    <div className={css.legend}>
      <p>
        <Trans>Choose somebody on the map to see whom they know.</Trans>
      </p>
      <ul>
        <li>
          <span className={css.squareSign} aria-hidden />
          <Trans>Colleague</Trans>
        </li>
        {(['contact', ...STAGES.slice(2)] as Stage[]).map((s) =>
          s === 'dormant' ? null : (
            <li key={s}>
              <StageSign stage={s} size={18} />
              {stages[s]}
            </li>
          ),
        )}
        <li>
          <StageSign stage={null} size={18} />
          {stages.dormant}
        </li>
        <li>
          <span className={css.lineSign} data-kind="tie" aria-hidden />
          <Trans>talks with us, thicker the stronger</Trans>
        </li>
        <li>
          <span className={css.lineSign} aria-hidden />
          <Trans>know each other</Trans>
        </li>
      </ul>
    </div>
  )
}

function useLinkWords(): (kind: string) => string {
  const { t } = useLingui()
  return (kind) =>
    ({
      colleague: t`same organization`,
      moment: t`were somewhere together`,
      talked: t`answer each other`,
      referred: t`one sent us the other`,
      introduced: t`one introduced the other`,
      family: t`one family`,
    })[kind] ?? t`noted by one of us`
}

interface ChosenProps {
  model: GraphModel
  node: string
  onChoose: (node: string | null) => void
  onPerson: (id: string | undefined) => void
}

function Chosen({ model, node, onChoose, onPerson }: ChosenProps) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const n = model.nodes.get(node)
  if (!n) return null
  const near = model.neighbours.get(node) ?? []
  const stage = isDormant(n) ? 'dormant' : ((n.stage ?? 'connection') as Stage)
  return (
    <div className={css.chosen}>
      <header>
        {n.kind === 'member' ? (
          <span className={css.member}>
            <MemberMark name={n.name} size={32} />
            <b>{n.name}</b>
          </span>
        ) : (
          <PersonLink person={{ id: n.id, name: n.name, stage, handle: '', avatar_url: n.avatar_url }}>
            <p>
              {stages[stage]}
              {n.role && ` · ${roles[n.role as keyof typeof roles]}`} ·{' '}
              <Trans>strength {figure(Math.round(n.strength))}</Trans>
            </p>
          </PersonLink>
        )}
        <IconButton icon={IconClose} size="s" label={t`Let go`} onClick={() => onChoose(null)} />
      </header>
      {n.kind === 'person' && (
        <div className={css.chosenActs}>
          <Button size="s" onClick={() => onPerson(n.id)}>
            <Trans>Map around them</Trans>
          </Button>
          <Link to="/relationships/$view" params={{ view: 'introductions' }} search={{ person: n.id }}>
            <Trans>Ways to them</Trans>
          </Link>
        </div>
      )}
      <Near
        title={n.kind === 'member' ? <Trans>Talks with</Trans> : <Trans>Known by</Trans>}
        list={near.filter((x) => x.edge.kind === 'tie')}
        onChoose={onChoose}
      />
      <Near
        title={<Trans>Knows</Trans>}
        list={near.filter((x) => x.edge.kind !== 'tie')}
        onChoose={onChoose}
      />
    </div>
  )
}

const FEW_NEAR = 12

function Near({
  title,
  list,
  onChoose,
}: {
  title: ReactNode
  list: Neighbour[]
  onChoose: (node: string) => void
}) {
  const words = useLinkWords()
  const [all, setAll] = useState(false)
  if (list.length === 0) return null
  return (
    <section>
      <h3>
        {title} <span>{figure(list.length)}</span>
      </h3>
      <ul>
        {(all ? list : list.slice(0, FEW_NEAR)).map(({ node, edge }) => (
          <li key={`${node.node}${edge.kind}`}>
            <button type="button" onClick={() => onChoose(node.node)}>
              {node.name}
            </button>
            <span>{edge.kind === 'tie' ? figure(Math.round(edge.weight * 100)) : words(edge.kind)}</span>
          </li>
        ))}
      </ul>
      {!all && list.length > FEW_NEAR && (
        <Button kind="quiet" size="s" onClick={() => setAll(true)}>
          <Trans>Show all {figure(list.length)}</Trans>
        </Button>
      )}
    </section>
  )
}

function GraphTable({ model }: { model: GraphModel }) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const words = useLinkWords()
  return (
    <Table
      label={t`Who knows whom`}
      rows={graphRows(model)}
      rowKey={(r) => r.person.node}
      columns={[
        {
          key: 'person',
          head: t`Person`,
          cell: ({ person: p }: GraphRow) => (
            <Link to="/people/$person" params={{ person: p.id }}>
              {p.name}
            </Link>
          ),
        },
        {
          key: 'stage',
          head: t`Stage`,
          cell: ({ person: p }) =>
            isDormant(p) ? stages.dormant : p.stage ? stages[p.stage as keyof typeof stages] : '–',
        },
        {
          key: 'role',
          head: t`Role`,
          quiet: true,
          cell: ({ person: p }) => (p.role ? roles[p.role as keyof typeof roles] : '–'),
        },
        {
          key: 'strength',
          head: t`Strength of 100`,
          end: true,
          cell: ({ person: p }) => figure(Math.round(p.strength)),
        },
        {
          key: 'known',
          head: t`Known by`,
          cell: (r) =>
            r.knownBy.map((n) => `${n.node.name} (${Math.round(n.edge.weight * 100)})`).join(', ') || '–',
        },
        {
          key: 'knows',
          head: t`Knows`,
          cell: (r) => r.knows.map((n) => `${n.node.name} (${words(n.edge.kind)})`).join(', ') || '–',
        },
      ]}
    />
  )
}
