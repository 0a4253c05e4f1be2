// AdoptForm: reads, changes, tries and adopts a policy: one text for people, whose rules check every answer. Used for
// the first policy and for each new version.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, policyOpinionQuery, take, useCan, type PolicyProblem } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  IconBlocked,
  IconWarn,
  Markdown,
  otherError,
  Segments,
  TextArea,
  TextField,
  useDebouncedValue,
} from '@/ui'
import { DryRun } from './DryRun'
import { placeOfLine } from './lines'
import css from './Policy.module.css'

interface AdoptProps {
  first: { text: string; sponsor: string }
  onDone: () => void
  onCancel?: () => void
  verb: React.ReactNode
}

export function AdoptForm({ first, onDone, onCancel, verb }: AdoptProps) {
  const { t } = useLingui()
  const may = useCan('policy')
  const client = useQueryClient()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(first.text)
  const [sponsor, setSponsor] = useState(first.sponsor)
  const [mode, setMode] = useState<'read' | 'change' | 'try'>('read')
  const [settled] = useDebouncedValue(text, 400)
  const { data: opinion } = useQuery({ ...policyOpinionQuery(settled), enabled: may && mode !== 'read' })
  const adopt = useMutation({
    mutationFn: () => take(api.POST('/api/v1/policy', { body: { text, sponsor: sponsor.trim() } })),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['policy'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
        client.invalidateQueries({ queryKey: ['check'] }),
      ])
      onDone()
    },
    onError: () => setMode('change'),
  })
  const go = (line: number) => {
    setMode('change')
    requestAnimationFrame(() => {
      const field = area.current
      if (!field) return
      const [start, end] = placeOfLine(field.value, line)
      field.focus()
      field.setSelectionRange(start, end)
      field.scrollTop = (field.scrollHeight * (line - 3)) / field.value.split('\n').length
    })
  }
  return (
    <Form onSubmit={() => adopt.mutate()}>
      <div>
        <div className={css.modes}>
          <Segments
            label={t`Part of the policy`}
            value={mode}
            onChange={setMode}
            choices={[
              { value: 'read', label: t`Read` },
              { value: 'change', label: t`Change the text` },
              { value: 'try', label: t`Try it` },
            ]}
          />
        </div>
        {mode === 'read' && (
          // A scrolling region must be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className={css.preview} tabIndex={0} role="document" aria-label={t`Text of the policy`}>
            <Markdown text={text} />
          </div>
        )}
        {mode === 'change' && (
          <>
            <TextArea
              ref={area}
              aria-label={t`Text of the policy`}
              minRows={14}
              maxRows={20}
              value={text}
              onChange={(e) => {
                setText(e.currentTarget.value)
                adopt.reset() // what was refused is not this text any more
              }}
              error={fieldError(adopt.error, 'text')}
            />
            <p className={css.quiet}>
              <Trans>
                A rule is a heading with its id, then what it does and examples: “- warns: blocked”, “- words:
                …”, “- bad: …”. The examples are its tests.
              </Trans>
            </p>
          </>
        )}
        {mode === 'try' && <DryRun text={settled} />}
        {mode !== 'read' && opinion && (
          <Opinion problems={opinion.problems} notes={opinion.notes} onLine={go} />
        )}
      </div>
      <TextField
        label={t`Who backs it`}
        description={t`The name of the sponsor: somebody whose word counts. It stands under the policy.`}
        value={sponsor}
        onChange={(e) => setSponsor(e.currentTarget.value)}
        error={fieldError(adopt.error, 'sponsor')}
      />
      <ErrorNotice error={otherError(adopt.error, ['sponsor', 'text'])} />
      <DialogFoot>
        {onCancel && (
          <Button onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
        <Button kind="main" type="submit" busy={adopt.isPending} disabled={!sponsor.trim() || !text.trim()}>
          {verb}
        </Button>
      </DialogFoot>
    </Form>
  )
}

interface OpinionProps {
  problems: PolicyProblem[]
  notes: PolicyProblem[]
  onLine: (line: number) => void
}

function Opinion({ problems, notes, onLine }: OpinionProps) {
  const { t } = useLingui()
  if (problems.length + notes.length === 0)
    return (
      <p className={css.quiet} role="status">
        <Trans>Every example says what its rule must say. Nothing stands against adopting it.</Trans>
      </p>
    )
  return (
    <ul className={css.opinion} role="status" aria-label={t`What to look at in this text`}>
      {[...problems.map((p) => ({ ...p, bad: true })), ...notes.map((p) => ({ ...p, bad: false }))].map(
        (p, i) => (
          <li key={i} data-bad={p.bad || undefined}>
            {p.bad ? <IconBlocked size={15} aria-hidden /> : <IconWarn size={15} aria-hidden />}
            <span>
              {p.rule && <b>{p.rule}: </b>}
              {p.text}
            </span>
            {p.line > 0 && (
              <Button kind="quiet" size="s" onClick={() => onLine(p.line)}>
                <Trans>line {p.line}</Trans>
              </Button>
            )}
          </li>
        ),
      )}
    </ul>
  )
}
