// ImportForm: a query of another product, pasted; what Kith makes of it, and what does not come along.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type QueryImport, type QueryImportInput, type QueryNote } from '@/api'
import { Button, DialogFoot, ErrorNotice, Form, SelectField, TextArea } from '@/ui'
import { Problem } from './Problem'
import css from './Listening.module.css'

type Dialect = QueryImportInput['dialect']

/** onTake: the text in Kith's language, to be looked at once more and saved. */
export function ImportForm({ onTake, onClose }: { onTake: (text: string) => void; onClose: () => void }) {
  const { t } = useLingui()
  const [dialect, setDialect] = useState<Dialect>('brandwatch')
  const [text, setText] = useState('')
  const read = useMutation({
    mutationFn: () => take(api.POST('/api/v1/queries/import', { body: { dialect, text } })),
  })
  const done = read.data && read.data.text !== '' ? read.data : null
  return (
    <Form onSubmit={() => (done ? onTake(done.text) : read.mutate())}>
      <SelectField
        label={t`Where it comes from`}
        choices={[
          { value: 'brandwatch', label: 'Brandwatch' },
          { value: 'meltwater', label: 'Meltwater' },
          { value: 'sprinklr', label: 'Sprinklr' },
          { value: 'x', label: 'X' },
        ]}
        value={dialect}
        onChange={(value) => {
          setDialect(value)
          read.reset()
        }}
      />
      <TextArea
        label={t`The query there`}
        value={text}
        required
        spellCheck={false}
        onChange={(e) => {
          setText(e.currentTarget.value)
          read.reset()
        }}
        data-autofocus
      />
      <ErrorNotice error={read.error} />
      {read.data && <Outcome text={text} read={read.data} />}
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={read.isPending} disabled={!text.trim()}>
          {done ? <Trans>Go on with it</Trans> : <Trans>Read it</Trans>}
        </Button>
      </DialogFoot>
    </Form>
  )
}

function Outcome({ text, read }: { text: string; read: QueryImport }) {
  const { t } = useLingui()
  const changes: Record<string, string> = {
    left_out: t`left out`,
    widened: t`wider here`,
    narrowed: t`narrower here`,
    read_as: t`read so`,
  }
  const effects: Record<string, string> = {
    none: '',
    more: t`The query finds more.`,
    less: t`The query finds less.`,
    either: t`The query may find more or less.`,
  }
  const line = (n: QueryNote, i: number) => (
    <li key={i}>
      <span>
        <code>{text.slice(n.start, n.end)}</code> <b>{changes[n.change] ?? n.change}</b>
      </span>
      <span className={css.quiet}>
        {n.why} {effects[n.effect]}
      </span>
    </li>
  )
  return (
    <div className={css.outcome} role="status">
      {read.problem && <Problem text={text} problem={read.problem} />}
      {read.text && <code className={css.whole}>{read.text}</code>}
      {read.notes.length > 0 ? (
        <ul className={css.changes}>{read.notes.map(line)}</ul>
      ) : (
        read.text && (
          <p className={css.quiet}>
            <Trans>All of it comes along word for word.</Trans>
          </p>
        )
      )}
    </div>
  )
}
