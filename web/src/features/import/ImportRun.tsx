// ImportRun: one file on its way in: mapping, counts of a dry run, progress, refused rows.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { importQuery, importSampleQuery, type Import, type ImportSample } from '@/api'
import {
  Button,
  Card,
  ErrorNotice,
  Failed,
  fieldError,
  IconDownload,
  Notice,
  otherError,
  Section,
  SkeletonRows,
  TextField,
  figure,
} from '@/ui'
import { ActButtons, useActs } from './Acts'
import { CalendarOptions, MailOptions } from './HistoryOptions'
import { ImportState } from './ImportScreen'
import { handlesOf, meaningOf, withMeaning, type Options } from './options'
import { MapRow, PeopleOptions } from './PeopleOptions'
import css from './Import.module.css'

export function ImportRun({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery(importQuery(id))
  const sample = useQuery(importSampleQuery(id))
  if (isPending) return <SkeletonRows rows={4} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  const busy = data.state === 'checking' || data.state === 'running'
  return (
    <>
      <Section title={data.file_name} actions={<ImportState run={data} />}>
        <Card>
          <Progress run={data} />
        </Card>
      </Section>
      {!busy &&
        data.state !== 'done' &&
        (sample.data ? (
          <Choices run={data} sample={sample.data} />
        ) : sample.error ? (
          <ErrorNotice error={sample.error} />
        ) : (
          <SkeletonRows rows={4} face={false} />
        ))}
    </>
  )
}

/** What can be said about a file of this kind before it is counted. */
function Choices({ run, sample }: { run: Import; sample: ImportSample }) {
  if (run.kind === 'people') return <PeopleOptions run={run} sample={sample} />
  if (run.kind === 'mail') return <MailOptions run={run} sample={sample} />
  if (run.kind === 'calendar') return <CalendarOptions run={run} sample={sample} />
  return <Mapping run={run} sample={sample} />
}

function Progress({ run }: { run: Import }) {
  const { t } = useLingui()
  const share = run.total > 0 ? Math.min(1, run.done / run.total) : 0
  const running = run.state === 'running' || run.state === 'checking'
  if (run.state === 'uploaded')
    return (
      <p className={css.quiet}>
        <Trans>Say what the columns mean, then count. Counting stores nothing.</Trans>
      </p>
    )
  return (
    <>
      {(running || run.state === 'done') && (
        <div
          className={css.progress}
          role="progressbar"
          aria-label={t`Progress`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
        >
          <span style={{ width: `${share * 100}%` }} />
        </div>
      )}
      <dl className={css.figures}>
        <div>
          <dt>
            {run.total > 0 ? <Trans>rows read of {figure(run.total)}</Trans> : <Trans>rows read</Trans>}
          </dt>
          <dd>{figure(run.done)}</dd>
        </div>
        <div>
          <dt>{run.dry_run ? <Trans>would be added</Trans> : <Trans>added</Trans>}</dt>
          <dd>{figure(run.added)}</dd>
        </div>
        <div>
          <dt>
            <Trans>here already</Trans>
          </dt>
          <dd>{figure(run.matched)}</dd>
        </div>
        <div>
          <dt>
            <Trans>refused</Trans>
          </dt>
          <dd>{figure(run.refused)}</dd>
        </div>
      </dl>
      {running && (
        <p className={css.quiet}>
          <Trans>You can leave this page; it goes on.</Trans>
        </p>
      )}
      {run.error && (
        <Notice tone="red" role="alert">
          {run.error}
        </Notice>
      )}
      {run.kind === 'posts' && run.state === 'done' && run.added > 0 && (
        <p className={css.next}>
          <Link to="/inbox/$view" params={{ view: 'unanswered' }}>
            <Trans>Who never got an answer, oldest first</Trans>
          </Link>
        </p>
      )}
      {run.refused > 0 && !running && (
        <div className={css.acts}>
          {(['csv', 'jsonl'] as const).map((format) => (
            <a key={format} href={`/api/v1/imports/${run.id}/rejects?format=${format}`} download>
              <Button icon={IconDownload} tabIndex={-1}>
                {format === 'csv' ? (
                  <Trans>Refused rows (CSV)</Trans>
                ) : (
                  <Trans>Refused rows (JSON lines)</Trans>
                )}
              </Button>
            </a>
          ))}
        </div>
      )}
    </>
  )
}

function Mapping({ run, sample }: { run: Import; sample: ImportSample }) {
  const { t } = useLingui()
  const [options, setOptions] = useState(run.options as Options)
  const [ours, setOurs] = useState((options.ours ?? []).join(', '))
  const meanings = useMeaningWords()
  const acts = useActs(run, { ...options })
  const { error } = acts
  return (
    <>
      <Section
        title={<Trans>What the columns mean</Trans>}
        lead={<Trans>Guessed from names and first rows; change what is wrong.</Trans>}
      >
        <Card>
          <div className={css.map}>
            {sample.columns.map((column, i) => (
              <MapRow
                key={column.name}
                name={column.name}
                meaning={meaningOf(options, column.name)}
                choices={sample.meanings.map((value) => ({ value, label: meanings[value] ?? value }))}
                example={sample.rows.map((r) => r.cells[i]).find(Boolean) ?? ''}
                onChange={(meaning) => setOptions(withMeaning(options, column.name, meaning))}
              />
            ))}
          </div>
        </Card>
      </Section>
      <Section title={<Trans>Where they come from</Trans>}>
        <Card>
          <div className={css.origin}>
            <TextField
              label={t`Network`}
              description={t`In small letters, for example mastodon. Posts of one network stand in one archive.`}
              value={options.network ?? ''}
              onChange={(e) => setOptions({ ...options, network: e.currentTarget.value })}
              error={fieldError(error, 'options.network')}
            />
            <TextField
              label={t`Our own handles`}
              description={t`What they wrote counts as told; all others were heard. Several with commas.`}
              value={ours}
              onChange={(e) => {
                setOurs(e.currentTarget.value)
                setOptions({ ...options, ours: handlesOf(e.currentTarget.value) })
              }}
              error={fieldError(error, 'options.ours')}
            />
          </div>
        </Card>
      </Section>
      <ErrorNotice error={otherError(error, ['options.network', 'options.ours'])} />
      <ActButtons run={run} acts={acts}>
        <Plural value={run.added} one="Import # post" other="Import # posts" />
      </ActButtons>
    </>
  )
}

function useMeaningWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    id: t`Number of the post`,
    text: t`Text`,
    time: t`Time`,
    parent: t`What it answers`,
    author: t`Handle of the author`,
    author_name: t`Name of the author`,
    to: t`To whom`,
    url: t`Address of the post`,
    lang: t`Language`,
    kind: t`Kind`,
    network: t`Network`,
  }
}
