// PersonForm: what a member says about a person: name, role, words.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Person, type PersonInput } from '@/api'
import {
  Button,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  SelectField,
  TextArea,
  TextField,
  usePersonRoleWords,
} from '@/ui'

const ROLES = [
  '',
  'customer',
  'prospect',
  'influencer',
  'partner',
  'supplier',
  'recommender',
  'decision_maker',
  'press',
  'employee',
] as const

export function PersonForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useLingui()
  const roles = usePersonRoleWords()
  const client = useQueryClient()
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState<Person['role']>(person.role)
  const [about, setAbout] = useState(person.about ?? '')
  const save = useMutation({
    mutationFn: (body: PersonInput) =>
      take(api.PATCH('/api/v1/people/{id}', { params: { path: { id: person.id } }, body })),
    onSuccess: (now) => {
      client.setQueryData(['person', person.id], now)
      for (const key of ['people', 'thread', 'conversations'])
        void client.invalidateQueries({ queryKey: [key] })
      onClose()
    },
  })
  return (
    <Form onSubmit={() => save.mutate({ name: name.trim(), role, about: about.trim() || null })}>
      <TextField
        label={t`Name`}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <SelectField
        label={t`Role`}
        value={role}
        onChange={setRole}
        choices={ROLES.map((value) => ({ value, label: roles[value] }))}
      />
      <TextArea
        label={t`What we know`}
        value={about}
        onChange={(e) => setAbout(e.currentTarget.value)}
        error={fieldError(save.error, 'about')}
      />
      <ErrorNotice error={save.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
