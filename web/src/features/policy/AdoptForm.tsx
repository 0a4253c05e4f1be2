// AdoptForm: reads, changes and adopts a policy: the text for people, the rules for the check, the name of who backs
// it. Used for the first policy and for each new version.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiError, take, type PolicyRule } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  Markdown,
  otherError,
  Segments,
  TextArea,
  TextField,
} from '@/ui'
import css from './Policy.module.css'

interface AdoptProps {
  first: { text: string; rules: PolicyRule[]; sponsor: string }
  onDone: () => void
  onCancel?: () => void
  verb: React.ReactNode
}

export function AdoptForm({ first, onDone, onCancel, verb }: AdoptProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [text, setText] = useState(first.text)
  const [rules, setRules] = useState(first.rules)
  const [sponsor, setSponsor] = useState(first.sponsor)
  const [mode, setMode] = useState<'read' | 'change' | 'rules'>('read')
  const adopt = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/policy', {
          body: {
            text,
            sponsor: sponsor.trim(),
            rules: rules.map((rule) => ({ ...rule, words: rule.words.map((w) => w.trim()).filter(Boolean) })),
          },
        }),
      ),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['policy'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ])
      onDone()
    },
  })
  const change = (id: string, part: Partial<PolicyRule>) =>
    setRules((all) => all.map((r) => (r.id === id ? { ...r, ...part } : r)))
  // "rules[3].value: ..." is shown at that rule.
  const ruleError = adopt.error instanceof ApiError ? /^rules\[(\d+)\]/.exec(adopt.error.field ?? '') : null
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
              { value: 'rules', label: t`Rules (${rules.length})` },
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
          <TextArea
            aria-label={t`Text of the policy`}
            minRows={14}
            maxRows={20}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            error={fieldError(adopt.error, 'text')}
          />
        )}
        {mode === 'rules' && (
          <div className={css.preview}>
            {rules.map((rule, i) => (
              <div key={rule.id} className={css.editRule}>
                <div>
                  <strong>{rule.why}</strong>
                  {rule.tell && <p className={css.quiet}>{rule.tell}</p>}
                </div>
                <Segments
                  label={t`What the rule does: ${rule.why}`}
                  value={rule.kind}
                  onChange={(kind) => change(rule.id, { kind })}
                  choices={[
                    { value: 'soft', label: t`warns` },
                    { value: 'hard', label: t`stops` },
                  ]}
                />
                {rule.words.length > 0 && (
                  <TextArea
                    minRows={1}
                    maxRows={6}
                    aria-label={t`Words of the rule, one a line: ${rule.why}`}
                    value={rule.words.join('\n')}
                    onChange={(e) => change(rule.id, { words: e.currentTarget.value.split('\n') })}
                    error={ruleError && Number(ruleError[1]) === i ? adopt.error?.message : undefined}
                  />
                )}
                {rule.number !== null && (
                  <TextField
                    inputMode="numeric"
                    aria-label={t`Number of the rule: ${rule.why}`}
                    value={String(rule.number)}
                    onChange={(e) => change(rule.id, { number: Number(e.currentTarget.value) || 0 })}
                    error={ruleError && Number(ruleError[1]) === i ? adopt.error?.message : undefined}
                  />
                )}
              </div>
            ))}
          </div>
        )}
      </div>
      <TextField
        label={t`Who backs it`}
        description={t`The name of the sponsor: somebody whose word counts. It stands under the policy.`}
        value={sponsor}
        onChange={(e) => setSponsor(e.currentTarget.value)}
        error={fieldError(adopt.error, 'sponsor')}
      />
      <ErrorNotice error={otherError(adopt.error, ['sponsor', ...(mode === 'change' ? ['text'] : [])])} />
      <DialogFoot>
        {onCancel && (
          <Button onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
        <Button kind="main" type="submit" busy={adopt.isPending} disabled={!sponsor.trim()}>
          {verb}
        </Button>
      </DialogFoot>
    </Form>
  )
}
