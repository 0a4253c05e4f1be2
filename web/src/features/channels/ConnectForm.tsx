// ConnectForm: chooses a network and fills its form, as the network itself declares it. Connecting asks the network at
// once, so a wrong password is known here.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, networksQuery, take, type Channel, type Network, type NetworkField } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconBack,
  NetworkSign,
  Notice,
  otherError,
  PasswordField,
  SkeletonRows,
  TextField,
} from '@/ui'
import css from './Channels.module.css'

interface ConnectProps {
  onDone: (channel: Channel) => void
  onCancel?: () => void
}

export function ConnectForm({ onDone, onCancel }: ConnectProps) {
  const { data, error, isPending, refetch } = useQuery(networksQuery())
  const [chosen, setChosen] = useState<Network | null>(null)
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  if (chosen) return <NetworkForm network={chosen} onDone={onDone} onBack={() => setChosen(null)} />
  return (
    <>
      <div className={css.networks}>
        {data.items.map((n) => (
          <button key={n.network} type="button" className={css.network} onClick={() => setChosen(n)}>
            <b>
              <NetworkSign network={n.network} size={18} silent />
              <span>{n.title}</span>
            </b>
            <span>{n.summary}</span>
            <span className={css.quiet}>
              {n.can_reply ? <Trans>hear and answer</Trans> : <Trans>hear only</Trans>}
            </span>
          </button>
        ))}
      </div>
      {onCancel && (
        <DialogFoot>
          <Button onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        </DialogFoot>
      )}
    </>
  )
}

type Values = Record<string, string>

export function NetworkFields({
  fields,
  values,
  onChange,
  error,
}: {
  fields: NetworkField[]
  values: Values
  onChange: (values: Values) => void
  error: unknown
}) {
  return fields.map((field, i) => {
    const props = {
      label: field.label,
      description: field.help ?? undefined,
      placeholder: field.placeholder ?? field.or_else ?? undefined,
      required: field.required,
      value: values[field.name] ?? '',
      error: fieldError(error, field.name) ?? fieldError(error, `fields.${field.name}`),
      autoComplete: 'off',
      'data-autofocus': i === 0 || undefined,
      onChange: (e: React.ChangeEvent<HTMLInputElement>) =>
        onChange({ ...values, [field.name]: e.currentTarget.value }),
    }
    return field.secret ? (
      <PasswordField key={field.name} {...props} autoComplete="new-password" />
    ) : (
      <TextField key={field.name} {...props} spellCheck={false} />
    )
  })
}

function NetworkForm({
  network,
  onDone,
  onBack,
}: {
  network: Network
  onDone: (channel: Channel) => void
  onBack: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [values, setValues] = useState<Values>({})
  const [name, setName] = useState('')
  const connect = useMutation({
    mutationFn: () => {
      const fields = Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim()))
      return take(
        api.POST('/api/v1/channels', {
          body: { network: network.network, name: name.trim() || undefined, fields },
        }),
      )
    },
    onSuccess: async (channel) => {
      await Promise.all(
        ['channels', 'status', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      )
      onDone(channel)
    },
  })
  const missing = network.fields.some((f) => f.required && !values[f.name]?.trim())
  const shown = ['name', ...network.fields.flatMap((f) => [f.name, `fields.${f.name}`])]
  return (
    <Form onSubmit={() => !missing && connect.mutate()}>
      <p className={css.name}>
        <NetworkSign network={network.network} size={18} silent />
        <strong>{network.title}</strong>
        <span className={css.quiet}>{network.summary}</span>
      </p>
      <NetworkFields fields={network.fields} values={values} onChange={setValues} error={connect.error} />
      <TextField
        label={t`Name in Kith`}
        description={t`How the team calls it; the account's own name when empty.`}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(connect.error, 'name')}
      />
      {network.fields.some((f) => f.secret) && (
        <Notice>
          <Trans>Passwords are sealed with a key outside the database and never shown again.</Trans>
        </Notice>
      )}
      <ErrorNotice error={otherError(connect.error, shown)} />
      <DialogFoot>
        <Button icon={IconBack} onClick={onBack}>
          <Trans>Other network</Trans>
        </Button>
        <Button kind="main" type="submit" busy={connect.isPending} disabled={missing}>
          {connect.isPending ? <Trans>Asking {network.title}</Trans> : <Trans>Connect {network.title}</Trans>}
        </Button>
      </DialogFoot>
    </Form>
  )
}
