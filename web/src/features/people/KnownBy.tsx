// KnownBy: who of us knows this person and how well, and the rhythm in which we speak.
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { knownByQuery, rhythmQuery } from '@/api'
import { figure, MemberMark, Notice, RhythmStrip, SkeletonRows, Time } from '@/ui'
import { Block } from './parts'
import css from './Person.module.css'

export function KnownBy({ id }: { id: string }) {
  const { t } = useLingui()
  const { data } = useQuery(knownByQuery(id))
  if (!data) return <SkeletonRows rows={2} />
  return (
    <Block title={<Trans>Who of us knows them</Trans>} count={data.items.length}>
      {data.single_thread ? (
        <Notice tone="amber">{data.sentence}</Notice>
      ) : (
        data.items.length === 0 && <p className={css.none}>{data.sentence}</p>
      )}
      <ul>
        {data.items.map((one) => (
          <li key={one.member.id} className={css.knower}>
            <MemberMark name={one.member.name} size={24} />
            <div>
              {one.member.name}
              <div className={css.below}>
                {one.judged && (
                  <>
                    <Trans>judged by a member</Trans>
                    {' · '}
                  </>
                )}
                {one.last_at ? (
                  <Trans>
                    last <Time at={one.last_at} />
                  </Trans>
                ) : (
                  <Trans>never spoke</Trans>
                )}
              </div>
            </div>
            <span className={css.meter} aria-hidden>
              <span style={{ width: `${one.strength}%` }} />
            </span>
            <b>
              <span className="sr">{t`Strength`} </span>
              {figure(Math.round(one.strength))}
            </b>
          </li>
        ))}
      </ul>
      <p className={css.below}>
        <Link to="/relationships/$view" params={{ view: 'introductions' }} search={{ person: id }}>
          <Trans>Ways to them, over people who know them</Trans>
        </Link>
      </p>
      {data.suggested && data.suggested_why && (
        <p className={css.below}>
          <Trans>
            Might take care of them: {data.suggested.name}. {data.suggested_why}
          </Trans>
        </p>
      )}
    </Block>
  )
}

export function Rhythm({ id }: { id: string }) {
  const { t } = useLingui()
  const { data } = useQuery(rhythmQuery(id))
  if (!data) return null
  return (
    <Block title={<Trans>Rhythm</Trans>}>
      <p className={css.evidence}>{data.sentence}</p>
      {data.weeks.some((w) => w.in + w.out + w.both > 0) && (
        <RhythmStrip
          weeks={data.weeks}
          interval={data.interval_days}
          label={t`Heard and told, week by week, the last year`}
        />
      )}
    </Block>
  )
}
