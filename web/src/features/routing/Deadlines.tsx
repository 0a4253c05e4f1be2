// Deadlines: by when the first answer, the next ones and the end are due, for which channel, kind and stage.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  calendarsQuery,
  channelsQuery,
  deadlinesQuery,
  take,
  useCan,
  type DeadlineTarget,
  type DeadlineTargetNewInput,
} from '@/api'
import {
  Button,
  Card,
  Confirm,
  Dialog,
  DialogFoot,
  Empty,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconClock,
  IconPlus,
  otherError,
  Section,
  SelectField,
  SkeletonRows,
  Table,
  useKindWords,
  useStageWords,
} from '@/ui'
import { MinutesField } from './MinutesField'
import { useMinutes } from './words'
import css from './Routing.module.css'

const KINDS = ['lead', 'complaint', 'question', 'praise', 'other'] as const
const STAGES = ['connection', 'contact', 'dialogue', 'relationship', 'loyal', 'advocate'] as const

export function Deadlines() {
  const { t } = useLingui()
  const may = useCan('settings')
  const client = useQueryClient()
  const kinds = useKindWords()
  const stages = useStageWords()
  const minutes = useMinutes()
  const { data, error, isPending, refetch } = useQuery(deadlinesQuery())
  const calendars = useQuery(calendarsQuery()).data?.items ?? []
  const [editing, setEditing] = useState<DeadlineTarget | 'new' | null>(null)
  const [removing, setRemoving] = useState<DeadlineTarget | null>(null)
  const after = () => client.invalidateQueries({ queryKey: ['routing'] })
  const starter = useMutation({
    mutationFn: () => take(api.POST('/api/v1/deadlines/starter')),
    onSuccess: after,
  })
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/deadlines/{id}', { params: { path: { id } } })),
    onSuccess: after,
  })
  if (isPending) return <SkeletonRows rows={4} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>New deadline</Trans>
    </Button>
  )
  const span = (n: number) => (n > 0 ? minutes(n) : '–')
  const forWhat = (d: DeadlineTarget) =>
    [d.channel?.name, d.kind === '' ? null : kinds[d.kind], d.stage === '' ? null : stages[d.stage]]
      .filter(Boolean)
      .join(' · ') || t`Everything else`
  return (
    <Section
      title={<Trans>Deadlines</Trans>}
      lead={
        <Trans>
          In opening time. The line with most that fits counts; a rule may set its own. Who has it is warned
          at 75 %, and what is open already follows every change.
        </Trans>
      }
      actions={add}
    >
      {data.items.length === 0 ? (
        <Empty
          icon={IconClock}
          title={<Trans>No deadline yet</Trans>}
          action={
            may && (
              <span className={css.row}>
                <Button kind="main" busy={starter.isPending} onClick={() => starter.mutate()}>
                  <Trans>Begin with usual ones</Trans>
                </Button>
                {add}
              </span>
            )
          }
        >
          <Trans>
            Four hours for an answer, one for complaints and leads, a day for praise: change them as you like.
          </Trans>
        </Empty>
      ) : (
        <Card flush>
          <Table
            label={t`Deadlines`}
            rows={data.items}
            rowKey={(d) => d.id}
            columns={[
              { key: 'for', head: t`For`, cell: (d) => <strong>{forWhat(d)}</strong> },
              { key: 'first', head: t`First answer`, cell: (d) => span(d.first_minutes) },
              { key: 'next', head: t`Next answer`, cell: (d) => span(d.next_minutes) },
              { key: 'resolve', head: t`Resolution`, cell: (d) => span(d.resolve_minutes) },
              {
                key: 'hours',
                head: t`Hours`,
                quiet: true,
                cell: (d) =>
                  d.calendar_id
                    ? (calendars.find((c) => c.id === d.calendar_id)?.name ?? '–')
                    : calendars.length > 0
                      ? t`Of the house`
                      : t`Always`,
              },
              {
                key: 'acts',
                head: <span className="sr">{t`Actions`}</span>,
                end: true,
                cell: (d) =>
                  may && (
                    <span className={css.acts}>
                      <Button size="s" onClick={() => setEditing(d)} aria-label={t`Change: ${forWhat(d)}`}>
                        <Trans>Change</Trans>
                      </Button>
                      <Button
                        size="s"
                        kind="danger-quiet"
                        onClick={() => setRemoving(d)}
                        aria-label={t`Remove: ${forWhat(d)}`}
                      >
                        <Trans>Remove</Trans>
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        </Card>
      )}
      <ErrorNotice error={starter.error} />
      <Dialog
        title={editing === 'new' ? t`New deadline` : t`Change the deadline`}
        opened={editing !== null}
        onClose={() => setEditing(null)}
      >
        {editing && (
          <TargetForm
            target={editing === 'new' ? null : editing}
            after={after}
            onClose={() => setEditing(null)}
          />
        )}
      </Dialog>
      <Confirm
        title={<Trans>Remove this deadline?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        run={() => remove.mutateAsync(removing?.id ?? '')}
      >
        <Trans>Open conversations follow the next line that fits, or have no deadline.</Trans>
      </Confirm>
    </Section>
  )
}

interface TargetFormProps {
  target: DeadlineTarget | null
  after: () => Promise<unknown>
  onClose: () => void
}

function TargetForm({ target, after, onClose }: TargetFormProps) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const stages = useStageWords()
  const channels = useQuery(channelsQuery()).data?.items ?? []
  const calendars = useQuery(calendarsQuery()).data?.items ?? []
  const [draft, setDraft] = useState<DeadlineTargetNewInput>({
    channel_id: target?.channel?.id ?? null,
    kind: target?.kind ?? '',
    stage: target?.stage ?? '',
    first_minutes: target?.first_minutes ?? 240,
    next_minutes: target?.next_minutes ?? 240,
    resolve_minutes: target?.resolve_minutes ?? 0,
    calendar_id: target?.calendar_id ?? null,
  })
  const change = (part: Partial<DeadlineTargetNewInput>) => setDraft((now) => ({ ...now, ...part }))
  const save = useMutation({
    mutationFn: (body: DeadlineTargetNewInput) =>
      target
        ? take(api.PUT('/api/v1/deadlines/{id}', { params: { path: { id: target.id } }, body }))
        : take(api.POST('/api/v1/deadlines', { body })),
    onSuccess: async () => {
      await after()
      onClose()
    },
  })
  const any = { value: '', label: t`Any` }
  return (
    <Form onSubmit={() => save.mutate(draft)}>
      <SelectField
        label={t`Channel`}
        choices={[any, ...channels.map((c) => ({ value: c.id, label: c.name }))]}
        value={draft.channel_id ?? ''}
        onChange={(id) => change({ channel_id: id || null })}
        data-autofocus
      />
      <SelectField
        label={t`Kind of conversation`}
        choices={[any, ...KINDS.map((value) => ({ value, label: kinds[value] }))]}
        value={draft.kind ?? ''}
        onChange={(kind) => change({ kind: kind as DeadlineTargetNewInput['kind'] })}
        error={fieldError(save.error, 'kind')}
      />
      <SelectField
        label={t`Stage of the person`}
        choices={[any, ...STAGES.map((value) => ({ value, label: stages[value] }))]}
        value={draft.stage ?? ''}
        onChange={(stage) => change({ stage: stage as DeadlineTargetNewInput['stage'] })}
      />
      <div className={css.spans}>
        <span>{t`First answer`}</span>
        <MinutesField
          label={t`First answer`}
          value={draft.first_minutes ?? 0}
          onChange={(first_minutes) => change({ first_minutes })}
          error={fieldError(save.error, 'first_minutes')}
        />
        <span>{t`Next answer`}</span>
        <MinutesField
          label={t`Next answer`}
          value={draft.next_minutes ?? 0}
          onChange={(next_minutes) => change({ next_minutes })}
          error={fieldError(save.error, 'next_minutes')}
        />
        <span>{t`Resolution`}</span>
        <MinutesField
          label={t`Resolution`}
          value={draft.resolve_minutes ?? 0}
          onChange={(resolve_minutes) => change({ resolve_minutes })}
          error={fieldError(save.error, 'resolve_minutes')}
        />
      </div>
      <p className={css.quiet}>
        <Trans>Empty is no deadline. Resolution stands still while we wait for the person.</Trans>
      </p>
      <SelectField
        label={t`In which hours`}
        choices={[
          { value: '', label: calendars.length > 0 ? t`Of the house` : t`Always` },
          ...calendars.filter((c) => !c.is_default).map((c) => ({ value: c.id, label: c.name })),
        ]}
        value={draft.calendar_id ?? ''}
        onChange={(id) => change({ calendar_id: id || null })}
      />
      <ErrorNotice
        error={otherError(save.error, ['kind', 'first_minutes', 'next_minutes', 'resolve_minutes'])}
      />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
