// StormCard: what stands for a storm says its size, speed and reach, what differs in it, who was kept out and why, and
// what was decided about all of it. What is only part of one says where that is, and why it stands on its own.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, stormQuery, take, type Conversation, type Storm, type StormPost } from '@/api'
import { Button, ErrorNotice, Notice, Time } from '@/ui'
import css from './StormCard.module.css'

interface StormCardProps {
  c: Conversation
  mayWork: boolean
  onMine: (ids: string[]) => void
  onThere: (id: string) => void
}

type Ref = NonNullable<Conversation['storm']>

export function StormCard(props: StormCardProps) {
  const { c, onThere } = props
  const { data } = useQuery({ ...stormQuery(c.storm?.id ?? ''), enabled: c.storm !== null })
  if (!c.storm) return null
  return (
    <div className={css.storm}>
      <Notice tone="amber">
        {c.storm.head ? (
          <Head {...props} storm={c.storm} page={data} />
        ) : (
          <>
            <Part folded={c.status === 'folded'} own={c.storm.own} />
            {data && (
              <>
                {' '}
                <button type="button" className={css.there} onClick={() => onThere(data.head_id)}>
                  <Trans>Show what stands for it</Trans>
                </button>
              </>
            )}
          </>
        )}
      </Notice>
    </div>
  )
}

function Part({ folded, own }: { folded: boolean; own: Ref['own'] }) {
  if (folded) return <Trans>This is folded into a storm: what is decided there holds here, too.</Trans>
  if (own === 'asks')
    return (
      <Trans>This belongs to a storm and was kept out: it asks us something that the others do not.</Trans>
    )
  if (own === 'held') return <Trans>This belongs to a storm and was kept out: a colleague has it.</Trans>
  if (own === 'more') return <Trans>This belongs to a storm and was kept out: more was said here.</Trans>
  return <Trans>This belongs to a storm and was taken out of it.</Trans>
}

function Head({
  storm,
  page,
  mayWork,
  onMine,
  onThere,
}: StormCardProps & { storm: Ref; page: Storm | undefined }) {
  return (
    <div className={css.lines}>
      <div>
        <strong>
          <Trans>
            Storm: {storm.posts} posts by {storm.authors} people.
          </Trans>
        </strong>{' '}
        {page?.about ? (
          <Trans>They share one link: {page.about}.</Trans>
        ) : (
          <Trans>They say nearly the same.</Trans>
        )}
      </div>
      {page && <Measures page={page} />}
      {page && <Samples page={page} />}
      <div>
        <Trans>
          They are folded here, and what you decide here holds for all of them. An answer goes to this one
          post only; the same words are never sent to everybody.
        </Trans>{' '}
        <Link to="/inbox/$view" params={{ view: 'storms' }} search={{ storm: storm.id }}>
          <Trans>Show the folded posts</Trans>
        </Link>
      </div>
      {page && page.own.length > 0 && <KeptOut own={page.own} onThere={onThere} />}
      {page && <Decision page={page} mayWork={mayWork} onMine={onMine} />}
    </div>
  )
}

function Measures({ page }: { page: Storm }) {
  const { i18n } = useLingui()
  const reach = i18n.number(page.reach)
  return (
    <div>
      <Plural value={page.last_hour} one="# post in the last hour" other="# posts in the last hour" />,{' '}
      <Trans>at most {page.peak} an hour</Trans>
      {page.peak_at && (
        <>
          {' '}
          (<Time at={page.peak_at} as="exact" />)
        </>
      )}
      .{' '}
      {page.reach_known > 0 ? (
        <Trans>
          It reaches {reach} followers, known of {page.reach_known} of {page.authors} people; who follows two
          counts twice.
        </Trans>
      ) : (
        <Trans>How many it reaches is not known: no network says how many follow them.</Trans>
      )}
    </div>
  )
}

function Samples({ page }: { page: Storm }) {
  const { differs } = page
  const percent = differs ? Math.round(differs.alike / 10) : 100
  return (
    <>
      {page.sample && <blockquote className={css.quote}>{page.sample}</blockquote>}
      {differs && percent < 100 && differs.text !== page.sample && !page.about && (
        <div>
          <Trans>Least like the others, with {percent} % of the words alike:</Trans>
          <blockquote className={css.quote}>{differs.text}</blockquote>
        </div>
      )}
    </>
  )
}

function KeptOut({ own, onThere }: { own: StormPost[]; onThere: (id: string) => void }) {
  const { t } = useLingui()
  const why = {
    asks: t`asks us something that the others do not`,
    held: t`a colleague has it`,
    more: t`more was said there`,
    '': '',
  }
  return (
    <details>
      <summary>
        <Plural value={own.length} one="# post stands on its own" other="# posts stand on their own" />
      </summary>
      <ul className={css.own}>
        {own.map((p) => (
          <li key={p.post_id}>
            <button type="button" className={css.there} onClick={() => onThere(p.conversation_id)}>
              {p.author || t`Somebody`}
            </button>
            : {why[p.own]}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Decision({ page, mayWork, onMine }: Pick<StormCardProps, 'mayWork' | 'onMine'> & { page: Storm }) {
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: (decision: 'open' | 'muted') => {
      onMine([page.head_id])
      return take(
        api.PUT('/api/v1/storms/{id}/decision', { params: { path: { id: page.id } }, body: { decision } }),
      )
    },
    onSuccess: (now) => {
      client.setQueryData(stormQuery(page.id).queryKey, now)
      for (const key of ['thread', 'conversations', 'views'])
        void client.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <>
      <Decided page={page} />
      {mayWork && (
        <div>
          <Button
            size="s"
            kind="quiet"
            busy={decide.isPending}
            onClick={() => decide.mutate(page.decided === 'muted' ? 'open' : 'muted')}
          >
            {page.decided === 'muted' ? <Trans>Hear it again</Trans> : <Trans>Mute this storm</Trans>}
          </Button>
        </div>
      )}
      <ErrorNotice error={decide.error} />
    </>
  )
}

function Decided({ page }: { page: Storm }) {
  const { t } = useLingui()
  const name = page.decided_by?.name ?? t`Somebody`
  const people = page.decided_authors
  if (page.decided === 'muted')
    return <Trans>{name} muted it: it does not come back, however many join.</Trans>
  if (page.decided === 'done')
    return (
      <Trans>
        {name} was done with it at {people} people. Who joins follows; it comes back when it is much larger.
      </Trans>
    )
  if (page.decided === 'answered')
    return (
      <Trans>
        {name} answered it at {people} people. Who joins follows; it comes back when it is much larger.
      </Trans>
    )
  if (page.decided === 'grown')
    return (
      <Trans>
        It came back: it was settled at {people} people, and now there are {page.authors}.
      </Trans>
    )
  return null
}
