// PersonScreen: one person, whole: who they are, what has grown between us, what was written down, all that happened.
// Wide: history in the middle, the relationship beside it. Narrow: three tabs.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { personQuery, recordsQuery, type PersonPage } from '@/api'
import { useCommands } from '@/keys'
import {
  Button,
  Failed,
  IconBack,
  IconButton,
  IconCall,
  IconDeal,
  IconFact,
  IconMoment,
  IconNote,
  IconPlus,
  IconPromise,
  IconValue,
  Kbd,
  Menu,
  Page,
  SkeletonRows,
  Tabs,
  useMediaQuery,
  type MenuEntry,
} from '@/ui'
import { Belongings, Data, Roles } from './About'
import { Identities } from './Addresses'
import { AddDialog, type Kind } from './AddDialogs'
import { KeepInTouch } from './KeepInTouch'
import { KeepingMenu } from './KeepingMenu'
import { KnownBy, Rhythm } from './KnownBy'
import { LogDialog } from './LogDialog'
import { PersonHead } from './PersonHead'
import { BalanceBlock } from './PersonPanel'
import { Merges } from './Merges'
import { Commitments, Deals, Facts, GainLine, LetDownAgain, Moments, useMayWrite, Values } from './Records'
import { RelationshipCard } from './Relationship'
import { Timeline } from './Timeline'
import css from './Person.module.css'

type Adding = Kind | 'log' | null
type Part = 'relationship' | 'timeline' | 'about'

export function PersonScreen({ id }: { id: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const may = useMayWrite()
  const { data, error, isPending, refetch } = useQuery(personQuery(id))
  const [adding, setAdding] = useState<Adding>(null)
  const add = (what: Adding) => (may && data ? () => setAdding(what) : undefined)
  useCommands({
    'person.log': add('log'),
    'person.moment': add('moment'),
    'person.fact': add('fact'),
    'person.commitment': add('commitment'),
    'person.note': add('note'),
    'list.clear': () => void navigate({ to: '/people' }),
  })
  const entries: MenuEntry[] = [
    { label: t`Moment`, icon: IconMoment, keys: 'm', run: () => setAdding('moment') },
    { label: t`Fact`, icon: IconFact, keys: 'f', run: () => setAdding('fact') },
    { label: t`Promise`, icon: IconPromise, keys: 'c', run: () => setAdding('commitment') },
    { label: t`Note`, icon: IconNote, keys: 'n', run: () => setAdding('note') },
    'line',
    { label: t`Deal, order, referral`, icon: IconDeal, run: () => setAdding('deal') },
    { label: t`What a side gained`, icon: IconValue, run: () => setAdding('value') },
  ]
  return (
    <Page
      title={<Trans>Person</Trans>}
      before={
        <IconButton icon={IconBack} label={t`All people`} onClick={() => void navigate({ to: '/people' })} />
      }
      actions={
        may &&
        data && (
          <>
            <Button kind="main" icon={IconCall} onClick={() => setAdding('log')} after={<Kbd keys="l" />}>
              <Trans>Log</Trans>
            </Button>
            <Menu
              target={
                <Button icon={IconPlus}>
                  <Trans>Add</Trans>
                </Button>
              }
              entries={entries}
              position="bottom-end"
            />
            <KeepingMenu person={data} />
          </>
        )
      }
      width="l"
    >
      {isPending ? (
        <SkeletonRows rows={5} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Whole page={data} may={may} onAdd={setAdding} />
      )}
      {data && adding === 'log' && <LogDialog person={data} onClose={() => setAdding(null)} />}
      {data && adding && adding !== 'log' && (
        <AddDialog kind={adding} person={data} onClose={() => setAdding(null)} />
      )}
    </Page>
  )
}

function Whole({ page, may, onAdd }: { page: PersonPage; may: boolean; onAdd: (kind: Kind) => void }) {
  const { t } = useLingui()
  const narrow = useMediaQuery('(max-width: 980px)', false, { getInitialValueInEffect: false })
  const [part, setPart] = useState<Part>('relationship')
  const { data: records, isError, error, refetch } = useQuery(recordsQuery(page.id))
  const kept = { id: page.id, onAdd: may ? onAdd : undefined }
  const relationship = (
    <>
      <RelationshipCard person={page} />
      <BalanceBlock person={page} />
      <Rhythm id={page.id} />
      <KeepInTouch page={page} acts={may} />
      <KnownBy id={page.id} />
    </>
  )
  const written = isError ? (
    <Failed error={error} onRetry={() => void refetch()} />
  ) : records ? (
    <>
      <Commitments {...kept} records={records} />
      <Facts {...kept} records={records} />
      <Moments {...kept} records={records} />
      <Deals {...kept} records={records} />
      <Values {...kept} records={records} />
    </>
  ) : (
    <SkeletonRows rows={6} face={false} />
  )
  const about = (
    <>
      <Identities list={page.identities} page={may ? page : undefined} />
      <Roles page={page} acts={may} />
      <Belongings page={page} />
      <Data page={page} acts={may} />
      <Merges id={page.id} />
    </>
  )
  const head = (
    <>
      <PersonHead person={page} page={page} />
      {records && <LetDownAgain records={records} />}
      {records && <GainLine line={records.value_line} />}
    </>
  )
  if (narrow)
    return (
      <div className={css.stack}>
        {head}
        <Tabs
          label={t`Parts of the page`}
          value={part}
          onChange={setPart}
          tabs={[
            { value: 'relationship', label: <Trans>Relationship</Trans> },
            { value: 'timeline', label: <Trans>Timeline</Trans> },
            { value: 'about', label: <Trans>Details</Trans> },
          ]}
        />
        {part === 'timeline' ? (
          <Timeline person={page} acts={may} />
        ) : part === 'about' ? (
          <div className={css.blocks}>{about}</div>
        ) : (
          <div className={css.blocks}>
            {relationship}
            {written}
          </div>
        )}
      </div>
    )
  return (
    <div className={css.page}>
      <div className={css.main}>
        {head}
        <Timeline person={page} acts={may} />
      </div>
      <aside className={css.side} aria-label={t`Relationship`}>
        <div className={css.card}>{relationship}</div>
        <div className={css.blocks}>
          {written}
          {about}
        </div>
      </aside>
    </div>
  )
}
