// ImportScreen: posts from a file: upload, say what the columns mean, count without storing, run, look at what was
// refused. Everything can be left while it runs.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { importsQuery, type Import } from '@/api'
import {
  Button,
  Card,
  Chip,
  ErrorNotice,
  Failed,
  IconBack,
  IconButton,
  IconClock,
  IconImport,
  IconKept,
  IconLoading,
  IconProblem,
  IconUpload,
  Page,
  Section,
  SkeletonRows,
  Table,
  Time,
  type Icon,
  type Tone,
  figure,
} from '@/ui'
import { BusinessCard } from './BusinessCard'
import { chosenFile, droppedFile } from './files'
import { ImportRun } from './ImportRun'
import { upload } from './upload'
import css from './Import.module.css'

export function ImportScreen() {
  const [chosen, setChosen] = useState<string | null>(null)
  const { t } = useLingui()
  return (
    <Page
      title={<Trans>Import</Trans>}
      lead={<Trans>Posts, address books, mailboxes and calendars from files</Trans>}
      before={
        chosen !== null && (
          <IconButton icon={IconBack} label={t`All imports`} onClick={() => setChosen(null)} />
        )
      }
    >
      {chosen ? <ImportRun id={chosen} /> : <Overview onChoose={setChosen} />}
    </Page>
  )
}

function Overview({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useLingui()
  const { data, error, isPending, refetch } = useQuery(importsQuery())
  return (
    <>
      <Upload onDone={onChoose} />
      <BusinessCard onDone={onChoose} />
      <Section title={<Trans>Imports before</Trans>}>
        {isPending ? (
          <SkeletonRows rows={3} face={false} />
        ) : error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <p className={css.quiet}>
            <Trans>
              None yet. The same file twice is safe: what is here already is counted, not stored again.
            </Trans>
          </p>
        ) : (
          <Card flush>
            <Table
              label={t`Imports before`}
              rows={data.items}
              rowKey={(i) => i.id}
              columns={[
                {
                  key: 'file',
                  head: t`File`,
                  cell: (i) => (
                    <Button kind="quiet" size="s" onClick={() => onChoose(i.id)}>
                      {i.file_name}
                    </Button>
                  ),
                },
                { key: 'state', head: t`State`, cell: (i) => <ImportState run={i} /> },
                { key: 'added', head: t`Added`, end: true, cell: (i) => figure(i.added) },
                { key: 'matched', head: t`Here already`, end: true, cell: (i) => figure(i.matched) },
                { key: 'refused', head: t`Refused`, end: true, cell: (i) => figure(i.refused) },
                { key: 'at', head: t`When`, end: true, quiet: true, cell: (i) => <Time at={i.created_at} /> },
              ]}
            />
          </Card>
        )}
      </Section>
    </>
  )
}

const LOOKS: Record<Import['state'], { tone: Tone; icon: Icon }> = {
  uploaded: { tone: 'plain', icon: IconClock },
  checking: { tone: 'accent', icon: IconLoading },
  checked: { tone: 'accent', icon: IconKept },
  running: { tone: 'accent', icon: IconLoading },
  done: { tone: 'green', icon: IconKept },
  failed: { tone: 'red', icon: IconProblem },
  undone: { tone: 'plain', icon: IconClock },
}

export function ImportState({ run }: { run: Import }) {
  const { t } = useLingui()
  const words = {
    uploaded: t`Uploaded`,
    checking: t`Counting`,
    checked: t`Counted, not stored`,
    running: t`Importing`,
    done: t`Done`,
    failed: t`Failed`,
    undone: t`Undone`,
  }
  return (
    <Chip tone={LOOKS[run.state].tone} icon={LOOKS[run.state].icon}>
      {words[run.state]}
    </Chip>
  )
}

function Upload({ onDone }: { onDone: (id: string) => void }) {
  const client = useQueryClient()
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [share, setShare] = useState(0)
  const send = useMutation({
    // A folder that was dropped is read before it is sent.
    mutationFn: async (what: File | null | Promise<File | null>) => {
      const file = await what
      return file ? upload(file, setShare) : null
    },
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['imports'] })
      if (run) onDone(run.id)
    },
  })
  const several = t`Files`
  const take = (what: File | null | Promise<File | null>) => {
    setShare(0)
    send.mutate(what)
  }
  const choose = (list: FileList | null) => {
    if (list?.length) take(chosenFile(list, several))
  }
  return (
    <div>
      {/* Dropping is for the mouse; by keyboard there is the button. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={css.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(droppedFile(event.dataTransfer, several))
        }}
      >
        <IconImport size={30} strokeWidth={1.25} aria-hidden />
        <strong>
          <Trans>Drop files or a folder here, or choose them</Trans>
        </strong>
        <p className={css.quiet}>
          <Trans>
            Posts as JSON lines or CSV; people as address cards (vCard) or a table of any program; mail as
            mbox, as a Maildir folder or as single mails (.eml); meetings as iCalendar; many together as .zip
            or .tar.gz. Nothing is stored before you have seen the counts.
          </Trans>
        </p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.json,.jsonl,.ndjson,.vcf,.vcard,.mbox,.eml,.ics,.zip,.tar,.tgz,.gz,text/csv,application/json,text/vcard,text/calendar,application/zip,application/gzip"
          multiple
          hidden
          onChange={(e) => choose(e.currentTarget.files)}
        />
        <input
          ref={(element) => {
            element?.setAttribute('webkitdirectory', '')
            folder.current = element
          }}
          type="file"
          data-folder
          hidden
          onChange={(e) => choose(e.currentTarget.files)}
        />
        <div className={css.choose}>
          <Button kind="main" icon={IconUpload} busy={send.isPending} onClick={() => input.current?.click()}>
            {send.isPending ? (
              <Trans>Uploading {Math.round(share * 100)} %</Trans>
            ) : (
              <Trans>Choose files</Trans>
            )}
          </Button>
          <Button disabled={send.isPending} onClick={() => folder.current?.click()}>
            <Trans>Choose a folder</Trans>
          </Button>
        </div>
      </div>
      <ErrorNotice error={send.error} />
    </div>
  )
}
