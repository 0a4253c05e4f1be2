// KeepInTouch: how often we want to be in touch, ideally and at the latest, and how it stands.
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { api, take, type PersonPage } from '@/api'
import { Button, Chip, Dialog, IconKeep, IconKept, IconWarn, longSpan, Time, useNow } from '@/ui'
import { Frame } from './AddDialogs'
import { usePersonAct, useQuickAct } from './change'
import { KeepFields } from './KeepFields'
import { Block } from './parts'
import { keepState } from './shape'
import css from './Person.module.css'

const DAY = 86_400_000

export function KeepInTouch({ page, acts }: { page: PersonPage; acts: boolean }) {
  const now = useNow()
  const [editing, setEditing] = useState(false)
  const keep = page.keep_in_touch
  const off = useQuickAct(page.id, () =>
    take(
      api.DELETE('/api/v1/people/{id}/keep-in-touch', {
        params: { path: { id: page.id }, query: { anybody: keep?.member === null } },
      }),
    ),
  )
  return (
    <Block
      title={<Trans>Keep in touch</Trans>}
      acts={
        acts ? (
          <span className={css.chips}>
            {keep?.person_id && (
              <Button kind="quiet" size="s" onClick={() => off(undefined)}>
                <Trans>Stop</Trans>
              </Button>
            )}
            <Button kind="quiet" size="s" onClick={() => setEditing(true)}>
              {keep ? <Trans>Change</Trans> : <Trans>Set</Trans>}
            </Button>
          </span>
        ) : undefined
      }
    >
      {keep ? (
        <>
          <KeepChip keep={keep} now={now} />
          <p className={css.below}>
            <Trans>
              Ideally every {longSpan(keep.ideal_days * DAY)}, at the latest after{' '}
              {longSpan(keep.latest_days * DAY)}
            </Trans>
            {keep.segment_name && (
              <>
                {' · '}
                <Trans>as for all of {keep.segment_name}</Trans>
              </>
            )}
            {keep.member && ` · ${keep.member.name}`}
          </p>
          {keep.last_at && (
            <p className={css.below}>
              <Trans>
                Last real contact <Time at={keep.last_at} />
              </Trans>
            </p>
          )}
          {keep.no_contact && <p className={css.below}>{keep.no_contact}</p>}
        </>
      ) : (
        <p className={css.none}>
          <Trans>
            No interval is set. An exchange, an answer, a call or a meeting would reset it; words that nobody
            answered would not.
          </Trans>
        </p>
      )}
      {editing && (
        <Dialog
          title={<Trans>Keep in touch with {page.name}</Trans>}
          opened
          onClose={() => setEditing(false)}
          width={420}
        >
          <KeepForm page={page} onClose={() => setEditing(false)} />
        </Dialog>
      )}
    </Block>
  )
}

function KeepChip({ keep, now }: { keep: NonNullable<PersonPage['keep_in_touch']>; now: number }) {
  const state = keepState(keep, now)
  if (state === 'late' && keep.latest_at)
    return (
      <Chip tone="red" icon={IconWarn}>
        <Trans>
          Overdue since <Time at={keep.latest_at} />
        </Trans>
      </Chip>
    )
  if (state === 'soon' && keep.latest_at)
    return (
      <Chip tone="amber" icon={IconKeep}>
        <Trans>
          Due, at the latest <Time at={keep.latest_at} />
        </Trans>
      </Chip>
    )
  return (
    <Chip tone="green" icon={IconKept}>
      {keep.due_at ? (
        <Trans>
          In touch, next by <Time at={keep.due_at} />
        </Trans>
      ) : (
        <Trans>Waits for the first contact</Trans>
      )}
    </Chip>
  )
}

function KeepForm({ page, onClose }: { page: PersonPage; onClose: () => void }) {
  const [ideal, setIdeal] = useState(String(page.keep_in_touch?.ideal_days ?? 30))
  const [latest, setLatest] = useState(String(page.keep_in_touch?.latest_days ?? 60))
  const [anybody, setAnybody] = useState(page.keep_in_touch ? page.keep_in_touch.member === null : true)
  const save = usePersonAct(
    page.id,
    () =>
      take(
        api.PUT('/api/v1/people/{id}/keep-in-touch', {
          params: { path: { id: page.id } },
          body: { ideal_days: Number(ideal), latest_days: Number(latest), anybody },
        }),
      ),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['ideal_days', 'latest_days']}
      onSubmit={() => save.mutate(undefined)}
    >
      <KeepFields
        ideal={ideal}
        latest={latest}
        anybody={anybody}
        onIdeal={setIdeal}
        onLatest={setLatest}
        onAnybody={setAnybody}
        error={save.error}
      />
    </Frame>
  )
}
