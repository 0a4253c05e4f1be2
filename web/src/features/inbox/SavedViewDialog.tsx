// SavedViewDialog: the name of a view, which fixed view is behind it, and who sees it in their list.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, teamsQuery, useCan, useMe, viewsQuery, type SavedView } from '@/api'
import {
  Button,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  Notice,
  otherError,
  SelectField,
  TextField,
  useToast,
} from '@/ui'
import { baseOf, toSave, viewTitle, type Filters } from './places'
import { useSavedActs } from './savedViews'

interface SavedViewProps {
  /** The one to change; none: a new one. */
  saved?: SavedView
  base: string
  filters: Filters
  onClose: () => void
}

export function SavedViewDialog(props: SavedViewProps) {
  return (
    <Dialog
      title={props.saved ? <Trans>Name and readers</Trans> : <Trans>Save this view</Trans>}
      opened
      onClose={props.onClose}
      width={440}
    >
      <Body {...props} />
    </Dialog>
  )
}

function Body({ saved, base, filters, onClose }: SavedViewProps) {
  const { t } = useLingui()
  const toast = useToast()
  const acts = useSavedActs()
  const me = useMe()
  const mayShare = useCan('reply')
  const leads = useCan('members')
  const teams = useQuery(teamsQuery()).data?.items ?? []
  const views = useQuery(viewsQuery()).data?.items ?? []
  const [name, setName] = useState(saved?.name ?? '')
  const [behind, setBehind] = useState(saved ? baseOf(saved) : base)
  const [readers, setReaders] = useState(
    saved?.shared === 'team' ? `team-${saved.shared_team?.id}` : (saved?.shared ?? 'me'),
  )
  const mine = teams.filter(
    (one) => leads || one.lead_id === me.member.id || me.member.teams.some((own) => own.id === one.id),
  )
  const shared = /^team-(.+)$/.exec(readers)?.[1]
  const body = {
    name: name.trim(),
    shared: (shared ? 'team' : readers) as SavedView['shared'],
    shared_team: shared ?? null,
    ...toSave(behind, filters),
  }
  const save = useMutation({
    mutationFn: () =>
      saved
        ? take(
            api.PATCH('/api/v1/saved-views/{id}', {
              params: { path: { id: saved.id } },
              body: { ...body, version: saved.version },
            }),
          )
        : take(api.POST('/api/v1/saved-views', { body })),
    onSuccess: async (made) => {
      await acts.again()
      onClose()
      acts.go(made.id)
      toast.show(saved ? t`The view is changed.` : t`The view is saved.`)
    },
  })
  return (
    <Form onSubmit={() => body.name && save.mutate()}>
      <TextField
        label={t`Name`}
        value={name}
        maxLength={80}
        onChange={(e) => setName(e.currentTarget.value)}
        error={fieldError(save.error, 'name')}
        data-autofocus
      />
      <SelectField
        label={t`Out of`}
        value={behind}
        onChange={setBehind}
        choices={views.map((v) => {
          const value = v.team ? `team-${v.team.id}` : v.view
          return { value, label: viewTitle(value, views) }
        })}
        error={fieldError(save.error, 'view')}
      />
      {mayShare && (
        <SelectField
          label={t`Who sees it`}
          value={readers}
          onChange={setReaders}
          choices={[
            { value: 'me', label: t`Only me` },
            { value: 'house', label: t`Everybody` },
            ...mine.map((one) => ({ value: `team-${one.id}`, label: one.name })),
          ]}
          description={t`Everybody sees in it only what they may see anyway.`}
          error={fieldError(save.error, 'shared') ?? fieldError(save.error, 'shared_team')}
        />
      )}
      {saved && filters.changed && (
        <Notice>
          <Trans>The filters are saved as they are set now.</Trans>
        </Notice>
      )}
      <ErrorNotice error={otherError(save.error, ['name', 'view', 'shared', 'shared_team'])} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={save.isPending} disabled={!body.name}>
          <Trans>Save</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
