import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, meQuery, take, useMe, type MeInput } from '@/api'
import {
  Button,
  Card,
  ErrorNotice,
  fieldError,
  Form,
  otherError,
  Section,
  Segments,
  TextField,
  useTheme,
  useToast,
} from '@/ui'

export function Profile() {
  const { t } = useLingui()
  const me = useMe()
  const client = useQueryClient()
  const toast = useToast()
  const { theme, setTheme } = useTheme()
  const [name, setName] = useState(me.member.name)
  const [handle, setHandle] = useState(me.member.handle)
  const [sign, setSign] = useState(me.member.sign)
  const save = useMutation({
    mutationFn: (body: MeInput) => take(api.PATCH('/api/v1/me', { body })),
    onSuccess: (now) => {
      client.setQueryData(meQuery().queryKey, now)
      void client.invalidateQueries({ queryKey: ['members'] })
      toast.show(t`Saved.`)
    },
  })
  return (
    <>
      <Section title={<Trans>You</Trans>} lead={me.member.email}>
        <Card>
          <Form onSubmit={() => save.mutate({ name: name.trim(), handle: handle.trim(), sign: sign.trim() })}>
            <TextField
              label={t`Name`}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
              error={fieldError(save.error, 'name')}
            />
            <TextField
              label={t`Handle`}
              description={t`Colleagues mention you with @${handle}`}
              value={handle}
              onChange={(e) => setHandle(e.currentTarget.value.toLowerCase())}
              error={fieldError(save.error, 'handle')}
            />
            <TextField
              label={t`Signature`}
              description={t`How you sign an answer, for example ^MK. A person answers a person.`}
              value={sign}
              onChange={(e) => setSign(e.currentTarget.value)}
              error={fieldError(save.error, 'sign')}
            />
            <ErrorNotice error={otherError(save.error, ['name', 'handle', 'sign'])} />
            <div>
              <Button kind="main" type="submit" busy={save.isPending}>
                <Trans>Save</Trans>
              </Button>
            </div>
          </Form>
        </Card>
      </Section>
      <Section title={<Trans>Look</Trans>}>
        <Segments
          label={t`Light or dark`}
          value={theme}
          onChange={(next) => {
            setTheme(next)
            save.mutate({ theme: next })
          }}
          choices={[
            { value: 'system', label: t`As the system` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
        />
      </Section>
      <Section title={<Trans>Language</Trans>}>
        <Segments
          label={t`Language`}
          value={me.locale === '' ? 'auto' : me.locale}
          onChange={(next) => save.mutate({ locale: next === 'auto' ? '' : next })}
          choices={[
            { value: 'auto', label: t`As the browser` },
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
        />
      </Section>
    </>
  )
}
