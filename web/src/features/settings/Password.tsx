import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api'
import {
  Button,
  Card,
  ErrorNotice,
  fieldError,
  Form,
  otherError,
  PasswordField,
  Section,
  useToast,
} from '@/ui'

export function Password() {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const save = useMutation({
    mutationFn: () => take(api.POST('/api/v1/me/password', { body: { current, password } })),
    onSuccess: () => {
      setCurrent('')
      setPassword('')
      void client.invalidateQueries({ queryKey: ['sessions'] })
      toast.show(t`The password is changed; other sessions have ended.`)
    },
  })
  return (
    <Section title={<Trans>Password</Trans>} lead={<Trans>Changing it ends all other sessions.</Trans>}>
      <Card>
        <Form onSubmit={() => save.mutate()}>
          <PasswordField
            label={t`Password now`}
            autoComplete="current-password"
            value={current}
            onChange={(e) => setCurrent(e.currentTarget.value)}
            error={fieldError(save.error, 'current')}
          />
          <PasswordField
            label={t`New password`}
            description={t`At least 10 characters; a few words are best.`}
            autoComplete="new-password"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={fieldError(save.error, 'password')}
          />
          <ErrorNotice error={otherError(save.error, ['current', 'password'])} />
          <div>
            <Button kind="main" type="submit" busy={save.isPending} disabled={!current || !password}>
              <Trans>Change password</Trans>
            </Button>
          </div>
        </Form>
      </Card>
    </Section>
  )
}
