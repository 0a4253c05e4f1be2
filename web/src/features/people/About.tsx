// About: roles with their dates, everything else that is known, the team's own fields; each is added, changed and
// removed where it stands.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, take, type Datum, type FieldValue, type PersonPage, type PersonRole } from '@/api'
import {
  Button,
  CheckField,
  Dialog,
  DialogLead,
  fieldError,
  IconEdit,
  IconLock,
  IconMore,
  IconTrash,
  Menu,
  PersonMark,
  Segments,
  SelectField,
  TextArea,
  TextField,
  usePersonRoleWords,
  useToast,
} from '@/ui'
import { Frame } from './AddDialogs'
import { usePersonAct } from './change'
import { Block, RowMenu } from './parts'
import { years } from './shape'
import { useDatumWords, useLabelWords, useSourceWords, wordOf } from './names'
import css from './Person.module.css'

const at = (id: string) => ({ params: { path: { id } } })

// ---- roles -------------------------------------------------------------------------------------------------------

const ROLES = [
  'employee',
  'customer',
  'prospect',
  'influencer',
  'partner',
  'supplier',
  'recommender',
  'decision_maker',
  'press',
] as const

function RoleForm({ page, onClose }: { page: PersonPage; onClose: () => void }) {
  const { t } = useLingui()
  const words = usePersonRoleWords()
  const [whom, setWhom] = useState<'us' | 'organization'>('organization')
  const [role, setRole] = useState<(typeof ROLES)[number]>('employee')
  const [organization, setOrganization] = useState('')
  const [title, setTitle] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const save = usePersonAct(
    page.id,
    () =>
      take(
        api.POST('/api/v1/people/{id}/roles', {
          ...at(page.id),
          body: {
            role,
            title: title.trim(),
            from_day: from || null,
            to_day: to || null,
            ...(whom === 'organization' && { organization_name: organization.trim() }),
          },
        }),
      ),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['organization_name', 'title', 'from_day', 'to_day', 'role']}
      onSubmit={() => save.mutate(undefined)}
    >
      <Segments
        label={t`To whom`}
        value={whom}
        onChange={(next) => {
          setWhom(next)
          setRole(next === 'us' ? 'customer' : 'employee')
        }}
        choices={[
          { value: 'organization', label: t`At an organization` },
          { value: 'us', label: t`To us` },
        ]}
      />
      {whom === 'organization' && (
        <TextField
          label={t`Organization`}
          value={organization}
          onChange={(e) => setOrganization(e.currentTarget.value)}
          error={fieldError(save.error, 'organization_name')}
          autoComplete="off"
          data-autofocus
        />
      )}
      <SelectField
        label={t`Role`}
        value={role}
        onChange={setRole}
        error={fieldError(save.error, 'role')}
        choices={ROLES.map((value) => ({ value, label: words[value] }))}
      />
      <TextField
        label={t`Title`}
        placeholder={t`Head of purchasing`}
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        error={fieldError(save.error, 'title')}
        autoComplete="off"
      />
      <div className={css.pair}>
        <TextField
          type="date"
          label={t`From`}
          value={from}
          onChange={(e) => setFrom(e.currentTarget.value)}
          error={fieldError(save.error, 'from_day')}
        />
        <TextField
          type="date"
          label={t`To`}
          value={to}
          onChange={(e) => setTo(e.currentTarget.value)}
          error={fieldError(save.error, 'to_day')}
        />
      </div>
    </Frame>
  )
}

function RoleRow({ page, role, acts }: { page: PersonPage; role: PersonRole; acts: boolean }) {
  const { t } = useLingui()
  const toast = useToast()
  const words = usePersonRoleWords()
  const sources = useSourceWords()
  const path = { params: { path: { id: page.id, role_id: role.id } } }
  const remove = usePersonAct(page.id, () => take(api.DELETE('/api/v1/people/{id}/roles/{role_id}', path)))
  const end = usePersonAct(page.id, () =>
    take(
      api.PATCH('/api/v1/people/{id}/roles/{role_id}', {
        ...path,
        body: { to_day: new Date().toISOString().slice(0, 10) },
      }),
    ),
  )
  const onError = toast.fail
  const name = role.title || words[role.role]
  return (
    <li className={css.datum} data-past={!role.current || undefined}>
      <div>
        {name}
        {role.organization && (
          <>
            {' · '}
            <Link to="/people/$person" params={{ person: role.organization.id }}>
              {role.organization.name}
            </Link>
          </>
        )}
        <div className={css.below}>
          {[
            role.title && words[role.role],
            !role.organization && t`to us`,
            years(role.from_day, role.to_day),
            role.why ?? wordOf(sources, role.source),
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {acts && (
        <RowMenu
          of={name}
          entries={[
            ...(role.current
              ? [{ label: t`Ended today`, run: () => end.mutate(undefined, { onError }) }]
              : []),
            {
              label: t`Remove`,
              icon: IconTrash,
              tone: 'red',
              run: () => remove.mutate(undefined, { onError }),
            },
          ]}
        />
      )}
    </li>
  )
}

export function Roles({ page, acts }: { page: PersonPage; acts: boolean }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  return (
    <Block
      title={<Trans>Roles</Trans>}
      count={page.roles.length}
      add={acts ? { label: t`Add a role`, run: () => setAdding(true) } : undefined}
    >
      {page.roles.length === 0 ? (
        <p className={css.none}>
          <Trans>No role is known.</Trans>
        </p>
      ) : (
        <ul>
          {page.roles.map((role) => (
            <RoleRow key={role.id} page={page} role={role} acts={acts} />
          ))}
        </ul>
      )}
      {adding && (
        <Dialog title={<Trans>Add a role</Trans>} opened onClose={() => setAdding(false)}>
          <RoleForm page={page} onClose={() => setAdding(false)} />
        </Dialog>
      )}
    </Block>
  )
}

/** Of an organization: who belongs to it. */
export function Belongings({ page }: { page: PersonPage }) {
  const words = usePersonRoleWords()
  if (page.people.length === 0) return null
  return (
    <Block title={<Trans>People there</Trans>} count={page.people.length}>
      <ul>
        {page.people.map((one) => (
          <li key={one.role_id} className={css.belonging} data-past={!one.current || undefined}>
            <PersonMark name={one.person.name} stage={one.person.stage} size={28} />
            <div>
              <Link to="/people/$person" params={{ person: one.person.id }}>
                {one.person.name}
              </Link>
              <div className={css.below}>
                {[one.title || words[one.role], years(one.from_day, one.to_day)].filter(Boolean).join(' · ')}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Block>
  )
}

// ---- everything else ---------------------------------------------------------------------------------------------

const ADDABLE = [
  'nickname',
  'spelling',
  'postal',
  'birthday',
  'language',
  'timezone',
  'pronouns',
  'consent',
  'note',
  'url',
  'anniversary',
  'title',
  'category',
] as const
const SHOWN_ABOVE = ['field', 'name']

function DatumForm({
  page,
  one,
  kind: fixed,
  onClose,
}: {
  page: PersonPage
  one?: Datum
  kind?: string
  onClose: () => void
}) {
  const { t } = useLingui()
  const words = useDatumWords()
  const [kind, setKind] = useState<string>(one?.kind ?? fixed ?? 'birthday')
  const [value, setValue] = useState(one?.value ?? '')
  const [label, setLabel] = useState(one?.label ?? '')
  const save = usePersonAct(
    page.id,
    () =>
      one
        ? take(
            api.PATCH('/api/v1/people/{id}/data/{datum_id}', {
              params: { path: { id: page.id, datum_id: one.id } },
              body: { value: value.trim(), label: label.trim() },
            }),
          )
        : take(
            api.POST('/api/v1/people/{id}/data', {
              ...at(page.id),
              body: { kind, value: value.trim(), label: label.trim() },
            }),
          ),
    onClose,
  )
  const hints: Record<string, string> = {
    birthday: t`1984-05-03, or --05-03 without the year`,
    language: 'de, en, pt-BR …',
    timezone: 'Europe/Berlin',
    pronouns: t`she, he, they …`,
  }
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['value', 'label', 'kind']}
      onSubmit={() => save.mutate(undefined)}
    >
      {!one && (
        <SelectField
          label={t`What`}
          value={kind}
          onChange={(next) => {
            setKind(next)
            setValue(next === 'consent' ? 'given' : '')
          }}
          choices={ADDABLE.map((k) => ({ value: k as string, label: words[k] }))}
        />
      )}
      {kind === 'consent' ? (
        <>
          <TextField
            label={t`To what`}
            placeholder={t`newsletter, phone calls …`}
            value={label}
            onChange={(e) => setLabel(e.currentTarget.value)}
            error={fieldError(save.error, 'label')}
            data-autofocus
          />
          <Segments
            label={t`Consent`}
            value={value}
            onChange={setValue}
            choices={[
              { value: 'given', label: t`Given` },
              { value: 'refused', label: t`Refused` },
              { value: 'withdrawn', label: t`Withdrawn` },
            ]}
          />
        </>
      ) : kind === 'note' || kind === 'postal' ? (
        <TextArea
          label={wordOf(words, kind)}
          value={value}
          onChange={(e) => setValue(e.currentTarget.value)}
          error={fieldError(save.error, 'value')}
          data-autofocus
        />
      ) : (
        <TextField
          label={wordOf(words, kind)}
          placeholder={hints[kind]}
          value={value}
          onChange={(e) => setValue(e.currentTarget.value)}
          error={fieldError(save.error, 'value')}
          autoComplete="off"
          data-autofocus
        />
      )}
    </Frame>
  )
}

function DatumRow({ page, one, acts }: { page: PersonPage; one: Datum; acts: boolean }) {
  const { t } = useLingui()
  const toast = useToast()
  const words = useDatumWords()
  const labels = useLabelWords()
  const sources = useSourceWords()
  const [editing, setEditing] = useState(false)
  const remove = usePersonAct(page.id, () =>
    take(
      api.DELETE('/api/v1/people/{id}/data/{datum_id}', {
        params: { path: { id: page.id, datum_id: one.id } },
      }),
    ),
  )
  return (
    <li className={css.datum}>
      <div>
        <span className={css.kind}>{wordOf(words, one.kind)}</span>{' '}
        <span className={css.value}>{one.value}</span>
        <div className={css.below}>
          {one.mine && <IconLock size={11} aria-label={t`only I see it`} />}
          {[one.label && wordOf(labels, one.label), wordOf(sources, one.source), one.created_by?.name]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      {acts && (
        <RowMenu
          of={one.value}
          entries={[
            { label: t`Change`, icon: IconEdit, run: () => setEditing(true) },
            {
              label: t`Remove`,
              icon: IconTrash,
              tone: 'red',
              run: () => remove.mutate(undefined, { onError: toast.fail }),
            },
          ]}
        />
      )}
      {editing && (
        <Dialog title={wordOf(words, one.kind)} opened onClose={() => setEditing(false)}>
          <DatumForm page={page} one={one} onClose={() => setEditing(false)} />
        </Dialog>
      )}
    </li>
  )
}

export function Data({ page, acts }: { page: PersonPage; acts: boolean }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const data = page.data.filter((g) => !SHOWN_ABOVE.includes(g.kind)).flatMap((g) => g.items)
  return (
    <Block
      title={<Trans>What we know</Trans>}
      add={acts ? { label: t`Add what we know`, run: () => setAdding(true) } : undefined}
    >
      {page.about && <p className={css.about}>{page.about}</p>}
      {data.length === 0 && !page.about && (
        <p className={css.none}>
          <Trans>Birthday, languages, time zone, consent: nothing is noted yet.</Trans>
        </p>
      )}
      <ul>
        {data.map((one) => (
          <DatumRow key={one.id} page={page} one={one} acts={acts} />
        ))}
        {page.fields.map((field) => (
          <FieldRow key={field.field_id} page={page} field={field} acts={acts} />
        ))}
      </ul>
      {adding && (
        <Dialog title={<Trans>Add what we know</Trans>} opened onClose={() => setAdding(false)}>
          <DatumForm page={page} onClose={() => setAdding(false)} />
        </Dialog>
      )}
    </Block>
  )
}

function FieldRow({ page, field, acts }: { page: PersonPage; field: FieldValue; acts: boolean }) {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const shown: ReactNode =
    field.value === null ? (
      <span className={css.quiet}>–</span>
    ) : field.type === 'yes_no' ? (
      field.value === 'yes' ? (
        t`Yes`
      ) : (
        t`No`
      )
    ) : (
      field.value
    )
  return (
    <li className={css.datum}>
      <div>
        <span className={css.kind}>{field.name}</span> {shown}
      </div>
      {acts && (
        <Menu
          target={
            <Button kind="quiet" size="s" icon={IconMore} title={t`Change ${field.name}`}>
              <span className="sr">{t`Change ${field.name}`}</span>
            </Button>
          }
          entries={[{ label: t`Change`, icon: IconEdit, run: () => setEditing(true) }]}
          position="bottom-end"
        />
      )}
      {editing && (
        <Dialog title={field.name} opened onClose={() => setEditing(false)}>
          <FieldForm page={page} field={field} onClose={() => setEditing(false)} />
        </Dialog>
      )}
    </li>
  )
}

function FieldForm({ page, field, onClose }: { page: PersonPage; field: FieldValue; onClose: () => void }) {
  const { t } = useLingui()
  const [value, setValue] = useState(field.value ?? '')
  const save = usePersonAct(
    page.id,
    () =>
      take(
        api.PUT('/api/v1/people/{id}/fields/{field_id}', {
          params: { path: { id: page.id, field_id: field.field_id } },
          body: { value: value.trim() || null },
        }),
      ),
    onClose,
  )
  const choices =
    field.type === 'yes_no'
      ? [
          { value: 'yes', label: t`Yes` },
          { value: 'no', label: t`No` },
        ]
      : field.choices.map((c) => ({ value: c, label: c }))
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['value']}
      onSubmit={() => save.mutate(undefined)}
    >
      {field.type === 'choice' || field.type === 'yes_no' ? (
        <SelectField
          label={field.name}
          value={value || null}
          onChange={setValue}
          onClear={() => setValue('')}
          error={fieldError(save.error, 'value')}
          choices={choices}
        />
      ) : (
        <TextField
          label={field.name}
          type={field.type === 'date' ? 'date' : 'text'}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          value={value}
          onChange={(e) => setValue(e.currentTarget.value)}
          error={fieldError(save.error, 'value')}
          data-autofocus
        />
      )}
    </Frame>
  )
}

// ---- an own address book -----------------------------------------------------------------------------------------

export function ShareDialog({ person, onClose }: { person: PersonPage; onClose: () => void }) {
  const { t } = useLingui()
  const [history, setHistory] = useState(false)
  const share = usePersonAct(
    person.id,
    () => take(api.POST('/api/v1/people/{id}/share', { ...at(person.id), body: { history } })),
    onClose,
  )
  return (
    <Dialog title={<Trans>Share {person.name} with the team</Trans>} opened onClose={onClose} width={460}>
      <Frame
        onClose={onClose}
        busy={share.isPending}
        error={share.error}
        fields={[]}
        onSubmit={() => share.mutate(undefined)}
      >
        <DialogLead>
          <Trans>
            Everybody in the team then sees this person and what is known about them. It cannot be taken back.
          </Trans>
        </DialogLead>
        <CheckField
          label={t`Also the history out of my own mailbox and calendar`}
          checked={history}
          onChange={setHistory}
        />
      </Frame>
    </Dialog>
  )
}
