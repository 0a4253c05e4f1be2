// ConfirmQuestions: what ConfirmMe asks. Loaded when it is first asked.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  PasskeyError,
  passkeysPossible,
  provePasskey,
  securityQuery,
  take,
  type ConfirmInput,
} from '@/api'
import { Button } from './Button'
import { DialogFoot, DialogLead } from './Dialog'
import { PasswordField, TextField } from './Field'
import { fieldError, Form, otherError } from './Form'
import { ErrorNotice, Notice } from './states'

export function ConfirmQuestions({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useLingui()
  const { data } = useQuery(securityQuery())
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const show = async (input: () => Promise<ConfirmInput>) => {
    setBusy(true)
    setError(null)
    try {
      await take(api.POST('/api/v1/me/confirm', { body: await input() }))
      onDone()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  const byCode = data?.totp ?? false
  const passkey = data && data.passkeys.length > 0 && passkeysPossible()
  const nothing = data && !data.has_password && !byCode && !passkey
  return (
    <Form onSubmit={() => void show(() => Promise.resolve(byCode ? { code: code.trim() } : { password }))}>
      <DialogLead>
        <Trans>This changes how people get in. Show once more who you are; it counts for 15 minutes.</Trans>
      </DialogLead>
      {nothing ? (
        <Notice tone="amber">
          <Trans>You sign in by {data.providers[0]?.name}. Sign out and in again, then come back here.</Trans>
        </Notice>
      ) : byCode ? (
        <TextField
          label={t`Code of your authenticator app`}
          description={t`Or a recovery code.`}
          autoComplete="one-time-code"
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          error={fieldError(error, 'code')}
          data-autofocus
        />
      ) : (
        data?.has_password && (
          <PasswordField
            label={t`Password`}
            autoComplete="current-password"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={fieldError(error, 'password')}
            data-autofocus
          />
        )
      )}
      {!(error instanceof PasskeyError) && <ErrorNotice error={otherError(error, ['password', 'code'])} />}
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        {passkey && (
          <Button onClick={() => void show(async () => ({ passkey: await provePasskey() }))}>
            <Trans>Use a passkey</Trans>
          </Button>
        )}
        {!nothing && (
          <Button kind="main" type="submit" busy={busy} disabled={byCode ? !code.trim() : !password}>
            <Trans>It is me</Trans>
          </Button>
        )}
      </DialogFoot>
    </Form>
  )
}
