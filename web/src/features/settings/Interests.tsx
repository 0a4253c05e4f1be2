// Interests: what the reader likes, one on a line. Kith holds it against what is noted about people and suggests common ground.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, interestsQuery, take } from '@/api'
import { Button, Card, ErrorNotice, fieldError, Form, otherError, Section, TextArea, useToast } from '@/ui'

export function Interests() {
  const { data } = useQuery(interestsQuery())
  if (!data) return null
  return (
    <Section
      title={<Trans>What you like</Trans>}
      lead={
        <Trans>
          Held against what is noted about people: “You both like …” on their page is something to talk about.
          Colleagues see it as “… likes it too”.
        </Trans>
      }
    >
      <Card>
        <InterestsForm first={data.items.map((one) => one.text).join('\n')} />
      </Card>
    </Section>
  )
}

function InterestsForm({ first }: { first: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [text, setText] = useState(first)
  const save = useMutation({
    mutationFn: () =>
      take(
        api.PUT('/api/v1/me/interests', {
          body: {
            items: text
              .split('\n')
              .map((one) => one.trim())
              .filter(Boolean),
          },
        }),
      ),
    onSuccess: async (now) => {
      client.setQueryData(interestsQuery().queryKey, now)
      await client.invalidateQueries({ queryKey: ['records'] })
      toast.show(t`Saved.`)
    },
  })
  return (
    <Form onSubmit={() => save.mutate()}>
      <TextArea
        label={t`One on a line`}
        placeholder={t`For example: long-distance trains`}
        value={text}
        minRows={3}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'items')}
      />
      <ErrorNotice error={otherError(save.error, ['items'])} />
      <div>
        <Button kind="main" type="submit" busy={save.isPending}>
          <Trans>Save what you like</Trans>
        </Button>
      </div>
    </Form>
  )
}
