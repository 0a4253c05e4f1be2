// Outlook: whether they go on talking, of the organisation and of whoever looks, with what it rests on. Strength says
// what has grown; this says what the days so far let expect.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMe, type Relationship, type Tie } from '@/api'
import { Chip, figure } from '@/ui'
import { Block } from './parts'
import css from './Person.module.css'

type Outlook = NonNullable<Tie['outlook']>

const TONES = { likely: 'green', open: 'accent', unlikely: 'amber', over: 'plain' } as const

function Chance({ outlook }: { outlook: Outlook }) {
  if (outlook.word === 'none') return null
  return (
    <Chip tone={TONES[outlook.word]}>
      <Trans>{figure(Math.round(outlook.chance))} of 100</Trans>
    </Chip>
  )
}

/** Where one of us alone talks with them, theirs is that of all: said once. */
const same = (a: Outlook, b: Outlook) => a.word === b.word && Math.round(a.chance) === Math.round(b.chance)

export function OutlookBlock({ relationship }: { relationship: Relationship }) {
  const { t } = useLingui()
  const me = useMe().member
  const ours = relationship.ties[0]?.outlook
  const mine = relationship.ties.find((one) => one.member?.id === me.id)?.outlook
  if (!ours || ours.word === 'none') return null
  return (
    <Block title={<Trans>Outlook</Trans>}>
      <p className={css.outlook}>
        <strong>{ours.say}</strong> <Chance outlook={ours} />
      </p>
      <ul className={css.reasons} aria-label={t`What the outlook rests on`}>
        {ours.reasons.map((one) => (
          <li key={one.say}>{one.say}</li>
        ))}
        {ours.fallen >= 0.1 && (
          <li>
            <Trans>{figure(Math.round(ours.fallen * 100))} % below what is usual between you.</Trans>
          </li>
        )}
      </ul>
      {mine && mine.word !== 'none' && !same(ours, mine) && (
        <p className={css.below}>
          <Trans>With you:</Trans> {mine.say} <Chance outlook={mine} />
        </p>
      )}
    </Block>
  )
}
