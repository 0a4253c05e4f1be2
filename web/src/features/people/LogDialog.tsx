// LogDialog: a call or a meeting in five seconds: the line has the focus, kind, direction and time are already chosen,
// Enter saves.
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { api, take, type TouchInput } from '@/api'
import {
  Button,
  CheckField,
  Dialog,
  DialogFoot,
  ErrorNotice,
  fieldError,
  Form,
  IconCalendar,
  IconCall,
  IconEvent,
  IconHeard,
  IconLetter,
  IconMail,
  IconMicroblog,
  IconThread,
  IconTold,
  otherError,
  Segments,
  TextField,
  useToast,
} from '@/ui'
import { useRecordAct } from './change'
import { fromField, toField } from './shape'
import { useMediumWords } from './names'
import css from './Add.module.css'

type Medium = TouchInput['medium']
type Direction = TouchInput['direction']
const SIGNS = [
  ['call', IconCall],
  ['meeting', IconCalendar],
  ['event', IconEvent],
  ['mail', IconMail],
  ['direct', IconMicroblog],
  ['letter', IconLetter],
] as const satisfies [Medium, unknown][]

/** Calls and meetings take place; a letter goes one way. */
const usual = (medium: Medium): Direction => (['call', 'meeting', 'event'].includes(medium) ? 'both' : 'out')

interface LogProps {
  person: { id: string; name: string }
  onClose: () => void
}

export function LogDialog({ person, onClose }: LogProps) {
  const { t } = useLingui()
  return (
    <Dialog title={<Trans>Log a contact with {person.name}</Trans>} opened onClose={onClose} width={600}>
      <LogForm person={person} onClose={onClose} label={t`Log a contact`} />
    </Dialog>
  )
}

function LogForm({ person, onClose, label }: LogProps & { label: string }) {
  const { t } = useLingui()
  const toast = useToast()
  const words = useMediumWords()
  const [medium, setMedium] = useState<Medium>('call')
  const [direction, setDirection] = useState<Direction>('both')
  const [text, setText] = useState('')
  const [at, setAt] = useState('')
  const [personal, setPersonal] = useState(false)
  const save = useRecordAct(
    person.id,
    (body: TouchInput) =>
      take(api.POST('/api/v1/people/{id}/touches', { params: { path: { id: person.id } }, body })),
    () => {
      toast.show(<Trans>Logged.</Trans>)
      onClose()
    },
  )
  return (
    <Form
      label={label}
      onSubmit={() =>
        save.mutate({
          medium,
          direction,
          text: text.trim(),
          personal,
          ...(fromField(at) && { at: fromField(at) }),
        })
      }
    >
      <div className={css.choices}>
        <Segments
          label={t`Kind`}
          value={medium}
          onChange={(next) => {
            setMedium(next)
            setDirection(usual(next))
          }}
          choices={SIGNS.map(([value, Sign]) => ({
            value,
            label: words[value],
            icon: <Sign size={14} aria-hidden />,
          }))}
        />
      </div>
      <TextField
        label={t`What was it about?`}
        placeholder={t`One line is enough`}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        error={fieldError(save.error, 'text')}
        autoComplete="off"
        data-autofocus
      />
      <div className={css.pair}>
        <div>
          <span className={css.label} aria-hidden>
            <Trans>Who spoke</Trans>
          </span>
          <Segments
            label={t`Who spoke`}
            value={direction}
            onChange={setDirection}
            choices={[
              { value: 'both', label: t`Both`, icon: <IconThread size={14} aria-hidden /> },
              { value: 'in', label: t`They`, icon: <IconHeard size={14} aria-hidden /> },
              { value: 'out', label: t`We`, icon: <IconTold size={14} aria-hidden /> },
            ]}
          />
        </div>
        <TextField
          type="datetime-local"
          label={t`When`}
          value={at || toField(new Date())}
          max={toField(new Date())}
          onChange={(e) => setAt(e.currentTarget.value)}
          error={fieldError(save.error, 'at')}
        />
      </div>
      <CheckField label={t`It was private or personal`} checked={personal} onChange={setPersonal} />
      <ErrorNotice error={otherError(save.error, ['text', 'at'])} />
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
