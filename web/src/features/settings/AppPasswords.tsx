// AppPasswords: one for each device, shown once, ended when the device is lost.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, isAppPassword, take, tokensQuery, useMe } from '@/api'
import {
  Button,
  Card,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconPlus,
  Notice,
  otherError,
  Secret,
  Section,
  SkeletonRows,
  TextField,
  Time,
  useToast,
} from '@/ui'
import css from './Settings.module.css'

export function AppPasswords() {
  const { t } = useLingui()
  const me = useMe()
  const client = useQueryClient()
  const toast = useToast()
  const { data, error, isPending, refetch } = useQuery(tokensQuery())
  const [making, setMaking] = useState(false)
  const end = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: toast.fail,
  })
  const mine = (data?.items ?? []).filter(
    (token) => isAppPassword(token) && token.member.id === me.member.id && !token.revoked_at,
  )
  return (
    <Section
      title={<Trans>App passwords</Trans>}
      lead={<Trans>One for each device. It opens the address books and nothing else.</Trans>}
      actions={
        <Button kind="main" icon={IconPlus} onClick={() => setMaking(true)}>
          <Trans>New app password</Trans>
        </Button>
      }
    >
      {isPending ? (
        <SkeletonRows rows={2} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : mine.length === 0 ? (
        <p className={css.quiet}>
          <Trans>No device yet.</Trans>
        </p>
      ) : (
        <Card flush>
          {mine.map((token) => (
            <div key={token.id} className={css.session}>
              <div>
                <strong>{token.name}</strong>
                <div className={css.quiet}>
                  <Trans>made</Trans> <Time at={token.created_at} as="exact" /> · <Trans>last used</Trans>{' '}
                  {token.last_used_at ? <Time at={token.last_used_at} as="exact" /> : <Trans>never</Trans>}
                </div>
              </div>
              <Button
                size="s"
                kind="danger-quiet"
                onClick={() => end.mutate(token.id)}
                aria-label={t`End the app password ${token.name}`}
              >
                <Trans>End</Trans>
              </Button>
            </div>
          ))}
        </Card>
      )}
      <Dialog title={<Trans>New app password</Trans>} opened={making} onClose={() => setMaking(false)}>
        {making && <PasswordForm onClose={() => setMaking(false)} />}
      </Dialog>
    </Section>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const make = useMutation({
    mutationFn: () => take(api.POST('/api/v1/tokens', { body: { name: name.trim(), scopes: ['contacts'] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
  if (make.data?.secret)
    return (
      <>
        <Notice tone="green" role="status">
          <Trans>This is the app password. It is shown only now: type it into the device.</Trans>
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
        label={t`Which device`}
        description={t`So that you know it again when it is lost.`}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(make.error, 'name')}
        data-autofocus
      />
      <ErrorNotice error={otherError(make.error, ['name'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={make.isPending} disabled={!name.trim()}>
          <Trans>Make app password</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
