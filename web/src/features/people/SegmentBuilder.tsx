// SegmentBuilder: who shall be in a segment, with how many there are now while one builds it, and some of them; saved for
// the team or for oneself.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import {
  api,
  segmentFieldsQuery,
  segmentPreviewQuery,
  segmentQuery,
  segmentsQuery,
  take,
  type Person,
  type Segment,
  type SegmentField,
} from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  figure,
  Form,
  Kbd,
  otherError,
  Scroller,
  Segments,
  SkeletonRows,
  TextField,
  useDebouncedValue,
  useToast,
} from '@/ui'
import { ConditionBuilder } from './ConditionBuilder'
import { fromJson, group, isWhole, line, linesOf, toJson, type Group } from './conditions'
import css from './Segments.module.css'

interface SegmentBuilderProps {
  /** The segment to change; a new one when absent. */
  id?: string
  /** What a new one begins with. */
  draft?: Group
  onDone: (id: string | undefined) => void
  render: (person: Person) => ReactNode
}

export function SegmentBuilder({ id, draft, onDone, render }: SegmentBuilderProps) {
  const fields = useQuery(segmentFieldsQuery())
  const segment = useQuery({ ...segmentQuery(id ?? ''), enabled: Boolean(id) })
  const failed = fields.error ?? segment.error
  if (failed)
    return (
      <Failed error={failed} onRetry={() => void Promise.all([fields.refetch(), id && segment.refetch()])} />
    )
  if (!fields.data || (id && !segment.data)) return <SkeletonRows rows={6} face={false} />
  const known = fields.data.items
  return (
    <Build
      fields={known}
      segment={segment.data}
      first={
        segment.data
          ? fromJson(known, segment.data.conditions)
          : draft && draft.parts.length > 0
            ? draft
            : group('all', [line(known, 'stage')])
      }
      onDone={onDone}
      render={render}
    />
  )
}

interface BuildProps {
  fields: SegmentField[]
  segment?: Segment
  first: Group
  onDone: (id: string | undefined) => void
  render: (person: Person) => ReactNode
}

function Build({ fields, segment, first, onDone, render }: BuildProps) {
  const client = useQueryClient()
  const toast = useToast()
  const { t } = useLingui()
  const [root, setRoot] = useState(first)
  const [strict, setStrict] = useState(false)
  const [naming, setNaming] = useState(false)
  const conditions = toJson(fields, root)
  const [settled] = useDebouncedValue(JSON.stringify(conditions), 250)
  const whole = linesOf(root).every((l) => isWhole(fields, l))
  const some = linesOf(root).length > 0
  // A condition that says nothing yet would let everybody in: nobody is counted before it does.
  const preview = useQuery({ ...segmentPreviewQuery(JSON.parse(settled)), enabled: whole && some })
  const found = whole && some ? preview.data : undefined
  const change = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/segments/{id}', {
          params: { path: { id: segment?.id ?? '' } },
          body: { conditions: conditions as never },
        }),
      ),
    onSuccess: async (now) => {
      client.setQueryData(segmentQuery(now.id).queryKey, now)
      await client.invalidateQueries({ queryKey: ['segments'] })
      toast.say(t`Saved.`)
      onDone(now.id)
    },
  })
  const save = () => {
    if (!whole || !some) setStrict(true)
    else if (segment) change.mutate()
    else setNaming(true)
  }
  useCommands({ 'segment.save': save, 'list.clear': () => onDone(segment?.id) })
  return (
    <Scroller className={css.scroll} label={segment ? t`Change ${segment.name}` : t`New segment`}>
      <header className={css.buildHead}>
        <h2>{segment ? <Trans>Change {segment.name}</Trans> : <Trans>New segment</Trans>}</h2>
        <p className={css.quiet}>
          <Trans>A segment is not a copy: who fits is in it, who does not fit any more is out.</Trans>
        </p>
      </header>
      <ConditionBuilder fields={fields} value={root} onChange={setRoot} strict={strict} />
      <div className={css.buildFoot}>
        <p className={css.live} role="status">
          {!some ? (
            <span className={css.quiet}>
              <Trans>Add a condition: then those who fit are counted.</Trans>
            </span>
          ) : !whole ? (
            <span className={css.quiet}>
              <Trans>Fill in every condition or remove it: then those who fit are counted.</Trans>
            </span>
          ) : found ? (
            <>
              <b>
                {figure(found.count)}
                {found.capped && '+'}
              </b>{' '}
              <Plural value={found.count} one="person fits now" other="people fit now" />
            </>
          ) : (
            <span className={css.quiet}>
              <Trans>Counting</Trans>
            </span>
          )}
        </p>
        <div className={css.acts}>
          {segment && (
            <Button kind="quiet" onClick={() => (whole && some ? setNaming(true) : setStrict(true))}>
              <Trans>Save as another</Trans>
            </Button>
          )}
          <Button onClick={() => onDone(segment?.id)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" busy={change.isPending} onClick={save} after={<Kbd keys="mod+s" />}>
            {segment ? <Trans>Save</Trans> : <Trans>Save as segment</Trans>}
          </Button>
        </div>
      </div>
      <ErrorNotice error={change.error ?? preview.error} />
      {found && found.people.length > 0 && (
        <section className={css.preview} aria-label={t`Some of them`}>
          <h3>{found.people.length < found.count ? <Trans>Some of them</Trans> : <Trans>They are</Trans>}</h3>
          <ul>
            {found.people.map((p) => (
              <li key={p.id}>{render(p)}</li>
            ))}
          </ul>
        </section>
      )}
      {naming && (
        <NameDialog
          conditions={conditions}
          onClose={() => setNaming(false)}
          onSaved={(id) => {
            setNaming(false)
            onDone(id)
          }}
        />
      )}
    </Scroller>
  )
}

interface NameProps {
  conditions: unknown
  onClose: () => void
  onSaved: (id: string) => void
}

function NameDialog({ conditions, onClose, onSaved }: NameProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [whose, setWhose] = useState<'team' | 'mine'>('team')
  const save = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/segments', {
          body: { name: name.trim(), conditions: conditions as never, mine: whose === 'mine' },
        }),
      ),
    onSuccess: async (made) => {
      client.setQueryData(segmentQuery(made.id).queryKey, made)
      await client.invalidateQueries({ queryKey: segmentsQuery().queryKey })
      onSaved(made.id)
    },
  })
  return (
    <Dialog title={<Trans>Save as segment</Trans>} opened onClose={onClose} width={440}>
      <Form onSubmit={() => name.trim() && !save.isPending && save.mutate()}>
        <TextField
          label={t`Name`}
          value={name}
          maxLength={120}
          onChange={(e) => setName(e.currentTarget.value)}
          error={fieldError(save.error, 'name')}
          autoComplete="off"
          data-autofocus
        />
        <Segments
          label={t`Whose`}
          value={whose}
          onChange={setWhose}
          choices={[
            { value: 'team', label: t`The team’s` },
            { value: 'mine', label: t`Only mine` },
          ]}
        />
        <ErrorNotice error={otherError(save.error, ['name'])} />
        <DialogFoot>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" type="submit" busy={save.isPending} disabled={!name.trim()}>
            <Trans>Save</Trans>
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  )
}
