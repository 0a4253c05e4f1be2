// SegmentPeople: who is in a segment now, what holds for them in words, and how often they should hear from us.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import {
  api,
  segmentFieldsQuery,
  segmentPeopleQuery,
  segmentQuery,
  take,
  useCan,
  type Person,
  type Segment,
} from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  Chip,
  Confirm,
  Dialog,
  DialogLead,
  Empty,
  Failed,
  fieldError,
  figure,
  IconButton,
  IconEdit,
  IconKeep,
  IconLock,
  IconMore,
  IconPeople,
  IconTrash,
  longSpan,
  Menu,
  RowList,
  SkeletonRows,
  TextField,
  useToast,
} from '@/ui'
import { Frame } from './AddDialogs'
import { fromJson } from './conditions'
import { KeepFields } from './KeepFields'
import { useConditionSentence } from './segmentWords'
import css from './Segments.module.css'

const DAY = 86_400_000

interface SegmentPeopleProps {
  id: string
  onEdit: () => void
  onGone: () => void
  render: (person: Person, active: boolean) => ReactNode
}

export function SegmentPeople({ id, onEdit, onGone, render }: SegmentPeopleProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const segment = useQuery(segmentQuery(id))
  const query = useInfiniteQuery(segmentPeopleQuery(id))
  const [active, setActive] = useState<string | null>(null)
  const rows = query.data?.pages.flatMap((p) => p.items) ?? []
  const move = (step: number) => {
    const at = rows.findIndex((p) => p.id === active)
    const next = rows[at < 0 ? 0 : at + step]
    if (next) setActive(next.id)
  }
  useCommands({ 'list.next': () => move(1), 'list.previous': () => move(-1) })
  if (segment.error) return <Failed error={segment.error} onRetry={() => void segment.refetch()} />
  if (!segment.data) return <SkeletonRows rows={8} />
  return (
    <>
      <Head segment={segment.data} onEdit={onEdit} onGone={onGone} />
      {query.isPending ? (
        <SkeletonRows rows={8} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={IconPeople} title={<Trans>Nobody is in it now</Trans>}>
          <Trans>Whoever fits the conditions appears here by themselves.</Trans>
        </Empty>
      ) : (
        <RowList
          label={t`People in ${segment.data.name}`}
          rows={rows}
          rowKey={(p) => p.id}
          rowHeight={56}
          active={active}
          onActive={(p) => setActive(p.id)}
          onOpen={(p) => void navigate({ to: '/people/$person', params: { person: p.id } })}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          render={(p, state) => render(p, state.active)}
        />
      )}
    </>
  )
}

function Head({ segment, onEdit, onGone }: { segment: Segment; onEdit: () => void; onGone: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const may = useCan('work')
  const { data: fields } = useQuery(segmentFieldsQuery())
  const sentence = useConditionSentence(fields?.items ?? [])
  const words = useMemo(
    () => (fields ? sentence(fromJson(fields.items, segment.conditions)) : ''),
    [fields, sentence, segment.conditions],
  )
  const [keeping, setKeeping] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [renaming, setRenaming] = useState(false)
  const keep = segment.keep_in_touch
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/segments/{id}', { params: { path: { id: segment.id } } })),
    onSuccess: async () => {
      onGone()
      await client.invalidateQueries({ queryKey: ['segments', 'list'] })
    },
  })
  return (
    <header className={css.head}>
      <div>
        <h2>
          {segment.name}{' '}
          {segment.mine && (
            <Chip icon={IconLock}>
              <Trans>only mine</Trans>
            </Chip>
          )}
        </h2>
        <p className={css.quiet}>
          {segment.count !== null && (
            <>
              <Plural
                value={segment.count}
                one="# person as of now"
                other={`${figure(segment.count)}${segment.capped ? '+' : ''} people as of now`}
              />
              {' · '}
            </>
          )}
          {words}
        </p>
        {keep && (
          <p className={css.keep}>
            <IconKeep size={14} aria-hidden />
            <Trans>
              Ideally in touch every {longSpan(keep.ideal_days * DAY)}, at the latest after{' '}
              {longSpan(keep.latest_days * DAY)}
            </Trans>{' '}
            · {keep.member ? keep.member.name : <Trans>anybody of us</Trans>}
          </p>
        )}
      </div>
      {may && (
        <div className={css.acts}>
          <Button size="s" icon={IconEdit} onClick={onEdit}>
            <Trans>Change</Trans>
          </Button>
          <Menu
            position="bottom-end"
            target={<IconButton icon={IconMore} label={t`What to do with ${segment.name}`} tip={false} />}
            entries={[
              { label: t`Keep in touch`, icon: IconKeep, run: () => setKeeping(true) },
              { label: t`Rename`, icon: IconEdit, run: () => setRenaming(true) },
              'line',
              { label: t`Remove`, icon: IconTrash, tone: 'red', run: () => setRemoving(true) },
            ]}
          />
        </div>
      )}
      {keeping && <KeepDialog segment={segment} onClose={() => setKeeping(false)} />}
      {renaming && <RenameDialog segment={segment} onClose={() => setRenaming(false)} />}
      <Confirm
        title={<Trans>Remove {segment.name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing}
        onClose={() => setRemoving(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>The people stay; the condition and its interval to keep in touch go.</Trans>
      </Confirm>
    </header>
  )
}

function useSegmentAct(onClose: () => void) {
  const client = useQueryClient()
  return async (now?: Segment) => {
    if (now) client.setQueryData(segmentQuery(now.id).queryKey, now)
    onClose()
    await Promise.all(
      [['segments'], ['relationships', 'slipping'], ['person']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    )
  }
}

function RenameDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { t } = useLingui()
  const settle = useSegmentAct(onClose)
  const [name, setName] = useState(segment.name)
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/segments/{id}', {
          params: { path: { id: segment.id } },
          body: { name: name.trim() },
        }),
      ),
    onSuccess: settle,
  })
  return (
    <Dialog title={<Trans>Rename {segment.name}</Trans>} opened onClose={onClose} width={420}>
      <Frame
        onClose={onClose}
        busy={save.isPending}
        error={save.error}
        fields={['name']}
        onSubmit={() => name.trim() && save.mutate()}
      >
        <TextField
          label={t`Name`}
          value={name}
          maxLength={120}
          onChange={(e) => setName(e.currentTarget.value)}
          error={fieldError(save.error, 'name')}
          autoComplete="off"
          data-autofocus
        />
      </Frame>
    </Dialog>
  )
}

function KeepDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const toast = useToast()
  const settle = useSegmentAct(onClose)
  const keep = segment.keep_in_touch
  const [ideal, setIdeal] = useState(String(keep?.ideal_days ?? 30))
  const [latest, setLatest] = useState(String(keep?.latest_days ?? 60))
  const [anybody, setAnybody] = useState(keep ? keep.member === null : true)
  const path = { path: { id: segment.id } }
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/segments/{id}/keep-in-touch', {
          params: path,
          body: { ideal_days: Number(ideal), latest_days: Number(latest), anybody },
        }),
      ),
    onSuccess: settle,
  })
  const stop = useMutation({
    mutationFn: () =>
      take(
        api.DELETE('/api/v1/segments/{id}/keep-in-touch', {
          params: { ...path, query: { anybody: keep?.member === null } },
        }),
      ),
    onSuccess: () => settle(),
    onError: toast.fail,
  })
  return (
    <Dialog title={<Trans>Keep in touch with {segment.name}</Trans>} opened onClose={onClose} width={460}>
      <Frame
        onClose={onClose}
        busy={save.isPending}
        error={save.error}
        fields={['ideal_days', 'latest_days']}
        onSubmit={() => save.mutate()}
      >
        <DialogLead>
          <Trans>
            Holds for everybody in it; a wish for one person alone goes before. Real contact of any kind
            resets it, and who is overdue stands under Slipping away.
          </Trans>
        </DialogLead>
        <KeepFields
          ideal={ideal}
          latest={latest}
          anybody={anybody}
          onIdeal={setIdeal}
          onLatest={setLatest}
          onAnybody={setAnybody}
          error={save.error}
        />
        {keep && (
          <div>
            <Button kind="danger-quiet" size="s" busy={stop.isPending} onClick={() => stop.mutate()}>
              <Trans>Stop keeping in touch</Trans>
            </Button>
          </div>
        )}
      </Frame>
    </Dialog>
  )
}
