// QueryForm: the words of a query, read while one writes; what it costs; and what it would have found.
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, queryReadQuery, take, type Query, type QueryTopic } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  fieldError,
  figure,
  Form,
  otherError,
  Segments,
  SelectField,
  TextArea,
  TextField,
  useDebouncedValue,
} from '@/ui'
import { Problem } from './Problem'
import { Tried } from './Tried'
import { useVerbs, type Verb } from './words'
import css from './Listening.module.css'

interface QueryFormProps {
  query?: Query
  /** Words to begin with. */
  begin?: string
  topics: QueryTopic[]
  onClose: () => void
}

export function QueryForm({ query, begin, topics, onClose }: QueryFormProps) {
  const { t } = useLingui()
  const verbs = useVerbs()
  const client = useQueryClient()
  const [name, setName] = useState(query?.name ?? '')
  const [body, setBody] = useState(query?.body ?? begin ?? '')
  const [verb, setVerb] = useState<Verb>(query?.verb ?? 'watch')
  const [topic, setTopic] = useState(query?.topic ?? '')
  const save = useMutation({
    mutationFn: () => {
      const fields = { name: name.trim(), body, verb, topic: topic || null }
      return query
        ? take(
            api.PATCH('/api/v1/queries/{id}', {
              params: { path: { id: query.id } },
              body: { ...fields, version: query.version },
            }),
          )
        : take(api.POST('/api/v1/queries', { body: fields }))
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['queries'] })
      onClose()
    },
  })
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={120}
        required
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <TextArea
        label={t`What it listens for`}
        description={t`Words, "phrases", OR, NOT, brackets, NEAR/5, word*, #tags, author:ann, lang:de, -list`}
        placeholder='(acme OR "acme inc") NEAR/8 (refund OR broken) -jobs'
        value={body}
        required
        spellCheck={false}
        onChange={(e) => setBody(e.currentTarget.value)}
        error={fieldError(save.error, 'body')}
      />
      <Reading body={body} verb={verb} />
      <Segments
        label={t`What happens with what it finds`}
        value={verb}
        onChange={setVerb}
        choices={(['watch', 'hide', 'skip'] as const).map((value) => ({ value, label: verbs[value].name }))}
      />
      <p className={css.quiet}>{verbs[verb].help}</p>
      {topics.length > 0 && (
        <SelectField
          label={t`Topic`}
          choices={[
            { value: '', label: t`None` },
            ...topics.map((one) => ({ value: one.id, label: one.name })),
          ]}
          value={topic}
          onChange={setTopic}
          error={fieldError(save.error, 'topic')}
        />
      )}
      <Tried body={body} verb={verb} />
      <ErrorNotice error={otherError(save.error, ['name', 'body', 'topic'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!name.trim() || !body.trim()}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

/** What the server makes of the words: where they are no query and what to do, or what it costs. */
function Reading({ body, verb }: { body: string; verb: Verb }) {
  const [text] = useDebouncedValue(body, 300)
  const { data } = useQuery({
    ...queryReadQuery(text, verb),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
  })
  if (!data || !text.trim()) return null
  const { problem, anchors, per_thousand } = data
  if (problem) return <Problem text={text} problem={problem} />
  const words = anchors.slice(0, 6).join(', ') + (anchors.length > 6 ? ' …' : '')
  return (
    <p className={css.quiet} role="status">
      {anchors.length === 0 ? (
        <Trans>
          No word leads to this query: it is held against every post. That is allowed, and slower.
        </Trans>
      ) : (
        <Trans>
          Looked at when a post has <b>{words}</b>: about {figure(Math.max(1, Math.round(per_thousand)))}{' '}
          posts of a thousand.
        </Trans>
      )}
    </p>
  )
}
