// Hours: office hours and holidays: of the house, and of offices elsewhere.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  calendarsQuery,
  take,
  useCan,
  type Calendar,
  type CalendarDay,
  type CalendarNewInput,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Confirm,
  Dialog,
  DialogFoot,
  Empty,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconButton,
  IconCalendar,
  IconPlus,
  IconTrash,
  otherError,
  Section,
  SkeletonRows,
  SwitchField,
  TextField,
  Time,
} from '@/ui'
import { dayNames, ownZone, tidyDay, WORKDAYS, weekText } from './week'
import { WeekFields } from './WeekFields'
import css from './Routing.module.css'

export function Hours() {
  const { t, i18n } = useLingui()
  const may = useCan('settings')
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(calendarsQuery())
  const [editing, setEditing] = useState<Calendar | 'new' | null>(null)
  const [removing, setRemoving] = useState<Calendar | null>(null)
  const after = () => client.invalidateQueries({ queryKey: ['routing'] })
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/calendars/{id}', { params: { path: { id } } })),
    onSuccess: after,
  })
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>New office hours</Trans>
    </Button>
  )
  const names = dayNames(i18n.locale)
  return (
    <Section
      title={<Trans>Office hours and holidays</Trans>}
      lead={
        <Trans>Deadlines count the time in which the house is open. Without any hours it never closes.</Trans>
      }
      actions={add}
    >
      {data.items.length === 0 ? (
        <Empty icon={IconCalendar} title={<Trans>No office hours yet</Trans>} action={add}>
          <Trans>Deadlines run day and night, weekends too.</Trans>
        </Empty>
      ) : (
        data.items.map((c) => (
          <Card key={c.id}>
            <div className={css.calendar}>
              <div>
                <h3>
                  {c.name} {c.is_default && <Chip tone="accent">{t`Of the house`}</Chip>}{' '}
                  {c.open ? <Chip tone="green">{t`open now`}</Chip> : <Chip>{t`closed now`}</Chip>}
                </h3>
                <p>{weekText(c.week, names, t`never open`)}</p>
                <p className={css.quiet}>
                  {c.time_zone.replaceAll('_', ' ')}
                  {!c.open && c.next_open_at && (
                    <>
                      {' · '}
                      <Trans>
                        opens <Time at={c.next_open_at} as="exact" />
                      </Trans>
                    </>
                  )}
                </p>
                {c.days.length > 0 && (
                  <p className={css.quiet}>
                    {c.days
                      .map((d) => `${d.day} ${d.name}${d.open ? ` (${d.open.replaceAll('-', '–')})` : ''}`)
                      .join(' · ')}
                  </p>
                )}
              </div>
              {may && (
                <span className={css.acts}>
                  <Button size="s" onClick={() => setEditing(c)} aria-label={t`Change ${c.name}`}>
                    <Trans>Change</Trans>
                  </Button>
                  <Button
                    size="s"
                    kind="danger-quiet"
                    onClick={() => setRemoving(c)}
                    aria-label={t`Remove ${c.name}`}
                  >
                    <Trans>Remove</Trans>
                  </Button>
                </span>
              )}
            </div>
          </Card>
        ))
      )}
      <Dialog
        title={editing === 'new' ? t`New office hours` : t`Change office hours`}
        opened={editing !== null}
        onClose={() => setEditing(null)}
        width={560}
      >
        {editing && (
          <CalendarForm
            calendar={editing === 'new' ? null : editing}
            first={data.items.length === 0}
            after={after}
            onClose={() => setEditing(null)}
          />
        )}
      </Dialog>
      <Confirm
        title={<Trans>Remove {removing?.name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        run={() => remove.mutateAsync(removing?.id ?? '')}
      >
        <Trans>Deadlines are worked out anew.</Trans>
      </Confirm>
    </Section>
  )
}

interface FormProps {
  calendar: Calendar | null
  first: boolean
  after: () => Promise<unknown>
  onClose: () => void
}

function CalendarForm({ calendar, first, after, onClose }: FormProps) {
  const { t } = useLingui()
  const [name, setName] = useState(calendar?.name ?? '')
  const [zone, setZone] = useState(calendar?.time_zone ?? ownZone())
  const [week, setWeek] = useState(calendar?.week ?? WORKDAYS)
  const [house, setHouse] = useState(calendar?.is_default ?? first)
  const [days, setDays] = useState<CalendarDay[]>(calendar?.days ?? [])
  const save = useMutation({
    mutationFn: (body: CalendarNewInput) =>
      calendar
        ? take(api.PUT('/api/v1/calendars/{id}', { params: { path: { id: calendar.id } }, body }))
        : take(api.POST('/api/v1/calendars', { body })),
    onSuccess: async () => {
      await after()
      onClose()
    },
  })
  const submit = () =>
    save.mutate({
      name: name.trim(),
      time_zone: zone,
      week: week.map(tidyDay),
      is_default: house,
      days: days.filter((d) => d.day !== '').map((d) => ({ ...d, open: tidyDay(d.open) })),
    })
  const shown = ['name', 'time_zone', ...week.map((_, i) => `week[${i}]`)]
  return (
    <Form onSubmit={submit}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={60}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <WeekFields
        zone={zone}
        week={week}
        onZone={setZone}
        onWeek={setWeek}
        error={(field) => fieldError(save.error, field)}
      />
      <Days days={days} onChange={setDays} error={(field) => fieldError(save.error, field)} />
      <SwitchField
        label={t`Hours of the house`}
        help={t`They hold wherever nothing else is said.`}
        checked={house}
        onChange={setHouse}
        disabled={calendar?.is_default}
      />
      <ErrorNotice
        error={otherError(save.error, [
          ...shown,
          ...days.flatMap((_, i) => [`days[${i}].day`, `days[${i}].open`]),
        ])}
      />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!name.trim()}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

interface DaysProps {
  days: CalendarDay[]
  onChange: (days: CalendarDay[]) => void
  error: (field: string) => string | undefined
}

function Days({ days, onChange, error }: DaysProps) {
  const { t } = useLingui()
  const put = (at: number, part: Partial<CalendarDay>) =>
    onChange(days.map((d, i) => (i === at ? { ...d, ...part } : d)))
  return (
    <fieldset className={css.days}>
      <legend>{t`Holidays and days with other hours`}</legend>
      {days.map((d, i) => (
        <div key={i} className={css.day} role="group" aria-label={d.name || t`Day ${i + 1}`}>
          <TextField
            type="date"
            aria-label={t`Day`}
            value={d.day}
            onChange={(e) => put(i, { day: e.currentTarget.value })}
            error={error(`days[${i}].day`)}
          />
          <TextField
            aria-label={t`What it is`}
            placeholder={t`What it is`}
            value={d.name}
            maxLength={60}
            onChange={(e) => put(i, { name: e.currentTarget.value })}
            error={error(`days[${i}].name`)}
          />
          <TextField
            aria-label={t`Hours on that day`}
            placeholder={t`closed`}
            value={d.open}
            onChange={(e) => put(i, { open: e.currentTarget.value })}
            error={error(`days[${i}].open`)}
          />
          <IconButton
            icon={IconTrash}
            size="s"
            label={t`Remove ${d.name || d.day}`}
            onClick={() => onChange(days.filter((_, k) => k !== i))}
          />
        </div>
      ))}
      <div>
        <Button size="s" icon={IconPlus} onClick={() => onChange([...days, { day: '', name: '', open: '' }])}>
          <Trans>Add a day</Trans>
        </Button>
      </div>
    </fieldset>
  )
}
