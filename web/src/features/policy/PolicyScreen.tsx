// PolicyScreen: the policy in force, its rules, who acknowledged it, and the versions before; the blocks that answers
// are made of, and how they are signed.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  acknowledgementsQuery,
  api,
  policyQuery,
  policyVersionsQuery,
  take,
  useCan,
  useMe,
  type Policy,
} from '@/api'
import {
  Button,
  Card,
  Chip,
  Dialog,
  Empty,
  Failed,
  IconBell,
  IconEdit,
  IconKept,
  IconPolicy,
  Markdown,
  MemberMark,
  Notice,
  Page,
  Section,
  SkeletonRows,
  Table,
  Tabs,
  Time,
  useToast,
} from '@/ui'
import { AdoptForm } from './AdoptForm'
import { Blocks } from './Blocks'
import { RuleList } from './rules'
import { Signs } from './Signs'
import { StarterForm } from './StarterForm'
import css from './Policy.module.css'

export type PolicyTab = 'policy' | 'blocks' | 'signs'

export function PolicyScreen({ tab, onTab }: { tab: PolicyTab; onTab: (tab: PolicyTab) => void }) {
  const { t } = useLingui()
  const may = useCan('policy')
  const { data, error, isPending, refetch } = useQuery(policyQuery())
  const [editing, setEditing] = useState(false)
  const policy = data?.policy
  return (
    <Page
      title={<Trans>Policy</Trans>}
      lead={policy && <Trans>Version {policy.version}, the rules everybody here knows</Trans>}
      width="l"
      tabs={
        <Tabs
          label={t`Parts of the policy`}
          value={tab}
          onChange={onTab}
          tabs={[
            { value: 'policy', label: <Trans>The policy</Trans> },
            { value: 'blocks', label: <Trans>Building blocks</Trans> },
            { value: 'signs', label: <Trans>Signs</Trans> },
          ]}
        />
      }
      actions={
        may &&
        tab === 'policy' &&
        policy && (
          <Button icon={IconEdit} onClick={() => setEditing(true)}>
            <Trans>New version</Trans>
          </Button>
        )
      }
    >
      {tab === 'blocks' ? (
        <Blocks />
      ) : tab === 'signs' ? (
        <Signs />
      ) : isPending ? (
        <SkeletonRows rows={6} face={false} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : policy ? (
        <InForce policy={policy} />
      ) : (
        <None may={may} />
      )}
      <Dialog
        title={<Trans>A new version of the policy</Trans>}
        opened={editing}
        onClose={() => setEditing(false)}
        width={760}
      >
        {policy && (
          <AdoptForm
            first={{ text: policy.text, sponsor: policy.sponsor }}
            verb={<Trans>Adopt version {policy.version + 1}</Trans>}
            onDone={() => setEditing(false)}
            onCancel={() => setEditing(false)}
          />
        )}
      </Dialog>
    </Page>
  )
}

function None({ may }: { may: boolean }) {
  const [reading, setReading] = useState(false)
  if (reading)
    return (
      <Card>
        <StarterForm onDone={() => setReading(false)} onSkip={() => setReading(false)} />
      </Card>
    )
  return (
    <Empty
      icon={IconPolicy}
      title={<Trans>No policy is adopted yet</Trans>}
      action={
        may && (
          <Button kind="main" onClick={() => setReading(true)}>
            <Trans>Read the starter policy</Trans>
          </Button>
        )
      }
    >
      <Trans>Until then the rules of the starter policy hold for every answer.</Trans>
    </Empty>
  )
}

function InForce({ policy }: { policy: Policy }) {
  const { t } = useLingui()
  return (
    <div className={css.two}>
      <div>
        <Acknowledge policy={policy} />
        <div className={css.text}>
          <Markdown text={policy.text} />
        </div>
        <p className={css.quiet} style={{ marginTop: 24 }}>
          <Trans>
            Backed by {policy.sponsor}. Adopted by {policy.adopted_by?.name ?? t`somebody who left`} on{' '}
            <Time at={policy.adopted_at} as="exact" />.
          </Trans>
        </p>
      </div>
      <div style={{ display: 'grid', gap: 28 }}>
        <Section
          title={<Trans>Rules</Trans>}
          lead={
            <Plural
              value={policy.rules.length}
              one="# rule checks every answer while it is written."
              other="# rules check every answer while it is written."
            />
          }
        >
          <RuleList rules={policy.rules} />
        </Section>
        <Acknowledgements policy={policy} />
        <Versions />
      </div>
    </div>
  )
}

function Acknowledge({ policy }: { policy: Policy }) {
  const me = useMe()
  const client = useQueryClient()
  const toast = useToast()
  const done = useMutation({
    mutationFn: () => take(api.POST('/api/v1/policy/acknowledge', { body: { version: policy.version } })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['me'] }),
        client.invalidateQueries({ queryKey: ['policy'] }),
        client.invalidateQueries({ queryKey: ['check'] }),
      ]),
    onError: toast.fail,
  })
  if (!me.policy.needs_acknowledgement) return null
  return (
    <div style={{ marginBottom: 20 }}>
      <Notice tone="amber">
        <p>
          <Trans>
            Read it, and say that you know it: until then you cannot answer. It is recorded for version{' '}
            {policy.version}.
          </Trans>
        </p>
        <div style={{ marginTop: 8 }}>
          <Button kind="main" size="s" busy={done.isPending} onClick={() => done.mutate()}>
            <Trans>I have read it</Trans>
          </Button>
        </div>
      </Notice>
    </div>
  )
}

function Acknowledgements({ policy }: { policy: Policy }) {
  const { t } = useLingui()
  const may = useCan('policy')
  const client = useQueryClient()
  const toast = useToast()
  const { data } = useQuery(acknowledgementsQuery())
  const waits = (data?.items ?? []).some((a) => a.must && a.version !== policy.version)
  const remind = useMutation({
    mutationFn: () => take(api.POST('/api/v1/policy/remind', { body: {} })),
    onSuccess: ({ reminded }) => {
      toast.say(reminded > 0 ? t`Reminded: ${reminded}.` : t`Everybody was reminded today already.`)
      return client.invalidateQueries({ queryKey: ['policy', 'acknowledgements'] })
    },
    onError: toast.fail,
  })
  const share = policy.members > 0 ? (policy.acknowledged / policy.members) * 100 : 0
  return (
    <Section
      title={<Trans>Who acknowledged it</Trans>}
      lead={
        <Trans>
          {policy.acknowledged} of {policy.members} active members, version {policy.version}
        </Trans>
      }
      actions={
        may &&
        waits && (
          <Button size="s" icon={IconBell} busy={remind.isPending} onClick={() => remind.mutate()}>
            <Trans>Remind</Trans>
          </Button>
        )
      }
    >
      <div className={css.meter} aria-hidden>
        <span style={{ width: `${share}%` }} />
      </div>
      <ul className={css.acks}>
        {(data?.items ?? []).map((ack) => (
          <li key={ack.member.id} className={css.ack}>
            <MemberMark name={ack.member.name} />
            <span>{ack.member.name}</span>
            {ack.version === policy.version ? (
              <Chip tone="green" icon={IconKept}>
                {ack.at && <Time at={ack.at} />}
              </Chip>
            ) : (
              <span className={css.quiet}>
                {ack.version > 0 ? <Trans>version {ack.version}</Trans> : <Trans>not yet</Trans>}
                {!ack.must && (
                  <>
                    {' · '}
                    <Trans>does not answer</Trans>
                  </>
                )}
                {ack.reminded_at && (
                  <>
                    {' · '}
                    <Trans>
                      reminded <Time at={ack.reminded_at} />
                    </Trans>
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Versions() {
  const { t } = useLingui()
  const { data } = useQuery(policyVersionsQuery())
  const [shown, setShown] = useState<Policy | null>(null)
  if (!data || data.items.length < 2) return null
  return (
    <Section title={<Trans>Versions</Trans>}>
      <Table
        label={t`Versions of the policy`}
        rows={data.items}
        rowKey={(p) => String(p.version)}
        columns={[
          {
            key: 'version',
            head: t`Version`,
            cell: (p) => (
              <Button kind="quiet" size="s" onClick={() => setShown(p)}>
                {p.version}
              </Button>
            ),
          },
          { key: 'sponsor', head: t`Backed by`, cell: (p) => p.sponsor },
          { key: 'at', head: t`Adopted`, end: true, quiet: true, cell: (p) => <Time at={p.adopted_at} /> },
        ]}
      />
      <Dialog
        title={<Trans>Version {shown?.version}</Trans>}
        opened={shown !== null}
        onClose={() => setShown(null)}
        width={720}
      >
        {shown && <Markdown text={shown.text} />}
      </Dialog>
    </Section>
  )
}
