// Acts: what a rule does when it holds, in order.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { settingsQuery, type RoutingAct, type RoutingActRow } from '@/api'
import { AddField, IconButton, IconTrash, SelectField, TextField, useClockWords } from '@/ui'
import { MinutesField } from './MinutesField'
import { emptyAct } from './rule'
import { useActNames, useThings, type Named } from './words'
import css from './Routing.module.css'

interface ActsProps {
  rows: RoutingActRow[]
  then: RoutingAct[]
  onChange: (then: RoutingAct[]) => void
  error?: { field: string; message: string }
}

export function Acts({ rows, then, onChange, error }: ActsProps) {
  const { t } = useLingui()
  const names = useActNames()
  return (
    <div className={css.group}>
      {then.map((act, i) => (
        <div key={i} className={css.condition} role="group" aria-label={names[act.act]}>
          <span className={css.field}>{names[act.act]}</span>
          <div className={css.value}>
            <Params
              row={rows.find((r) => r.act === act.act)}
              act={act}
              onChange={(next) => onChange(then.map((a, k) => (k === i ? next : a)))}
            />
            {act.act === 'acknowledge' && <Acknowledges />}
            {error?.field.startsWith(`then[${i}]`) && (
              <p className={css.error} role="alert">
                {error.message}
              </p>
            )}
          </div>
          <IconButton
            icon={IconTrash}
            size="s"
            label={t`Remove: ${names[act.act]}`}
            onClick={() => onChange(then.filter((_, k) => k !== i))}
          />
        </div>
      ))}
      <AddField
        label={t`Add what it does`}
        choices={rows.map((r) => ({ value: r.act, label: names[r.act] }))}
        onAdd={(act) => onChange([...then, emptyAct(act)])}
      />
    </div>
  )
}

/** What it says and when, and whether the house allows it. */
function Acknowledges() {
  const { data } = useQuery(settingsQuery())
  return (
    <p className={css.quiet}>
      <Trans>
        To whoever wrote in private: that it has arrived, who answers and by when; marked as automatic, once
        until we answer.
      </Trans>{' '}
      {data?.acknowledge === false && (
        <Trans>An owner has not allowed it yet (Settings, Organisation): until then nothing is said.</Trans>
      )}
    </p>
  )
}

interface ParamsProps {
  row?: RoutingActRow
  act: RoutingAct
  onChange: (next: RoutingAct) => void
}

function Params({ row, act, onChange }: ParamsProps) {
  const { t } = useLingui()
  const things = useThings()
  const clocks = useClockWords()
  if (!row) return null
  const has = (param: string) => row.needs.includes(param) || row.may.includes(param)
  const pick = (param: 'team' | 'member' | 'label' | 'skill' | 'calendar', label: string, list: Named[]) =>
    has(param) && (
      <SelectField
        aria-label={label}
        placeholder={label}
        searchable
        choices={list.map((x) => ({ value: x.id, label: x.name }))}
        value={act[param]}
        onChange={(id) => onChange({ ...act, [param]: id })}
        onClear={row.needs.includes(param) ? undefined : () => onChange({ ...act, [param]: null })}
      />
    )
  return (
    <div className={css.row}>
      {has('clock') && (
        <SelectField
          aria-label={t`Which deadline`}
          choices={(['first', 'next', 'resolve'] as const).map((value) => ({ value, label: clocks[value] }))}
          value={act.clock === '' ? 'first' : act.clock}
          onChange={(clock) => onChange({ ...act, clock })}
        />
      )}
      {has('minutes') && (
        <MinutesField
          label={t`Within`}
          value={act.minutes}
          onChange={(minutes) => onChange({ ...act, minutes })}
        />
      )}
      {pick('skill', t`Skill`, things.skill)}
      {pick('member', t`Member`, things.member)}
      {pick('team', t`Team`, things.team)}
      {pick('label', t`Label`, things.label)}
      {pick('calendar', t`Office hours`, things.calendar)}
      {has('points') && (
        <TextField
          aria-label={t`Points`}
          inputMode="numeric"
          defaultValue={String(act.points)}
          onChange={(e) => onChange({ ...act, points: Math.trunc(Number(e.currentTarget.value)) || 0 })}
        />
      )}
      {has('text') && (
        <TextField
          aria-label={t`What they are told`}
          placeholder={t`What they are told`}
          value={act.text}
          maxLength={150}
          onChange={(e) => onChange({ ...act, text: e.currentTarget.value })}
        />
      )}
    </div>
  )
}
