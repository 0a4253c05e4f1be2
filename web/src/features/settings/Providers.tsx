// Providers: identity providers that members sign in with, what their groups mean here, and what a mapping would do to
// whom before it is saved.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  providersQuery,
  take,
  teamsQuery,
  type Provider,
  type ProviderInput,
  type ProviderNewInput,
  type ProviderTry,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Confirm,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconButton,
  IconPlus,
  IconSignIn,
  IconTrash,
  Notice,
  otherError,
  PasswordField,
  Section,
  SelectField,
  SkeletonRows,
  SwitchField,
  Table,
  TextField,
  useConfirmed,
  useRoleWords,
  useToast,
} from '@/ui'
import css from './Settings.module.css'

export function Providers() {
  const { t } = useLingui()
  const { data, error, isPending, refetch } = useQuery(providersQuery())
  const [editing, setEditing] = useState<Provider | 'new' | null>(null)
  const [removing, setRemoving] = useState<Provider | null>(null)
  const client = useQueryClient()
  const confirmed = useConfirmed()
  const toast = useToast()
  const changed = () =>
    Promise.all(['providers', 'start'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const remove = useMutation({
    mutationFn: (id: string) =>
      confirmed(() => take(api.DELETE('/api/v1/providers/{id}', { params: { path: { id } } }))),
    onSuccess: changed,
  })
  const check = useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/providers/{id}/check', { params: { path: { id } } })),
    onSuccess: (found) =>
      found.alg_offered
        ? toast.show(t`The provider answers, and signs as it is set up here.`)
        : toast.show(t`The provider answers, but signs with ${found.algs.join(', ')}: change the algorithm.`),
    onError: toast.fail,
  })
  return (
    <Section
      title={<Trans>Identity providers</Trans>}
      lead={<Trans>Members sign in with the account of your organisation (OpenID Connect).</Trans>}
      actions={
        <Button icon={IconPlus} onClick={() => setEditing('new')}>
          <Trans>Add a provider</Trans>
        </Button>
      }
    >
      {isPending ? (
        <SkeletonRows rows={1} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p className={css.quiet}>
          <Trans>None yet: members sign in with what they set up here.</Trans>
        </p>
      ) : (
        <Card flush>
          {data.items.map((p) => (
            <div key={p.id} className={css.session}>
              <IconSignIn size={20} aria-hidden />
              <div>
                <strong>{p.name}</strong> {!p.enabled && <Chip>{t`off`}</Chip>}
                <div className={css.quiet}>{p.issuer}</div>
              </div>
              <Button
                size="s"
                busy={check.isPending && check.variables === p.id}
                onClick={() => check.mutate(p.id)}
              >
                <Trans>Test</Trans>
              </Button>
              <Button size="s" onClick={() => setEditing(p)} aria-label={t`Change ${p.name}`}>
                <Trans>Change</Trans>
              </Button>
              <IconButton
                icon={IconTrash}
                size="s"
                label={t`Remove ${p.name}`}
                onClick={() => setRemoving(p)}
              />
            </div>
          ))}
        </Card>
      )}
      <Dialog
        title={editing === 'new' ? <Trans>Add a provider</Trans> : editing?.name}
        opened={editing !== null}
        onClose={() => setEditing(null)}
        width={640}
      >
        {editing && (
          <ProviderForm
            provider={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
            onDone={() => {
              setEditing(null)
              void changed()
              toast.show(t`Saved.`)
            }}
          />
        )}
      </Dialog>
      <Confirm
        title={<Trans>Remove {removing?.name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        run={() => (removing ? remove.mutateAsync(removing.id) : Promise.resolve())}
      >
        <Trans>
          Who signs in with it needs another way: a password by invitation or from the console, or a passkey.
        </Trans>
      </Confirm>
    </Section>
  )
}

type Row = NonNullable<ProviderInput['mapping']>[number]
const ALGS = ['RS256', 'ES256', 'EdDSA'] as const
const GROUP_ROLES = ['admin', 'manager', 'agent', 'viewer'] as const

interface FormProps {
  provider: Provider | null
  onClose: () => void
  onDone: () => void
}

function ProviderForm({ provider, onClose, onDone }: FormProps) {
  const { t } = useLingui()
  const confirmed = useConfirmed()
  const words = useRoleWords()
  const [name, setName] = useState(provider?.name ?? '')
  const [issuer, setIssuer] = useState(provider?.issuer ?? '')
  const [clientId, setClientId] = useState(provider?.client_id ?? '')
  const [secret, setSecret] = useState('')
  const [alg, setAlg] = useState(provider?.alg ?? 'RS256')
  const [scopes, setScopes] = useState(provider?.scopes ?? 'openid email profile')
  const [claim, setClaim] = useState(provider?.groups_claim ?? 'groups')
  const [mapping, setMapping] = useState<Row[]>(provider?.mapping ?? [])
  const [defaultRole, setDefaultRole] = useState(provider?.default_role ?? '')
  const [joining, setJoining] = useState(provider?.joining ?? 'invited')
  const [link, setLink] = useState(provider?.link_by_email ?? false)
  const [trust, setTrust] = useState(provider?.trust_email ?? false)
  const [enabled, setEnabled] = useState(provider?.enabled ?? true)
  const save = useMutation({
    mutationFn: () => {
      const body: ProviderNewInput = {
        name: name.trim(),
        issuer: issuer.trim(),
        client_id: clientId.trim(),
        ...(secret && { client_secret: secret }),
        alg,
        scopes: scopes.trim(),
        groups_claim: claim.trim(),
        mapping: mapping.filter((row) => row.group.trim()),
        default_role: defaultRole,
        joining,
        link_by_email: link,
        trust_email: trust,
        enabled,
      }
      return confirmed(() =>
        take(
          provider
            ? api.PATCH('/api/v1/providers/{id}', { params: { path: { id: provider.id } }, body })
            : api.POST('/api/v1/providers', { body }),
        ),
      )
    },
    onSuccess: onDone,
  })
  const shown = ['name', 'issuer', 'client_id', 'scopes', 'groups_claim']
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextField
        label={t`Name`}
        description={t`On the button of the sign-in page.`}
        value={name}
        maxLength={60}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <TextField
        label={t`Issuer`}
        description={t`Exactly as the provider writes it: https://login.example.org/realms/acme`}
        value={issuer}
        onChange={(e) => setIssuer(e.currentTarget.value)}
        error={fieldError(save.error, 'issuer')}
      />
      <TextField
        label={t`Client id`}
        value={clientId}
        onChange={(e) => setClientId(e.currentTarget.value)}
        error={fieldError(save.error, 'client_id')}
      />
      <PasswordField
        label={t`Client secret`}
        description={
          provider?.has_secret
            ? t`There is one. Fill this only to change it.`
            : t`Sealed with this server's key; empty for a client without.`
        }
        autoComplete="off"
        value={secret}
        onChange={(e) => setSecret(e.currentTarget.value)}
      />
      {provider && (
        <Notice>
          <Trans>
            Register this address there: <code className={css.address}>{provider.redirect_uri}</code>
          </Trans>
        </Notice>
      )}
      <SelectField
        label={t`Who may join`}
        value={joining}
        onChange={setJoining}
        choices={[
          { value: 'invited', label: t`Only who has an account or an invitation` },
          { value: 'everybody', label: t`Everybody whose groups give a role` },
        ]}
      />
      <Mapping
        provider={provider}
        claim={claim}
        onClaim={setClaim}
        rows={mapping}
        onRows={setMapping}
        defaultRole={defaultRole}
      />
      <SelectField
        label={t`Role without a group`}
        value={defaultRole === '' ? 'none' : defaultRole}
        onChange={(role) => setDefaultRole(role === 'none' ? '' : role)}
        choices={[
          { value: 'none', label: t`None: they may not sign in` },
          ...GROUP_ROLES.map((value) => ({ value, label: words[value] })),
        ]}
      />
      <details>
        <summary>
          <Trans>More</Trans>
        </summary>
        <div className={css.more}>
          <SwitchField
            label={t`A verified address is enough`}
            help={t`Who comes with the verified e-mail address of a member signs in as that member.`}
            checked={link}
            onChange={setLink}
          />
          <SwitchField
            label={t`Believe its addresses`}
            help={t`For a provider of your own that does not say whether an address is verified. Never for one where people enter addresses themselves.`}
            checked={trust}
            onChange={setTrust}
          />
          <SwitchField label={t`In use`} checked={enabled} onChange={setEnabled} />
          <SelectField
            label={t`Its tokens are signed with`}
            value={alg}
            onChange={setAlg}
            choices={ALGS.map((value) => ({ value, label: value }))}
          />
          <TextField
            label={t`Scopes`}
            value={scopes}
            onChange={(e) => setScopes(e.currentTarget.value)}
            error={fieldError(save.error, 'scopes')}
          />
        </div>
      </details>
      <ErrorNotice error={otherError(save.error, shown)} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          kind="main"
          type="submit"
          busy={save.isPending}
          disabled={!name.trim() || !issuer.trim() || !clientId.trim()}
        >
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

interface MappingProps {
  provider: Provider | null
  claim: string
  onClaim: (claim: string) => void
  rows: Row[]
  onRows: (rows: Row[]) => void
  defaultRole: Provider['default_role']
}

function Mapping({ provider, claim, onClaim, rows, onRows, defaultRole }: MappingProps) {
  const { t } = useLingui()
  const words = useRoleWords()
  const { data: teams } = useQuery(teamsQuery())
  const look = useMutation({
    mutationFn: (id: string) =>
      take(
        api.POST('/api/v1/providers/{id}/try', {
          params: { path: { id } },
          body: { mapping: rows.filter((row) => row.group.trim()), default_role: defaultRole },
        }),
      ),
  })
  const set = (i: number, row: Partial<Row>) => onRows(rows.map((r, k) => (k === i ? { ...r, ...row } : r)))
  return (
    <fieldset className={css.mapping}>
      <legend>
        <Trans>What groups there give here</Trans>
      </legend>
      <p className={css.quiet}>
        <Trans>
          With a row, role and these teams follow the groups at each sign-in. Who has lost all of them is
          signed out everywhere. Owners are never changed.
        </Trans>
      </p>
      {rows.map((row, i) => (
        <div key={i} className={css.mapRow}>
          <TextField
            aria-label={t`Group ${i + 1}`}
            placeholder={t`Group`}
            value={row.group}
            onChange={(e) => set(i, { group: e.currentTarget.value })}
          />
          <SelectField
            aria-label={t`Role of group ${i + 1}`}
            value={row.role ? row.role : 'none'}
            onChange={(role) => set(i, { role: role === 'none' ? '' : role })}
            choices={[
              { value: 'none', label: t`no role` },
              ...GROUP_ROLES.map((value) => ({ value, label: words[value] })),
            ]}
          />
          <SelectField
            aria-label={t`Team of group ${i + 1}`}
            value={row.team_id ?? 'none'}
            onChange={(team) => set(i, { team_id: team === 'none' ? null : team })}
            choices={[
              { value: 'none', label: t`no team` },
              ...(teams?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
            ]}
          />
          <IconButton
            icon={IconTrash}
            size="s"
            label={t`Remove row ${i + 1}`}
            onClick={() => onRows(rows.filter((_, k) => k !== i))}
          />
        </div>
      ))}
      <div className={css.mapActs}>
        <Button
          size="s"
          icon={IconPlus}
          onClick={() => onRows([...rows, { group: '', role: 'agent', team_id: null }])}
        >
          <Trans>Add a group</Trans>
        </Button>
        {provider && (
          <Button size="s" busy={look.isPending} onClick={() => look.mutate(provider.id)}>
            <Trans>See what it would do</Trans>
          </Button>
        )}
      </div>
      <TextField
        label={t`Claim that holds the groups`}
        description={t`groups, or a path such as realm_access.roles`}
        value={claim}
        onChange={(e) => onClaim(e.currentTarget.value)}
      />
      <ErrorNotice error={look.error} />
      {look.data && <Effect found={look.data} />}
    </fieldset>
  )
}

function Effect({ found }: { found: ProviderTry }) {
  const { t } = useLingui()
  const words = useRoleWords()
  if (found.members.length === 0)
    return (
      <p className={css.quiet} role="status">
        <Trans>Nobody signed in with this provider yet, so there is nobody to try it on.</Trans>
      </p>
    )
  return (
    <Table<ProviderTry['members'][number]>
      label={t`What it would do`}
      rows={found.members}
      rowKey={(row) => row.member.id}
      columns={[
        { key: 'who', head: t`Name`, cell: (row) => row.member.name },
        { key: 'groups', head: t`Groups there`, cell: (row) => row.groups.join(', ') || '–' },
        {
          key: 'then',
          head: t`Then`,
          cell: (row) =>
            row.then.allowed ? (
              <>
                {row.then.role ? words[row.then.role] : words[row.role]}
                {row.then.teams.length > 0 && ` · ${row.then.teams.map((team) => team.name).join(', ')}`}
              </>
            ) : (
              <Trans>may not sign in</Trans>
            ),
        },
        {
          key: 'changes',
          head: <span className="sr">{t`Changes`}</span>,
          end: true,
          cell: (row) => row.changes && <Chip tone={row.then.allowed ? 'amber' : 'red'}>{t`changes`}</Chip>,
        },
      ]}
    />
  )
}
