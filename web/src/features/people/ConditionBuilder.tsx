// ConditionBuilder: who is in a segment, as lines in groups of all, any or none. Every part is an ordinary field or button,
// so keys and fingers reach all of it; what is added gets the focus, and what is removed hands it on.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { fieldsQuery, type SegmentField } from '@/api'
import { Button, IconButton, IconClose, IconPlus, MultiField, SelectField, TextField } from '@/ui'
import { add, exchange, group, isGroup, isWhole, line, type Group, type Join, type Line } from './conditions'
import { useOpWords, useSegmentFieldWords, useValueWordsOf } from './segmentWords'
import css from './Segments.module.css'

interface BuilderProps {
  fields: SegmentField[]
  value: Group
  onChange: (next: Group) => void
  /** Lines that are not filled in are marked. */
  strict: boolean
}

const DEEPEST = 3

export function ConditionBuilder({ fields, value, onChange, strict }: BuilderProps) {
  const box = useRef<HTMLDivElement>(null)
  const focus = useRef<string>(undefined)
  useEffect(() => {
    const wanted = focus.current
    if (!wanted) return
    focus.current = undefined
    box.current
      ?.querySelector<HTMLElement>(`[data-focus="${wanted}"] input, [data-focus="${wanted}"] button`)
      ?.focus()
  }, [value])
  const change = (next: Group, then?: string) => {
    focus.current = then
    onChange(next)
  }
  return (
    <div ref={box}>
      <GroupBox {...{ fields, strict, root: value, one: value, depth: 0, change }} />
    </div>
  )
}

interface PartProps {
  fields: SegmentField[]
  strict: boolean
  root: Group
  change: (next: Group, then?: string) => void
}

function GroupBox({ one, depth, ...rest }: PartProps & { one: Group; depth: number }) {
  const { t } = useLingui()
  const { fields, root, change } = rest
  const set = (join: Join) =>
    change(one.id === root.id ? { ...root, join } : exchange(root, one.id, { ...one, join }))
  const joins: { value: Join; label: string }[] = [
    { value: 'all', label: t`all of these hold` },
    { value: 'any', label: t`any of these holds` },
    { value: 'none', label: t`none of these holds` },
  ]
  const put = (part: Group | Line) =>
    change(add(root, one.id, part), isGroup(part) ? part.parts[0]?.id : part.id)
  return (
    <div className={css.group} role="group" aria-label={joins.find((j) => j.value === one.join)?.label}>
      <div className={css.groupHead} data-focus={`${one.id}-join`}>
        <span>{depth === 0 ? <Trans>Everybody for whom</Trans> : <Trans>and of whom</Trans>}</span>
        <SelectField aria-label={t`How they are joined`} value={one.join} onChange={set} choices={joins} />
        {depth > 0 && (
          <IconButton
            icon={IconClose}
            size="s"
            label={t`Remove the group`}
            onClick={() => change(exchange(root, one.id, null), `${root.id}-join`)}
          />
        )}
      </div>
      <ul className={css.lines}>
        {one.parts.map((part) => (
          <li key={part.id}>
            {isGroup(part) ? (
              <GroupBox {...rest} one={part} depth={depth + 1} />
            ) : (
              <LineRow {...rest} one={part} onRemoved={`${one.id}-join`} />
            )}
          </li>
        ))}
      </ul>
      <div className={css.groupActs}>
        <Button size="s" icon={IconPlus} onClick={() => put(line(fields, 'stage'))}>
          <Trans>Condition</Trans>
        </Button>
        {depth < DEEPEST && (
          <Button
            size="s"
            kind="quiet"
            icon={IconPlus}
            onClick={() => put(group('any', [line(fields, 'stage')]))}
          >
            <Trans>Group</Trans>
          </Button>
        )}
      </div>
    </div>
  )
}

function LineRow({ one, onRemoved, ...rest }: PartProps & { one: Line; onRemoved: string }) {
  const { t } = useLingui()
  const { fields, root, change, strict } = rest
  const names = useSegmentFieldWords()
  const ops = useOpWords()
  const field = fields.find((f) => f.field === one.field)
  const name = names(one.field, field?.doc)
  const set = (more: Partial<Line>) => change(exchange(root, one.id, { ...one, ...more }))
  const missing = strict && !isWhole(fields, one)
  return (
    <div className={css.line} data-focus={one.id} data-missing={missing || undefined}>
      <SelectField
        aria-label={t`Field`}
        searchable
        value={one.field}
        onChange={(next) =>
          // The same field keeps what was filled in.
          next !== one.field && change(exchange(root, one.id, { ...line(fields, next), id: one.id }))
        }
        choices={fields.map((f) => ({ value: f.field, label: names(f.field, f.doc) }))}
      />
      {(field?.ops.length ?? 0) > 1 ? (
        <SelectField
          aria-label={t`How ${name} is compared`}
          value={one.op}
          onChange={(op) => set({ op })}
          choices={(field?.ops ?? []).map((op) => ({ value: op, label: ops(op) }))}
        />
      ) : (
        <span className={css.op}>{ops('is')}</span>
      )}
      <div className={css.value}>{field && <Value one={one} field={field} name={name} set={set} />}</div>
      <IconButton
        icon={IconClose}
        size="s"
        label={t`Remove the condition ${name}`}
        onClick={() => change(exchange(root, one.id, null), onRemoved)}
      />
      {missing && (
        <p className={css.missing} role="alert">
          <Trans>Fill this in or remove it.</Trans>
        </p>
      )}
    </div>
  )
}

interface ValueProps {
  one: Line
  field: SegmentField
  name: string
  set: (more: Partial<Line>) => void
}

function Value({ one, field, name, set }: ValueProps) {
  const { t } = useLingui()
  const words = useValueWordsOf(field)
  switch (field.type) {
    case 'word':
      return field.values.length > 0 ? (
        <MultiField
          label={name}
          placeholder={t`one or several`}
          choices={field.values.map((value) => ({ value: value || NONE, label: words(value) }))}
          values={one.values.map((v) => v || NONE)}
          onChange={(values) => set({ values: values.map((v) => (v === NONE ? '' : v)) })}
        />
      ) : (
        <TextField
          aria-label={name}
          placeholder={t`several with a comma between`}
          value={one.values.join(', ')}
          onChange={(e) => set({ values: splitWords(e.currentTarget.value) })}
          autoComplete="off"
        />
      )
    case 'number':
      return <Numeric one={one} name={name} set={set} />
    case 'days':
      return one.op === 'never' ? null : (
        <span className={css.days}>
          <Numeric one={one} name={t`${name}: days`} set={set} />
          <Trans>days</Trans>
        </span>
      )
    case 'yes_no':
      return (
        <SelectField
          aria-label={name}
          value={one.yes ? 'yes' : 'no'}
          onChange={(v) => set({ yes: v === 'yes' })}
          choices={[
            { value: 'yes', label: t`yes` },
            { value: 'no', label: t`no` },
          ]}
        />
      )
    default:
      return field.field === 'field' ? (
        <OwnField one={one} name={name} set={set} />
      ) : (
        <Words one={one} name={name} set={set} />
      )
  }
}

// A list of choices takes no empty value.
const NONE = '-'

/** "de, en" while it is typed: the comma at the end stays. */
const splitWords = (text: string): string[] =>
  text.split(/,\s*/).filter((v, i, all) => v || i === all.length - 1)

type Simple = Omit<ValueProps, 'field'>

function Numeric({ one, name, set }: Simple) {
  return (
    <TextField
      type="number"
      inputMode="decimal"
      min={0}
      aria-label={name}
      value={one.number}
      onChange={(e) => set({ number: e.currentTarget.value })}
    />
  )
}

function Words({ one, name, set }: Simple) {
  return (
    <TextField
      aria-label={name}
      value={one.values[0] ?? ''}
      onChange={(e) => set({ values: [e.currentTarget.value] })}
      autoComplete="off"
    />
  )
}

function OwnField({ one, name, set }: Simple) {
  const { t } = useLingui()
  const { data } = useQuery(fieldsQuery())
  return (
    <span className={css.own}>
      <SelectField
        aria-label={t`Which field`}
        placeholder={t`which field`}
        value={one.fieldId || null}
        onChange={(fieldId) => set({ fieldId })}
        choices={(data?.items ?? []).map((f) => ({ value: f.id, label: f.name }))}
      />
      <Words one={one} name={name} set={set} />
    </span>
  )
}
