// Conditions: the groups of a rule. It holds when all conditions of one group hold; a group without any always does.
import { Trans, useLingui } from '@lingui/react/macro'
import type { RoutingCondition, RoutingField, RoutingGroup } from '@/api'
import { AddField, Button, IconButton, IconPlus, IconTrash, SelectField, TextArea, TextField } from '@/ui'
import { Choose } from './Choose'
import { emptyCondition, phrasesOf } from './rule'
import { useFieldWords, useOpWords, useThings, useValueWords, type Things } from './words'
import css from './Routing.module.css'

interface GroupsProps {
  fields: RoutingField[]
  when: RoutingGroup[]
  onChange: (when: RoutingGroup[]) => void
  /** "when[0].all[1].values: ..." of the server, shown at that condition. */
  error?: { field: string; message: string }
}

export function Conditions({ fields, when, onChange, error }: GroupsProps) {
  const { t } = useLingui()
  const put = (at: number, all: RoutingCondition[]) => onChange(when.map((g, i) => (i === at ? { all } : g)))
  return (
    <div className={css.groups}>
      {when.map((group, g) => (
        <div key={g}>
          {g > 0 && (
            <p className={css.or}>
              <Trans>or</Trans>
            </p>
          )}
          <section className={css.group} aria-label={t`Group ${g + 1}`}>
            {group.all.length === 0 && (
              <p className={css.quiet}>
                <Trans>No condition: it holds for every post.</Trans>
              </p>
            )}
            {group.all.map((condition, i) => (
              <Condition
                key={i}
                fields={fields}
                value={condition}
                error={error?.field.startsWith(`when[${g}].all[${i}]`) ? error.message : undefined}
                onChange={(next) =>
                  put(
                    g,
                    group.all.map((c, k) => (k === i ? next : c)),
                  )
                }
                onRemove={() =>
                  put(
                    g,
                    group.all.filter((_, k) => k !== i),
                  )
                }
              />
            ))}
            <div className={css.row}>
              <AddCondition fields={fields} onAdd={(c) => put(g, [...group.all, c])} />
              {when.length > 1 && (
                <Button size="s" kind="danger-quiet" onClick={() => onChange(when.filter((_, i) => i !== g))}>
                  <Trans>Remove this group</Trans>
                </Button>
              )}
            </div>
          </section>
        </div>
      ))}
      <div>
        <Button size="s" icon={IconPlus} onClick={() => onChange([...when, { all: [] }])}>
          <Trans>Or another group</Trans>
        </Button>
      </div>
    </div>
  )
}

function AddCondition({ fields, onAdd }: { fields: RoutingField[]; onAdd: (c: RoutingCondition) => void }) {
  const { t } = useLingui()
  const names: Record<string, string> = useFieldWords()
  return (
    <AddField
      label={t`Add a condition`}
      choices={fields.map((f) => ({ value: f.field, label: names[f.field] ?? f.field }))}
      onAdd={(field) => {
        const row = fields.find((f) => f.field === field)
        if (row) onAdd(emptyCondition(row))
      }}
    />
  )
}

interface ConditionProps {
  fields: RoutingField[]
  value: RoutingCondition
  error?: string
  onChange: (next: RoutingCondition) => void
  onRemove: () => void
}

function Condition({ fields, value, error, onChange, onRemove }: ConditionProps) {
  const { t } = useLingui()
  const names: Record<string, string> = useFieldWords()
  const ops = useOpWords()
  const things = useThings()
  const field = fields.find((f) => f.field === value.field)
  const name = names[value.field] ?? value.field
  if (!field) return null
  return (
    <div className={css.condition} role="group" aria-label={name}>
      <span className={css.field}>{name}</span>
      <SelectField
        aria-label={t`How: ${name}`}
        choices={field.ops.map((op) => ({ value: op, label: ops[op] }))}
        value={value.op}
        onChange={(op) => onChange({ ...value, op })}
      />
      <div className={css.value}>
        <Value field={field} name={name} value={value} onChange={onChange} things={things} />
        {error && (
          <p className={css.error} role="alert">
            {error}
          </p>
        )}
      </div>
      <IconButton icon={IconTrash} size="s" label={t`Remove the condition: ${name}`} onClick={onRemove} />
    </div>
  )
}

interface ValueProps {
  field: RoutingField
  name: string
  value: RoutingCondition
  onChange: (next: RoutingCondition) => void
  things: Things
}

function Value({ field, name, value, onChange, things }: ValueProps) {
  const { t } = useLingui()
  const say = useValueWords(things)
  const values = (next: string[]) => onChange({ ...value, values: next })
  if (field.type === 'yes_no') return null
  if (field.type === 'number')
    return (
      <TextField
        aria-label={t`Number: ${name}`}
        inputMode="numeric"
        value={String(value.number)}
        onChange={(e) => onChange({ ...value, number: Math.trunc(Number(e.currentTarget.value)) || 0 })}
      />
    )
  if (field.type === 'text')
    return (
      <TextArea
        aria-label={t`Words and phrases, one a line`}
        description={t`One a line. Whole words; refund* finds refunded, too.`}
        minRows={1}
        maxRows={6}
        defaultValue={value.values.join('\n')}
        onChange={(e) => values(phrasesOf(e.currentTarget.value))}
      />
    )
  const choices = field.of
    ? (things[field.of as keyof Things] ?? []).map((x) => ({ value: x.id, label: x.name }))
    : field.field === 'network'
      ? things.network.map((x) => ({ value: x.id, label: x.name }))
      : field.field === 'language'
        ? LANGUAGES.map((code) => ({ value: code, label: say('language', null, code) }))
        : field.words.map((word) => ({ value: word, label: say(field.field, null, word) }))
  return <Choose label={name} choices={choices} values={value.values} onChange={values} />
}

// What the language detector knows and people write most.
const LANGUAGES = [
  'ar', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'hi', 'hu', 'it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro',
  'ru', 'sv', 'tr', 'uk', 'zh',
] // prettier-ignore
