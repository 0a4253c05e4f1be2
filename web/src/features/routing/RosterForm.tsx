// RosterForm: a member's hours, how much rules may give them, and what they can do.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, calendarsQuery, skillsQuery, take, type RosterInput, type RosterRow } from '@/api'
import { Button, DialogFoot, ErrorNotice, fieldError, Form, otherError, SelectField, TextField } from '@/ui'
import { Choose } from './Choose'
import { ownZone, tidyDay, WORKDAYS } from './week'
import { WeekFields } from './WeekFields'
import css from './Routing.module.css'

const OWN = 'own'
const HOUSE = 'house'

export function RosterForm({ row, onClose }: { row: RosterRow; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const calendars = useQuery(calendarsQuery()).data?.items ?? []
  const skills = useQuery(skillsQuery()).data?.items ?? []
  const isHouse = (id: string | null) => id === null || calendars.some((c) => c.id === id && c.is_default)
  const [hours, setHours] = useState(
    row.own_hours ? OWN : isHouse(row.calendar_id) ? HOUSE : (row.calendar_id ?? HOUSE),
  )
  const [zone, setZone] = useState(ownZone())
  const [week, setWeek] = useState(WORKDAYS)
  const [most, setMost] = useState(row.most_open > 0 ? String(row.most_open) : '')
  const [can, setCan] = useState(row.skill_ids)
  const keepsOwn = hours === OWN && row.own_hours
  const [changing, setChanging] = useState(!keepsOwn)
  const save = useMutation({
    mutationFn: (body: RosterInput) =>
      take(api.PATCH('/api/v1/roster/{id}', { params: { path: { id: row.member.id } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['routing'] })
      onClose()
    },
  })
  const submit = () =>
    save.mutate({
      most_open: Math.max(0, Math.trunc(Number(most)) || 0),
      skill_ids: can,
      ...(hours === OWN
        ? changing && { week: week.map(tidyDay), time_zone: zone }
        : { calendar_id: hours === HOUSE || isHouse(hours) ? null : hours }),
    })
  return (
    <Form onSubmit={submit}>
      <SelectField
        label={t`Hours`}
        choices={[
          { value: HOUSE, label: calendars.length > 0 ? t`Of the house` : t`Always` },
          ...calendars.filter((c) => !c.is_default).map((c) => ({ value: c.id, label: c.name })),
          { value: OWN, label: t`Of their own` },
        ]}
        value={hours}
        onChange={(next) => {
          setHours(next)
          setChanging(next === OWN)
        }}
        data-autofocus
      />
      {hours === OWN && !changing && (
        <div>
          <Button size="s" onClick={() => setChanging(true)}>
            <Trans>Set them anew</Trans>
          </Button>
        </div>
      )}
      {hours === OWN && changing && (
        <WeekFields
          zone={zone}
          week={week}
          onZone={setZone}
          onWeek={setWeek}
          error={(field) => fieldError(save.error, field)}
        />
      )}
      <TextField
        label={t`Open conversations at most`}
        description={t`Rules give no more than that. Empty is no bound.`}
        inputMode="numeric"
        value={most}
        onChange={(e) => setMost(e.currentTarget.value)}
        error={fieldError(save.error, 'most_open')}
      />
      {skills.length > 0 && (
        <div>
          <p className={css.label}>{t`Can`}</p>
          <Choose
            label={t`Skills`}
            choices={skills.map((s) => ({ value: s.id, label: s.name }))}
            values={can}
            onChange={setCan}
          />
        </div>
      )}
      <ErrorNotice
        error={otherError(save.error, ['most_open', 'time_zone', ...week.map((_, i) => `week[${i}]`)])}
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
