// PersonHead: who this is in one look: face with ring, name, what they are to whom, the clock where they live, their
// languages, what they agreed to.
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useCan, type Person, type PersonPage, type PersonRole } from '@/api'
import {
  Button,
  Chip,
  Dialog,
  formatLocale,
  IconBlocked,
  IconCheck,
  IconClock,
  IconEdit,
  IconLanguage,
  IconLock,
  IconOrganization,
  IconSnooze,
  PersonMark,
  useNow,
  usePersonRoleWords,
  useStageWords,
} from '@/ui'
import { ShareDialog } from './About'
import { localTime, years } from './shape'
import { useConsentWords, wordOf } from './names'
import css from './Person.module.css'

const PersonForm = lazy(async () => ({ default: (await import('./PersonForm')).PersonForm }))

/** The face, the name and the stage; the same beside a conversation and on the page. */
export function PersonHead({ person, page }: { person: Person; page?: PersonPage }) {
  const { t } = useLingui()
  const stages = useStageWords()
  const roles = usePersonRoleWords()
  const may = useCan('work')
  const [editing, setEditing] = useState(false)
  const toUs = page?.roles.filter((r) => !r.organization && r.current) ?? []
  const elsewhere = page?.roles.filter((r) => r.organization) ?? []
  return (
    <div className={css.top} data-wide={page ? true : undefined}>
      <PersonMark name={person.name} stage={person.stage} size={page ? 88 : 72} silent />
      <div className={css.who}>
        <h2>
          {person.name}
          {page?.pronouns && <span className={css.pronouns}>{page.pronouns}</span>}
        </h2>
        {elsewhere.length > 0 && (
          <div className={css.works}>
            {elsewhere.slice(0, 3).map((r) => (
              <RoleAt key={r.id} role={r} />
            ))}
          </div>
        )}
        {(elsewhere.length === 0 || !page) && person.handle !== person.name && (
          <div className={css.handle}>{person.handle}</div>
        )}
        <div className={css.stage}>
          <Chip tone="accent" title={person.stage_reason}>
            {stages[person.stage]}
          </Chip>
          {toUs.length > 0
            ? toUs.map((r) => (
                <Chip key={r.id}>
                  {roles[r.role]}
                  {r.from_day && ` · ${years(r.from_day, r.to_day)}`}
                </Chip>
              ))
            : person.role && <Chip>{roles[person.role]}</Chip>}
          {page && <Mine page={page} />}
          {may && (
            <Button
              kind="quiet"
              size="s"
              icon={IconEdit}
              onClick={() => setEditing(true)}
              title={t`Change name, role and words about ${person.name}`}
            >
              {person.role ? <Trans>Change</Trans> : <Trans>Give a role</Trans>}
            </Button>
          )}
        </div>
        {page && <Small page={page} />}
      </div>
      <Dialog title={<Trans>About this person</Trans>} opened={editing} onClose={() => setEditing(false)}>
        <Suspense>
          <PersonForm person={person} onClose={() => setEditing(false)} />
        </Suspense>
      </Dialog>
    </div>
  )
}

function RoleAt({ role }: { role: PersonRole }) {
  const roles = usePersonRoleWords()
  if (!role.organization) return null
  const when = years(role.from_day, role.to_day)
  return (
    <div data-past={!role.current || undefined}>
      <IconOrganization size={13} aria-hidden />
      <span>
        {role.title || roles[role.role]} ·{' '}
        <Link to="/people/$person" params={{ person: role.organization.id }}>
          {role.organization.name}
        </Link>
        {when && <span className={css.quiet}> · {when}</span>}
      </span>
    </div>
  )
}

function Mine({ page }: { page: PersonPage }) {
  const [sharing, setSharing] = useState(false)
  const may = useCan('work')
  if (!page.mine) return null
  return (
    <>
      <Chip icon={IconLock}>
        <Trans>Only I see them</Trans>
      </Chip>
      {may && (
        <Button kind="quiet" size="s" onClick={() => setSharing(true)}>
          <Trans>Share with the team</Trans>
        </Button>
      )}
      {sharing && <ShareDialog person={page} onClose={() => setSharing(false)} />}
    </>
  )
}

/** Clock, languages, consent: small, in one line. */
function Small({ page }: { page: PersonPage }) {
  const { t, i18n } = useLingui()
  const now = useNow()
  const consent = useConsentWords()
  const locale = formatLocale(i18n.locale)
  const clock = page.time_zone ? localTime(page.time_zone, new Date(now), locale) : undefined
  const names = new Intl.DisplayNames([i18n.locale], { type: 'language' })
  const languages = page.languages.map((tag) => {
    try {
      return names.of(tag) ?? tag
    } catch {
      return tag
    }
  })
  const consents = page.data.find((g) => g.kind === 'consent')?.items ?? []
  if (!clock && languages.length === 0 && consents.length === 0) return null
  const hours = clock ? new Intl.NumberFormat(locale).format(Math.abs(clock.hours)) : ''
  return (
    <ul className={css.small}>
      {clock && (
        <li title={page.time_zone ?? undefined}>
          {clock.night ? <IconSnooze size={13} aria-hidden /> : <IconClock size={13} aria-hidden />}
          <span>
            <Trans>{clock.text} there</Trans>
            {clock.hours !== 0 && (
              <span className={css.quiet}>
                {' '}
                · {clock.hours > 0 ? t`${hours} h ahead of you` : t`${hours} h behind you`}
              </span>
            )}
          </span>
        </li>
      )}
      {languages.length > 0 && (
        <li>
          <IconLanguage size={13} aria-hidden />
          <span>
            <span className="sr">
              <Trans>Languages:</Trans>{' '}
            </span>
            {languages.join(', ')}
          </span>
        </li>
      )}
      {consents.map((one) => (
        <li key={one.id} data-tone={one.value === 'given' ? 'green' : 'red'}>
          {one.value === 'given' ? (
            <IconCheck size={13} aria-hidden />
          ) : (
            <IconBlocked size={13} aria-hidden />
          )}
          <span>
            <Trans>
              Consent to {one.label}: {wordOf(consent, one.value)}
            </Trans>
          </span>
        </li>
      ))}
    </ul>
  )
}
