// DryRun: what a text of the policy would have done to the answers and posts of the past, before it is adopted.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take, type PolicyDryRule, type PolicyDryRun } from '@/api'
import { Button, ErrorNotice, IconHistory, Segments, Table, Time } from '@/ui'
import { RuleKind } from './rules'
import css from './Policy.module.css'

export function DryRun({ text }: { text: string }) {
  const { t } = useLingui()
  const [days, setDays] = useState<'30' | '90' | '365'>('90')
  const run = useMutation({
    mutationFn: () => take(api.POST('/api/v1/policy/dry-run', { body: { text, days: Number(days) } })),
  })
  return (
    <div className={css.try}>
      <div className={css.modes}>
        <Segments
          label={t`Time to try it on`}
          value={days}
          onChange={setDays}
          choices={[
            { value: '30', label: t`30 days` },
            { value: '90', label: t`90 days` },
            { value: '365', label: t`a year` },
          ]}
        />
        <Button icon={IconHistory} busy={run.isPending} onClick={() => run.mutate()}>
          <Trans>Try it on past answers</Trans>
        </Button>
      </div>
      <ErrorNotice error={run.error} />
      {run.data ? (
        <Outcome run={run.data} />
      ) : (
        <p className={css.quiet}>
          <Trans>Nothing is stored and nobody is told. You see which answers each rule would have met.</Trans>
        </p>
      )}
    </div>
  )
}

function Outcome({ run }: { run: PolicyDryRun }) {
  const { t } = useLingui()
  const rows = [
    { key: 'stopped', what: t`Stopped`, next: run.next.stopped, now: run.now.stopped },
    { key: 'reviewed', what: t`Seen by a second person`, next: run.next.reviewed, now: run.now.reviewed },
    { key: 'warned', what: t`Warned`, next: run.next.warned, now: run.now.warned },
    { key: 'clean', what: t`Nothing to say`, next: run.next.clean, now: run.now.clean },
  ]
  const met = run.rules.filter((r) => r.found > 0 || (r.theirs ?? 0) > 0)
  return (
    <>
      <p className={css.quiet} role="status">
        <Plural value={run.told} one="# answer" other="# answers" />
        {', '}
        <Plural value={run.heard} one="# post of others" other="# posts of others" />
        {', '}
        <Time at={run.from} as="exact" /> – <Time at={run.to} as="exact" />
        {(run.more_told || run.more_heard) && (
          <>
            {'. '}
            <Trans>There were more; the newest were looked at.</Trans>
          </>
        )}
      </p>
      <Table
        label={t`Answers by what the policy says`}
        rows={rows}
        rowKey={(r) => r.key}
        columns={[
          { key: 'what', head: t`Answers`, cell: (r) => r.what },
          { key: 'now', head: t`In force`, end: true, quiet: true, cell: (r) => r.now },
          { key: 'next', head: t`This text`, end: true, cell: (r) => r.next },
        ]}
      />
      <ul className={css.rules}>
        {met.map((rule) => (
          <Met key={rule.rule} rule={rule} />
        ))}
      </ul>
      {met.length === 0 && (
        <p className={css.quiet}>
          <Trans>No rule would have met any of them.</Trans>
        </p>
      )}
    </>
  )
}

function Met({ rule }: { rule: PolicyDryRule }) {
  const before = rule.found_now
  return (
    <li className={css.rule}>
      <RuleKind kind={rule.kind} />
      <div>
        <b>{rule.why}</b>
        <p>
          <Plural value={rule.found} one="# answer" other="# answers" />
          {before !== null && before !== rule.found && (
            <>
              {' '}
              <Trans>(in force: {before})</Trans>
            </>
          )}
          {rule.theirs !== null && (
            <>
              {' · '}
              <Plural value={rule.theirs} one="# post of theirs" other="# posts of theirs" />
            </>
          )}
        </p>
        <ul className={css.samples}>
          {rule.samples.map((s, i) => (
            <li key={i}>
              <Link
                to="/inbox/$view/$conversation"
                params={{ view: 'all', conversation: s.conversation_id }}
                target="_blank"
              >
                {s.member?.name ?? <Trans>They</Trans>}, <Time at={s.at} />
              </Link>
              : “{s.text.length > 160 ? `${s.text.slice(0, 158)}…` : s.text}”
              {s.words && (
                <>
                  {' '}
                  <mark>{s.words}</mark>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}
