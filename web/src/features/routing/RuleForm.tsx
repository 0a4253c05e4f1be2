// RuleForm: builds a rule: when it holds, what it does, and what it would have done to posts that are here.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, routingTablesQuery, take, type RoutingRule } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  Failed,
  fieldError,
  Form,
  otherError,
  SkeletonRows,
  SwitchField,
  TextField,
} from '@/ui'
import { Acts } from './Acts'
import { Conditions } from './Conditions'
import { draftOf, emptyDraft, isReady, type Draft } from './rule'
import { Tried } from './Tried'
import css from './Routing.module.css'

interface RuleFormProps {
  rule: RoutingRule | null
  onClose: () => void
}

/** A refusal about a place of the rule, for the part that shows it. */
function placed(error: unknown, prefix: string) {
  return error instanceof ApiError && error.field?.startsWith(prefix)
    ? { field: error.field, message: error.message }
    : undefined
}

export function RuleForm({ rule, onClose }: RuleFormProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const tables = useQuery(routingTablesQuery())
  const [draft, setDraft] = useState<Draft>(() => (rule ? draftOf(rule) : emptyDraft()))
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const save = useMutation({
    mutationFn: () => {
      const body = { ...draft, name: draft.name.trim() }
      return rule
        ? take(
            api.PATCH('/api/v1/routing/rules/{id}', {
              params: { path: { id: rule.id } },
              body: { ...body, version: rule.version },
            }),
          )
        : take(api.POST('/api/v1/routing/rules', { body }))
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['routing'] })
      onClose()
    },
  })
  const tried = useMutation({
    mutationFn: () =>
      take(api.POST('/api/v1/routing/try', { body: { when: draft.when, then: draft.then, days: 30 } })),
  })
  if (tables.isPending) return <SkeletonRows rows={4} face={false} />
  if (tables.error) return <Failed error={tables.error} onRetry={() => void tables.refetch()} />
  const ready = isReady(draft, tables.data.conditions, tables.data.acts)
  const whole = isReady({ ...draft, name: 'x', stop: true }, tables.data.conditions, tables.data.acts)
  const error = save.error ?? tried.error
  const when = placed(error, 'when')
  const then = placed(error, 'then')
  return (
    <Form onSubmit={() => ready && save.mutate()}>
      <TextField
        label={t`Name`}
        description={t`Says what the rule does: members see it beside what it did.`}
        value={draft.name}
        maxLength={100}
        onChange={(e) => change({ name: e.currentTarget.value })}
        error={fieldError(save.error, 'name')}
        autoFocus // what comes after its dialog opened is not found by the dialog's own look for it
        data-autofocus
      />
      <section aria-label={t`When`}>
        <h3 className={css.part}>
          <Trans>When all of these hold</Trans>
        </h3>
        <Conditions
          fields={tables.data.conditions}
          when={draft.when}
          onChange={(next) => change({ when: next })}
          error={when}
        />
      </section>
      <section aria-label={t`Then`}>
        <h3 className={css.part}>
          <Trans>Then</Trans>
        </h3>
        <Acts
          rows={tables.data.acts}
          then={draft.then}
          onChange={(next) => change({ then: next })}
          error={then}
        />
      </section>
      <SwitchField
        label={t`Stop here`}
        help={t`No rule below is asked when this one holds.`}
        checked={draft.stop}
        onChange={(stop) => change({ stop })}
      />
      {tried.data && <Tried tried={tried.data} />}
      <ErrorNotice error={when || then ? null : otherError(error, ['name'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button busy={tried.isPending} disabled={!whole} onClick={() => tried.mutate()}>
          <Trans>Try it on the last 30 days</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!ready}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
