import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, isAppPassword, take, tokensQuery, useMe, type Token, type TokenInput } from '@/api'
import {
  Button,
  Card,
  CheckField,
  Chip,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconPlus,
  Notice,
  otherError,
  Section,
  Secret,
  SelectField,
  SkeletonRows,
  Table,
  TextField,
  Time,
  useConfirmed,
  useToast,
} from '@/ui'
import css from './Members.module.css'

// Not "contacts": app passwords are made in the settings.
type Scope = Exclude<TokenInput['scopes'][number], 'contacts'>

function useScopeWords(): Record<Scope, string> {
  const { t } = useLingui()
  return {
    read: t`read conversations and people`,
    work: t`assign, note, label, hand over`,
    reply: t`answer in your name`,
    import: t`import`,
    channels: t`connect channels`,
    members: t`invite and change members`,
    policy: t`adopt a policy`,
    settings: t`change settings`,
    audit: t`read the audit`,
  }
}

export function Tokens() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const scopes = useScopeWords()
  const { data, error, isPending, refetch } = useQuery(tokensQuery())
  const [making, setMaking] = useState(false)
  const tokens = (data?.items ?? []).filter((token) => !isAppPassword(token))
  const revoke = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: toast.fail,
  })
  return (
    <Section
      title={<Trans>Tokens</Trans>}
      lead={
        <Trans>
          For programs that act in your name. A token can do only what you tick, and never more than you.
        </Trans>
      }
      actions={
        <Button kind="main" icon={IconPlus} onClick={() => setMaking(true)}>
          <Trans>New token</Trans>
        </Button>
      }
    >
      {isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : tokens.length === 0 ? (
        <p className={css.quiet}>
          <Trans>No token yet.</Trans>
        </p>
      ) : (
        <Card flush>
          <Table<Token>
            label={t`Tokens`}
            rows={tokens}
            rowKey={(token) => token.id}
            columns={[
              {
                key: 'name',
                head: t`Name`,
                cell: (token) => (
                  <>
                    <strong>{token.name}</strong> {token.revoked_at && <Chip tone="red">{t`revoked`}</Chip>}
                  </>
                ),
              },
              {
                key: 'scopes',
                head: t`May`,
                cell: (token) => token.scopes.map((s) => (s === 'contacts' ? s : scopes[s])).join('; '),
              },
              { key: 'by', head: t`As`, cell: (token) => token.member.name },
              {
                key: 'used',
                head: t`Last used`,
                end: true,
                quiet: true,
                cell: (token) =>
                  token.last_used_at ? <Time at={token.last_used_at} /> : <Trans>never</Trans>,
              },
              {
                key: 'ends',
                head: t`Works until`,
                end: true,
                quiet: true,
                cell: (token) => (token.expires_at ? <Time at={token.expires_at} /> : <Trans>no end</Trans>),
              },
              {
                key: 'acts',
                head: <span className="sr">{t`Actions`}</span>,
                end: true,
                cell: (token) =>
                  !token.revoked_at && (
                    <Button
                      size="s"
                      kind="danger-quiet"
                      onClick={() => revoke.mutate(token.id)}
                      aria-label={t`Revoke ${token.name}`}
                    >
                      <Trans>Revoke</Trans>
                    </Button>
                  ),
              },
            ]}
          />
        </Card>
      )}
      <Dialog title={<Trans>New token</Trans>} opened={making} onClose={() => setMaking(false)}>
        {making && <TokenForm onClose={() => setMaking(false)} />}
      </Dialog>
    </Section>
  )
}

function TokenForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const me = useMe()
  const client = useQueryClient()
  const words = useScopeWords()
  const confirmed = useConfirmed()
  const able = (Object.keys(words) as Scope[]).filter((s) => me.permissions.includes(s))
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set(['read']))
  const [days, setDays] = useState('90')
  const make = useMutation({
    mutationFn: () =>
      confirmed(() =>
        take(
          api.POST('/api/v1/tokens', {
            body: { name: name.trim(), scopes: [...chosen], days: days === '0' ? undefined : Number(days) },
          }),
        ),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
  if (make.data?.secret)
    return (
      <>
        <Notice tone="green" role="status">
          <Trans>This is the token. It is shown only now.</Trans>
          <Secret text={make.data.secret} />
        </Notice>
        <DialogFoot>
          <Button kind="main" onClick={onClose}>
            <Trans>I have it</Trans>
          </Button>
        </DialogFoot>
      </>
    )
  return (
    <Form onSubmit={() => make.mutate()}>
      <TextField
        label={t`What is it for`}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(make.error, 'name')}
        data-autofocus
      />
      <div className={css.checks} role="group" aria-label={t`What it may do`}>
        {able.map((scope) => (
          <CheckField
            key={scope}
            label={words[scope]}
            checked={chosen.has(scope)}
            onChange={(on) => {
              const next = new Set(chosen)
              if (on) next.add(scope)
              else next.delete(scope)
              setChosen(next)
            }}
          />
        ))}
      </div>
      <SelectField
        label={t`Works for`}
        value={days}
        onChange={setDays}
        choices={[
          { value: '30', label: t`30 days` },
          { value: '90', label: t`90 days` },
          { value: '365', label: t`One year` },
          { value: '0', label: t`No end` },
        ]}
      />
      <ErrorNotice error={otherError(make.error, ['name'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={make.isPending} disabled={!name.trim() || chosen.size === 0}>
          <Trans>Make token</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
