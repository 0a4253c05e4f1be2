// SecondFactor: the authenticator app, passkeys and recovery codes of the reader.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import {
  api,
  makePasskey,
  PasskeyError,
  passkeysPossible,
  securityQuery,
  take,
  type Passkey,
  type Security,
  type TotpNew,
} from '@/api'
import {
  Bone,
  Button,
  Card,
  Chip,
  Confirm,
  Dialog,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconApp,
  IconButton,
  IconEdit,
  IconPasskey,
  IconPlus,
  IconTrash,
  Notice,
  otherError,
  Section,
  SkeletonRows,
  TextField,
  Time,
  useConfirmed,
  useToast,
} from '@/ui'
import { Codes } from './Codes'
import { thisDevice } from './device'
import css from './Settings.module.css'

const QrCode = lazy(async () => ({ default: (await import('./QrCode')).QrCode }))

export function SecondFactor() {
  const { data, error, isPending, refetch } = useQuery(securityQuery())
  const [codes, setCodes] = useState<string[]>([])
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <Section
        title={<Trans>More than a password</Trans>}
        lead={
          <Trans>
            A passkey signs you in by itself. An authenticator app shows a code that is asked for after the
            password.
          </Trans>
        }
      >
        {data.required && !data.totp && data.passkeys.length === 0 && (
          <Notice tone="amber" role="status">
            <Trans>Your role needs one of them.</Trans>
          </Notice>
        )}
        <Card flush>
          <App security={data} onCodes={setCodes} />
          {data.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
          <AddPasskey security={data} onCodes={setCodes} />
        </Card>
      </Section>
      {(data.totp || data.passkeys.length > 0) && <Recovery security={data} onCodes={setCodes} />}
      <Dialog title={<Trans>Recovery codes</Trans>} opened={codes.length > 0} onClose={() => setCodes([])}>
        <Codes codes={codes} onClose={() => setCodes([])} />
      </Dialog>
    </>
  )
}

interface PartProps {
  security: Security
  onCodes: (codes: string[]) => void
}

/** What is out of date when something was set up or taken off. */
function useChanged(): () => Promise<unknown> {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['security', 'me', 'sessions', 'members'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    )
}

// ---- authenticator app -------------------------------------------------------------------------------------------

function App({ security, onCodes }: PartProps) {
  const { t } = useLingui()
  const toast = useToast()
  const confirmed = useConfirmed()
  const changed = useChanged()
  const [fresh, setFresh] = useState<TotpNew | null>(null)
  const [removing, setRemoving] = useState(false)
  const begin = useMutation({
    mutationFn: () => confirmed(() => take(api.POST('/api/v1/me/totp'))),
    onSuccess: setFresh,
    onError: (error) => error && toast.fail(error),
  })
  const remove = useMutation({
    mutationFn: () => confirmed(() => take(api.DELETE('/api/v1/me/totp'))),
    onSuccess: changed,
  })
  return (
    <div className={css.session}>
      <IconApp size={20} aria-hidden />
      <div>
        <strong>
          <Trans>Authenticator app</Trans>
        </strong>{' '}
        {security.totp && <Chip tone="green">{t`on`}</Chip>}
        <div className={css.quiet}>
          {security.totp_since ? (
            <>
              <Trans>set up</Trans> <Time at={security.totp_since} as="exact" />
            </>
          ) : (
            <Trans>Any app for one-time codes (TOTP) on your phone.</Trans>
          )}
        </div>
      </div>
      {security.totp ? (
        <Button size="s" kind="danger-quiet" onClick={() => setRemoving(true)}>
          <Trans>Remove</Trans>
        </Button>
      ) : (
        <Button size="s" busy={begin.isPending} onClick={() => begin.mutate()}>
          <Trans>Set up</Trans>
        </Button>
      )}
      <Dialog
        title={<Trans>Set up an authenticator app</Trans>}
        opened={fresh !== null}
        onClose={() => setFresh(null)}
      >
        {fresh && (
          <Scan
            fresh={fresh}
            onClose={() => setFresh(null)}
            onDone={(codes) => {
              setFresh(null)
              onCodes(codes)
              void changed()
              toast.show(t`The app is set up.`)
            }}
          />
        )}
      </Dialog>
      <Confirm
        title={<Trans>Remove the authenticator app?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing}
        onClose={() => setRemoving(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>From then on its codes are worth nothing.</Trans>
      </Confirm>
    </div>
  )
}

interface ScanProps {
  fresh: TotpNew
  onClose: () => void
  onDone: (codes: string[]) => void
}

function Scan({ fresh, onClose, onDone }: ScanProps) {
  const { t } = useLingui()
  const confirmed = useConfirmed()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () =>
      confirmed(() => take(api.POST('/api/v1/me/totp/confirm', { body: { code: code.trim() } }))),
    onSuccess: ({ codes }) => onDone(codes),
  })
  const spaced = fresh.secret.replace(/(.{4})(?=.)/g, '$1 ')
  return (
    <Form onSubmit={() => confirm.mutate()}>
      <DialogLead>
        <Trans>Scan this with the app, then type the six digits that it shows.</Trans>
      </DialogLead>
      <div className={css.scan}>
        <Suspense fallback={<Bone width={184} height={184} />}>
          <QrCode text={fresh.uri} label={t`QR code with the secret`} />
        </Suspense>
        <div>
          <p className={css.quiet}>
            <Trans>Or type this secret into it:</Trans>
          </p>
          <code className={css.secret}>{spaced}</code>
        </div>
      </div>
      <TextField
        label={t`Code`}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        error={fieldError(confirm.error, 'code')}
        data-autofocus
      />
      <ErrorNotice error={otherError(confirm.error, ['code'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={confirm.isPending} disabled={!code.trim()}>
          <Trans>Confirm</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

// ---- passkeys ----------------------------------------------------------------------------------------------------

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { t } = useLingui()
  const confirmed = useConfirmed()
  const changed = useChanged()
  const [removing, setRemoving] = useState(false)
  const [naming, setNaming] = useState(false)
  const remove = useMutation({
    mutationFn: () =>
      confirmed(() => take(api.DELETE('/api/v1/me/passkeys/{id}', { params: { path: { id: passkey.id } } }))),
    onSuccess: changed,
  })
  return (
    <div className={css.session}>
      <IconPasskey size={20} aria-hidden />
      <div>
        <strong>{passkey.name}</strong> <Chip tone="green">{t`passkey`}</Chip>
        <div className={css.quiet}>
          {passkey.last_used_at ? (
            <>
              <Trans>last used</Trans> <Time at={passkey.last_used_at} as="exact" />
            </>
          ) : (
            <>
              <Trans>added</Trans> <Time at={passkey.created_at} as="exact" />
            </>
          )}
          {passkey.backed_up && (
            <>
              {' · '}
              <Trans>on several devices</Trans>
            </>
          )}
        </div>
      </div>
      <IconButton
        icon={IconEdit}
        size="s"
        label={t`Rename ${passkey.name}`}
        onClick={() => setNaming(true)}
      />
      <IconButton
        icon={IconTrash}
        size="s"
        label={t`Remove ${passkey.name}`}
        onClick={() => setRemoving(true)}
      />
      <Dialog
        title={<Trans>Name of the passkey</Trans>}
        opened={naming}
        onClose={() => setNaming(false)}
        width={400}
      >
        {naming && <Rename passkey={passkey} onClose={() => setNaming(false)} />}
      </Dialog>
      <Confirm
        title={<Trans>Remove {passkey.name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing}
        onClose={() => setRemoving(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>It no longer signs you in here. Delete it on the device, too.</Trans>
      </Confirm>
    </div>
  )
}

function Rename({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useLingui()
  const changed = useChanged()
  const [name, setName] = useState(passkey.name)
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PATCH('/api/v1/me/passkeys/{id}', {
          params: { path: { id: passkey.id } },
          body: { name: name.trim() },
        }),
      ),
    onSuccess: async () => {
      await changed()
      onClose()
    },
  })
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={80}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <ErrorNotice error={otherError(save.error, ['name'])} />
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

function AddPasskey({ security, onCodes }: PartProps) {
  const { t } = useLingui()
  const toast = useToast()
  const confirmed = useConfirmed()
  const changed = useChanged()
  const add = useMutation({
    mutationFn: () => confirmed(() => makePasskey(thisDevice(navigator.userAgent) || t`Passkey`)),
    onSuccess: async ({ codes }) => {
      onCodes(codes)
      await changed()
      toast.show(t`The passkey is added.`)
    },
    onError: (error) => error && !(error instanceof PasskeyError) && toast.fail(error),
  })
  const cannot = security.no_passkeys ?? (passkeysPossible() ? null : t`This browser has no passkeys.`)
  const missed = add.error instanceof PasskeyError ? add.error.reason : null
  return (
    <div className={css.session}>
      <IconPlus size={20} aria-hidden />
      <div>
        <strong>
          <Trans>Passkey</Trans>
        </strong>
        <div className={css.quiet} role="status">
          {cannot ??
            (missed === 'known' ? (
              <Trans>This device has a passkey here already.</Trans>
            ) : missed ? (
              <Trans>No passkey was made.</Trans>
            ) : (
              <Trans>By fingerprint, face or PIN of this device, a phone or a security key.</Trans>
            ))}
        </div>
      </div>
      {!cannot && (
        <Button size="s" busy={add.isPending} onClick={() => add.mutate()}>
          <Trans>Add a passkey</Trans>
        </Button>
      )}
    </div>
  )
}

// ---- recovery codes ----------------------------------------------------------------------------------------------

function Recovery({ security, onCodes }: PartProps) {
  const toast = useToast()
  const confirmed = useConfirmed()
  const changed = useChanged()
  const [asking, setAsking] = useState(false)
  const make = useMutation({
    mutationFn: () => confirmed(() => take(api.POST('/api/v1/me/recovery-codes'))),
    onSuccess: async ({ codes }) => {
      onCodes(codes)
      await changed()
    },
    onError: (error) => error && toast.fail(error),
  })
  const few = security.recovery_left < 3
  return (
    <Section
      title={<Trans>Recovery codes</Trans>}
      lead={<Trans>For the day your phone is lost. Each works once, in place of a code or passkey.</Trans>}
      actions={
        <Button onClick={() => setAsking(true)}>
          <Trans>New codes</Trans>
        </Button>
      }
    >
      <Notice tone={few ? 'amber' : 'plain'}>
        <Plural value={security.recovery_left} one="One code is left." other="# codes are left." />
      </Notice>
      <Confirm
        title={<Trans>Make new recovery codes?</Trans>}
        verb={<Trans>Make new codes</Trans>}
        opened={asking}
        onClose={() => setAsking(false)}
        run={() => make.mutateAsync()}
      >
        <Trans>The old ones stop working at once.</Trans>
      </Confirm>
    </Section>
  )
}
