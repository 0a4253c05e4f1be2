// Rules: the routing rules in their order, what they did lately, and every change that can be taken back.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import {
  api,
  routingActsQuery,
  routingRulesQuery,
  routingRunQuery,
  take,
  useCan,
  type RoutingRule,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Confirm,
  Dialog,
  Empty,
  Failed,
  figure,
  IconButton,
  IconDown,
  IconPath,
  IconPlus,
  IconTrash,
  IconUp,
  Section,
  SkeletonRows,
  SwitchField,
  Time,
  useToast,
} from '@/ui'
import { Changes } from './Changes'
import { moveTarget } from './rule'
import { useSentences } from './words'
import css from './Routing.module.css'

const RuleForm = lazy(async () => ({ default: (await import('./RuleForm')).RuleForm }))

export function Rules() {
  const may = useCan('settings')
  const { t } = useLingui()
  const { data, error, isPending, refetch } = useQuery(routingRulesQuery())
  const [editing, setEditing] = useState<RoutingRule | 'new' | null>(null)
  if (isPending) return <SkeletonRows rows={5} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const add = may && (
    <Button kind="main" icon={IconPlus} onClick={() => setEditing('new')}>
      <Trans>New rule</Trans>
    </Button>
  )
  return (
    <>
      <Section
        title={<Trans>Rules</Trans>}
        lead={
          <Trans>
            Every post that comes in is held against them from the top. All that hold are done; what one has
            settled, those below leave. They never take a conversation from who has it, unless a rule says so.
          </Trans>
        }
        actions={add}
      >
        {data.items.length === 0 ? (
          <Empty icon={IconPath} title={<Trans>No rule yet</Trans>} action={add}>
            <Trans>
              A rule gives complaints to support, marks what the press asks, or shares out what comes in.
            </Trans>
          </Empty>
        ) : (
          <RuleTable rules={data.items} days={data.days} may={may} onEdit={setEditing} />
        )}
      </Section>
      <Run may={may} any={data.items.length > 0} />
      <HandsAndMachines />
      {data.version > 0 && <Changes may={may} />}
      <Dialog
        title={editing === 'new' ? t`New rule` : t`Change the rule`}
        opened={editing !== null}
        onClose={() => setEditing(null)}
        width={760}
      >
        <Suspense fallback={<SkeletonRows rows={4} face={false} />}>
          {editing && <RuleForm rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
        </Suspense>
      </Dialog>
    </>
  )
}

interface TableProps {
  rules: RoutingRule[]
  days: number
  may: boolean
  onEdit: (rule: RoutingRule) => void
}

function useRuleActs() {
  const client = useQueryClient()
  const toast = useToast()
  const after = () => client.invalidateQueries({ queryKey: ['routing'] })
  const path = (id: string) => ({ params: { path: { id } } })
  return {
    toggle: useMutation({
      mutationFn: (rule: RoutingRule) =>
        take(
          api.PATCH('/api/v1/routing/rules/{id}', {
            ...path(rule.id),
            body: { enabled: !rule.enabled, version: rule.version },
          }),
        ),
      onSuccess: after,
      onError: toast.fail,
    }),
    move: useMutation({
      mutationFn: ({ id, before }: { id: string; before: string | null }) =>
        take(api.POST('/api/v1/routing/rules/{id}/move', { ...path(id), body: { before } })),
      onSuccess: after,
      onError: toast.fail,
    }),
    remove: useMutation({
      mutationFn: (id: string) => take(api.DELETE('/api/v1/routing/rules/{id}', path(id))),
      onSuccess: after,
    }),
  }
}

function RuleTable({ rules, days, may, onEdit }: TableProps) {
  const { t } = useLingui()
  const { condition, act } = useSentences()
  const acts = useRuleActs()
  const [removing, setRemoving] = useState<RoutingRule | null>(null)
  const ids = rules.map((r) => r.id)
  const step = (id: string, by: -1 | 1) => {
    const before = moveTarget(ids, id, by)
    if (before !== undefined) acts.move.mutate({ id, before })
  }
  return (
    <Card flush>
      <ol className={css.rules} aria-label={t`Routing rules in their order`}>
        {rules.map((rule, i) => (
          <li key={rule.id} className={css.rule} data-off={!rule.enabled || undefined}>
            <span className={css.number} aria-hidden>
              {i + 1}
            </span>
            <div className={css.what}>
              {may ? (
                <button type="button" className={css.open} onClick={() => onEdit(rule)}>
                  {rule.name}
                </button>
              ) : (
                <b>{rule.name}</b>
              )}
              <p className={css.when}>
                {rule.when
                  .map((group) => group.all.map(condition).join(t` and `) || t`every post`)
                  .join(t` or `)}
              </p>
              <p className={css.then}>
                {rule.then.map((a, k) => (
                  <Chip key={k} tone="outline">
                    {act(a)}
                  </Chip>
                ))}
                {rule.stop && <Chip tone="plain">{t`stops here`}</Chip>}
              </p>
              <p className={css.quiet}>
                <Plural
                  value={rule.conversations}
                  _0="Nothing done"
                  one="Did something in # conversation"
                  other="Did something in # conversations"
                />{' '}
                <Trans>in the last {days} days</Trans> · <Trans>version {rule.version}</Trans>,{' '}
                <Time at={rule.changed_at} as="exact" />
              </p>
            </div>
            {may && (
              <div className={css.acts}>
                <SwitchField
                  label={<span className="sr">{t`Switched on: ${rule.name}`}</span>}
                  checked={rule.enabled}
                  onChange={() => acts.toggle.mutate(rule)}
                />
                <IconButton
                  icon={IconUp}
                  size="s"
                  label={t`Further up: ${rule.name}`}
                  disabled={i === 0}
                  onClick={() => step(rule.id, -1)}
                />
                <IconButton
                  icon={IconDown}
                  size="s"
                  label={t`Further down: ${rule.name}`}
                  disabled={i === rules.length - 1}
                  onClick={() => step(rule.id, 1)}
                />
                <IconButton
                  icon={IconTrash}
                  size="s"
                  label={t`Remove ${rule.name}`}
                  onClick={() => setRemoving(rule)}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      <Confirm
        title={<Trans>Remove {removing?.name}?</Trans>}
        verb={<Trans>Remove the rule</Trans>}
        danger
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        run={() => acts.remove.mutateAsync(removing?.id ?? '')}
      >
        <Trans>What it did stays. You can take this back under Changes.</Trans>
      </Confirm>
    </Card>
  )
}

function Run({ may, any }: { may: boolean; any: boolean }) {
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(routingRunQuery())
  const start = useMutation({
    mutationFn: () => take(api.POST('/api/v1/routing/run')),
    onSuccess: (run) => client.setQueryData(routingRunQuery().queryKey, run),
    onError: toast.fail,
  })
  const busy = data?.state === 'ready' || data?.state === 'running'
  if (!any) return null
  return (
    <Section
      title={<Trans>What is open already</Trans>}
      lead={
        <Trans>
          New rules hold for what comes in from now on. You can hold open conversations against them, too;
          what was done once is not done again.
        </Trans>
      }
      actions={
        may && (
          <Button busy={busy || start.isPending} onClick={() => start.mutate()}>
            <Trans>Apply to open conversations</Trans>
          </Button>
        )
      }
    >
      {data && data.state !== 'none' && (
        <p className={css.quiet} role="status">
          {busy ? (
            <Trans>
              {figure(data.done)} conversations looked at so far, something done in {figure(data.changed)}.
            </Trans>
          ) : data.state === 'failed' ? (
            <Trans>The last run failed: {data.error}</Trans>
          ) : (
            <Trans>
              Last run: {figure(data.done)} conversations looked at, something done in {figure(data.changed)}.
            </Trans>
          )}
        </p>
      )}
    </Section>
  )
}

function HandsAndMachines() {
  const { data } = useQuery(routingActsQuery(30))
  if (!data || data.human + data.machine === 0) return null
  return (
    <Section title={<Trans>People and machines, apart</Trans>}>
      <p>
        <Trans>
          In the last {data.days} days members did {figure(data.human)} things to conversations; rules and the
          system did {figure(data.machine)}.
        </Trans>
      </p>
    </Section>
  )
}
