// AddDialogs: what members write down about a person: a moment, a fact, a promise, a deal, what a side gained, a note.
// Each is a small form whose first field has the focus; Enter saves.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import {
  api,
  recordsQuery,
  take,
  type CommitmentNewInput,
  type DealNewInput,
  type FactNewInput,
  type MomentNewInput,
  type PersonRecords,
  type ValueNewInput,
} from '@/api'
import {
  Button,
  CheckField,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  otherError,
  PlainText,
  Segments,
  SelectField,
  TextArea,
  TextField,
} from '@/ui'
import { usePersonAct, useRecordAct } from './change'
import { endOfDay, fromField, minorOf, toField } from './shape'
import {
  useDealStateWords,
  useDealWords,
  useFactWords,
  useMomentWords,
  useSeverityWords,
  useValueWords,
} from './names'
import css from './Add.module.css'

export interface SourcePost {
  id: string
  text: string
  /** We said it, not they. */
  ours: boolean
}
export type Kind = 'moment' | 'fact' | 'commitment' | 'deal' | 'value' | 'note'
interface FormProps {
  person: { id: string; name: string }
  /** The post that says it; only facts and gains have one. */
  source?: SourcePost
  onClose: () => void
}

export function AddDialog({ kind, person, source, onClose }: FormProps & { kind: Kind }) {
  const FORMS = {
    moment: [<Trans key="t">Add a moment with {person.name}</Trans>, MomentForm],
    fact: [<Trans key="t">Add a fact about {person.name}</Trans>, FactForm],
    commitment: [<Trans key="t">Add a promise</Trans>, CommitmentForm],
    deal: [<Trans key="t">Add a deal, an order or a referral</Trans>, DealForm],
    value: [<Trans key="t">What did a side gain?</Trans>, ValueForm],
    note: [<Trans key="t">Note about {person.name}</Trans>, NoteForm],
  } as const
  const [title, Body] = FORMS[kind]
  return (
    <Dialog title={title} opened onClose={onClose} width={500}>
      <Body person={person} source={source} onClose={onClose} />
    </Dialog>
  )
}

/** What is noted, and what shows it. */
function Source({ post }: { post: SourcePost }) {
  return (
    <blockquote className={css.source}>
      <span className={css.label}>
        {post.ours ? <Trans>Shown by what we wrote</Trans> : <Trans>Shown by what they wrote</Trans>}
      </span>
      <PlainText text={post.text.length > 280 ? `${post.text.slice(0, 280)} …` : post.text} />
    </blockquote>
  )
}

interface FrameProps {
  children: ReactNode
  onSubmit: () => void
  onClose: () => void
  busy: boolean
  error: unknown
  fields: string[]
}

export function Frame({ children, onSubmit, onClose, busy, error, fields }: FrameProps) {
  return (
    <Form onSubmit={onSubmit}>
      {children}
      <ErrorNotice error={otherError(error, fields)} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={busy}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

function WhenField({
  label,
  value,
  onChange,
  error,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string
}) {
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={value || toField(new Date())}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
    />
  )
}

const choicesOf = <K extends string>(words: Record<K, string>) =>
  (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }))

function MomentForm({ person, onClose }: FormProps) {
  const { t } = useLingui()
  const kinds = useMomentWords()
  const severities = useSeverityWords()
  const { data: records } = useQuery(recordsQuery(person.id))
  const [kind, setKind] = useState<MomentNewInput['kind']>('meeting')
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [at, setAt] = useState('')
  const [severity, setSeverity] = useState<'1' | '2' | '3'>('1')
  const failures = (records?.moments ?? []).filter((m) => m.kind === 'failure')
  const [repairs, setRepairs] = useState<string | null>(null)
  const repaired = repairs ?? failures[0]?.id ?? null
  const save = useRecordAct(
    person.id,
    (body: MomentNewInput) => take(api.POST('/api/v1/moments', { body })),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['title', 'at']}
      onSubmit={() =>
        save.mutate({
          kind,
          title: title.trim(),
          text: text.trim(),
          person_ids: [person.id],
          ...(fromField(at) && { at: fromField(at) }),
          ...(kind === 'failure' && { severity: Number(severity) }),
          ...(kind === 'recovery' && { repairs_id: repaired }),
        })
      }
    >
      <TextField
        label={t`What was it?`}
        placeholder={t`In a few words`}
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        error={fieldError(save.error, 'title')}
        autoComplete="off"
        data-autofocus
      />
      <div className={css.pair}>
        <SelectField label={t`Kind`} value={kind} onChange={setKind} choices={choicesOf(kinds)} />
        <WhenField label={t`When`} value={at} onChange={setAt} error={fieldError(save.error, 'at')} />
      </div>
      {kind === 'failure' && (
        <div>
          <span className={css.label} aria-hidden>
            <Trans>How bad was it for them?</Trans>
          </span>
          <Segments
            label={t`How bad was it for them?`}
            value={severity}
            onChange={setSeverity}
            choices={choicesOf(severities)}
          />
        </div>
      )}
      {kind === 'recovery' && failures.length > 0 && (
        <SelectField
          label={t`What was put right?`}
          value={repaired}
          onChange={setRepairs}
          choices={failures.map((m) => ({ value: m.id, label: m.title }))}
        />
      )}
      <TextArea
        label={t`More, when it helps`}
        value={text}
        minRows={2}
        onChange={(e) => setText(e.currentTarget.value)}
      />
    </Frame>
  )
}

function FactForm({ person, source, onClose }: FormProps) {
  const { t } = useLingui()
  const kinds = useFactWords()
  const [kind, setKind] = useState<FactNewInput['kind']>('likes')
  const [text, setText] = useState('')
  const [mine, setMine] = useState(false)
  const save = useRecordAct(
    person.id,
    (body: FactNewInput) =>
      take(api.POST('/api/v1/people/{id}/facts', { params: { path: { id: person.id } }, body })),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['text']}
      onSubmit={() => save.mutate({ kind, text: text.trim(), mine, ...(source && { post_id: source.id }) })}
    >
      {source && <Source post={source} />}
      <TextField
        label={t`What do we know?`}
        placeholder={t`For example: long-distance trains`}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        autoComplete="off"
        data-autofocus
      />
      <SelectField label={t`Kind`} value={kind} onChange={setKind} choices={choicesOf(kinds)} />
      <CheckField label={t`Only I see it`} checked={mine} onChange={setMine} />
    </Frame>
  )
}

function CommitmentForm({ person, onClose }: FormProps) {
  const { t } = useLingui()
  const [side, setSide] = useState<CommitmentNewInput['side']>('us')
  const [text, setText] = useState('')
  const [day, setDay] = useState('')
  const save = useRecordAct(
    person.id,
    (body: CommitmentNewInput) =>
      take(api.POST('/api/v1/people/{id}/commitments', { params: { path: { id: person.id } }, body })),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['text', 'due_at']}
      onSubmit={() => save.mutate({ side, text: text.trim(), due_at: endOfDay(day) ?? null })}
    >
      <Segments
        label={t`Who promises?`}
        value={side}
        onChange={setSide}
        choices={[
          { value: 'us', label: t`We promise` },
          { value: 'them', label: t`${person.name} promises` },
        ]}
      />
      <TextField
        label={t`What?`}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        autoComplete="off"
        data-autofocus
      />
      <TextField
        type="date"
        label={t`Until`}
        value={day}
        onChange={(e) => setDay(e.currentTarget.value)}
        error={fieldError(save.error, 'due_at')}
      />
    </Frame>
  )
}

function DealForm({ person, onClose }: FormProps) {
  const { t } = useLingui()
  const kinds = useDealWords()
  const states = useDealStateWords()
  const [kind, setKind] = useState<DealNewInput['kind']>('deal')
  const [title, setTitle] = useState('')
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState('EUR')
  const [state, setState] = useState<NonNullable<DealNewInput['state']>>('open')
  const [referred, setReferred] = useState('')
  const [unreadable, setUnreadable] = useState(false)
  const save = useRecordAct(
    person.id,
    (body: DealNewInput) =>
      take(api.POST('/api/v1/people/{id}/deals', { params: { path: { id: person.id } }, body })),
    onClose,
  )
  const submit = () => {
    const minor = amount.trim() ? minorOf(amount, currency) : 0
    setUnreadable(minor === undefined)
    if (minor === undefined) return
    save.mutate({
      kind,
      title: title.trim() || (kind === 'referral' ? referred.trim() : ''),
      ...(minor > 0 && { amount_minor: minor, currency: currency.trim().toUpperCase() }),
      ...(kind === 'referral' ? { referred_name: referred.trim() } : { state }),
    })
  }
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['title', 'amount_minor', 'currency', 'referred_name']}
      onSubmit={submit}
    >
      <Segments label={t`Kind`} value={kind} onChange={setKind} choices={choicesOf(kinds)} />
      {kind === 'referral' && (
        <TextField
          label={t`Whom did they send to us?`}
          value={referred}
          onChange={(e) => setReferred(e.currentTarget.value)}
          error={fieldError(save.error, 'referred_name')}
          autoComplete="off"
        />
      )}
      <TextField
        label={t`What is it about?`}
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        error={fieldError(save.error, 'title')}
        autoComplete="off"
        data-autofocus
      />
      {kind !== 'referral' && (
        <>
          <div className={css.pair}>
            <TextField
              label={t`Amount`}
              inputMode="decimal"
              value={amount}
              onChange={(e) => setAmount(e.currentTarget.value)}
              error={
                unreadable
                  ? t`Write an amount such as 1200 or 1200.50.`
                  : fieldError(save.error, 'amount_minor')
              }
            />
            <TextField
              label={t`Currency`}
              value={currency}
              maxLength={3}
              onChange={(e) => setCurrency(e.currentTarget.value)}
              error={fieldError(save.error, 'currency')}
            />
          </div>
          <Segments label={t`State`} value={state} onChange={setState} choices={choicesOf(states)} />
        </>
      )}
    </Frame>
  )
}

function ValueForm({ person, source, onClose }: FormProps) {
  const { t } = useLingui()
  const kinds = useValueWords()
  const { data: records } = useQuery(recordsQuery(person.id))
  const [side, setSide] = useState<ValueNewInput['side']>('them')
  const [kind, setKind] = useState<ValueNewInput['kind']>('help')
  const [text, setText] = useState('')
  const [shownBy, setShownBy] = useState('')
  const evidence = evidenceOf(records)
  const save = useRecordAct(
    person.id,
    (body: ValueNewInput) =>
      take(api.POST('/api/v1/people/{id}/values', { params: { path: { id: person.id } }, body })),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['text']}
      onSubmit={() =>
        save.mutate({
          side,
          kind,
          text: text.trim(),
          ...(source ? { post_id: source.id } : evidence.find((e) => e.value === shownBy)?.body),
        })
      }
    >
      {source && <Source post={source} />}
      <Segments
        label={t`Who gained?`}
        value={side}
        onChange={setSide}
        choices={[
          { value: 'them', label: t`${person.name} gained` },
          { value: 'us', label: t`We gained` },
        ]}
      />
      <TextField
        label={t`What, and how do we know?`}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        autoComplete="off"
        data-autofocus
      />
      <div className={css.pair}>
        <SelectField label={t`Kind`} value={kind} onChange={setKind} choices={choicesOf(kinds)} />
        {!source && evidence.length > 0 && (
          <SelectField
            label={t`What shows it`}
            value={shownBy}
            onChange={setShownBy}
            choices={[{ value: '', label: t`only these words` }, ...evidence]}
          />
        )}
      </div>
    </Frame>
  )
}

/** What of the records may show that a side gained something: deals and moments. */
const evidenceOf = (records: PersonRecords | undefined) => [
  ...(records?.deals ?? []).map((d) => ({ value: `deal ${d.id}`, label: d.title, body: { deal_id: d.id } })),
  ...(records?.moments ?? []).map((m) => ({
    value: `moment ${m.id}`,
    label: m.title,
    body: { moment_id: m.id },
  })),
]

function NoteForm({ person, onClose }: FormProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [mine, setMine] = useState(false)
  const save = usePersonAct(
    person.id,
    () =>
      take(
        api.POST('/api/v1/people/{id}/data', {
          params: { path: { id: person.id } },
          body: { kind: 'note', value: text.trim(), mine },
        }),
      ),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['value']}
      onSubmit={() => save.mutate(undefined)}
    >
      <TextArea
        label={t`Note`}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'value')}
        data-autofocus
      />
      <CheckField label={t`Only I see it`} checked={mine} onChange={setMine} />
    </Frame>
  )
}
