// Skills: what members can do, so that a rule finds who can: languages, products, trades.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, skillsQuery, take } from '@/api'
import { Button, ErrorNotice, fieldError, Form, IconClose, otherError, Section, TextField } from '@/ui'
import css from './Routing.module.css'

export function Skills({ may }: { may: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data } = useQuery(skillsQuery())
  const [name, setName] = useState('')
  const after = () => client.invalidateQueries({ queryKey: ['routing'] })
  const add = useMutation({
    mutationFn: () => take(api.POST('/api/v1/skills', { body: { name: name.trim() } })),
    onSuccess: async () => {
      setName('')
      await after()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/skills/{id}', { params: { path: { id } } })),
    onSuccess: after,
  })
  if (!data || (data.items.length === 0 && !may)) return null
  return (
    <Section
      title={<Trans>Skills</Trans>}
      lead={<Trans>What members can do, so that a rule finds who can: a language, a product, a trade.</Trans>}
    >
      <div className={css.chosen}>
        {data.items.map((s) => (
          <span key={s.id} className={css.chip}>
            {s.name}{' '}
            <span className={css.quiet}>
              <Plural value={s.members} one="# member" other="# members" />
            </span>
            {may && (
              <button type="button" onClick={() => remove.mutate(s.id)} aria-label={t`Remove ${s.name}`}>
                <IconClose size={12} aria-hidden />
              </button>
            )}
          </span>
        ))}
      </div>
      {may && (
        <Form onSubmit={() => name.trim() && add.mutate()} className={css.row}>
          <TextField
            aria-label={t`New skill`}
            placeholder={t`New skill`}
            value={name}
            maxLength={50}
            onChange={(e) => setName(e.currentTarget.value)}
            error={fieldError(add.error, 'name')}
          />
          <Button type="submit" busy={add.isPending} disabled={!name.trim()}>
            <Trans>Add</Trans>
          </Button>
        </Form>
      )}
      <ErrorNotice error={otherError(add.error, ['name']) ?? remove.error} />
    </Section>
  )
}
