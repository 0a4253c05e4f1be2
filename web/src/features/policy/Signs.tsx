// Signs: how answers are signed: for the house, a team, a channel; the narrowest that was chosen holds.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, signsQuery, take, useCan, type Sign } from '@/api'
import {
  Button,
  Chip,
  Dialog,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  IconButton,
  IconEdit,
  otherError,
  Section,
  SkeletonRows,
  Table,
  TextField,
} from '@/ui'
import css from './Policy.module.css'

/** What a form may hold (sign_rules). */
const PARTS = '{own} {initials} {first} {name} {team} {organisation}'

export function Signs() {
  const { t } = useLingui()
  const may = useCan('settings')
  const { data, error, isPending, refetch } = useQuery(signsQuery())
  const [open, setOpen] = useState<Sign | null>(null)
  const scopes = { house: t`The house`, team: t`Team`, channel: t`Channel` }
  return (
    <Section
      title={<Trans>Signs</Trans>}
      lead={
        <Trans>
          Each answer ends with the sign of the colleague who wrote it. A channel’s form goes before its
          team’s, a team’s before that of the house.
        </Trans>
      }
    >
      {isPending ? (
        <SkeletonRows rows={3} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Table
          label={t`Signs`}
          rows={data.items}
          rowKey={(s) => `${s.scope}${s.scope_id ?? ''}`}
          columns={[
            { key: 'scope', head: t`For`, quiet: true, cell: (s) => scopes[s.scope] },
            { key: 'name', head: t`Name`, cell: (s) => s.name },
            {
              key: 'form',
              head: t`Form`,
              cell: (s) =>
                s.form ? (
                  <code>{s.form}</code>
                ) : (
                  <span className={css.quiet}>{t`as the next wider one`}</span>
                ),
            },
            { key: 'example', head: t`Yours would be`, cell: (s) => <Chip>{s.example}</Chip> },
            {
              key: 'act',
              head: <span className="sr">{t`Change`}</span>,
              end: true,
              cell: (s) =>
                may && (
                  <IconButton
                    icon={IconEdit}
                    label={t`Change the sign: ${scopes[s.scope]} ${s.name}`}
                    onClick={() => setOpen(s)}
                  />
                ),
            },
          ]}
        />
      )}
      {open && <SignForm sign={open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function SignForm({ sign, onClose }: { sign: Sign; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [form, setForm] = useState(sign.form ?? '')
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/signs', { body: { scope: sign.scope, scope_id: sign.scope_id, form: form.trim() } }),
      ),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['signs'] }),
        client.invalidateQueries({ queryKey: ['check'] }),
      ])
      onClose()
    },
  })
  return (
    <Dialog title={<Trans>How answers are signed</Trans>} opened onClose={onClose} width={520}>
      <Form onSubmit={() => save.mutate()}>
        <TextField
          label={t`Form`}
          description={t`Words, and parts in braces: ${PARTS}. Empty: the next wider one holds.`}
          value={form}
          onChange={(e) => setForm(e.currentTarget.value)}
          error={fieldError(save.error, 'form')}
          autoComplete="off"
          data-autofocus
        />
        <ErrorNotice error={otherError(save.error, ['form'])} />
        <DialogFoot>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button kind="main" type="submit" busy={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  )
}
