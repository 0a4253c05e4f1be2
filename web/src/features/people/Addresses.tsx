// Addresses: accounts and addresses of a person with their label and source; added, changed and removed where they
// stand.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { api, take, type Identity, type PageLink, type PersonPage } from '@/api'
import {
  CheckField,
  Dialog,
  fieldError,
  IconCall,
  IconEdit,
  IconMail,
  IconPlace,
  IconRefresh,
  IconTrash,
  IconVerified,
  NetworkSign,
  SelectField,
  TextField,
  Time,
  useToast,
} from '@/ui'
import { Frame } from './AddDialogs'
import { usePersonAct } from './change'
import { Block, RowMenu } from './parts'
import { useLabelWords, useSourceWords, wordOf } from './names'
import css from './Person.module.css'

/** The sign of an address: a network's, or what it is. */
function AddressSign({ network }: { network: string }) {
  const { t } = useLingui()
  const own = {
    email: [IconMail, t`E-mail`],
    phone: [IconCall, t`Phone`],
    web: [IconPlace, t`Web page`],
  } as const
  const [Sign, word] = own[network as keyof typeof own] ?? []
  if (!Sign) return <NetworkSign network={network} size={15} />
  return (
    <span>
      <Sign size={15} aria-hidden />
      <span className="sr">{word}</span>
    </span>
  )
}

const hrefOf = (one: Identity): string | null => {
  if (one.network === 'email') return `mailto:${one.handle}`
  if (one.network === 'phone') return `tel:${one.handle}`
  return one.url
}

function IdentityRow({ page, one, acts }: { page?: PersonPage; one: Identity; acts?: boolean }) {
  const sources = useSourceWords()
  const labels = useLabelWords()
  const href = hrefOf(one)
  const name = one.handle || one.name
  return (
    <li className={css.identity}>
      <AddressSign network={one.network} />
      <div>
        {href ? (
          <a
            href={href}
            {...(/^https?:/.test(href) && { target: '_blank', rel: 'noopener noreferrer nofollow' })}
          >
            {name}
          </a>
        ) : (
          <b>{name}</b>
        )}
        {one.verified && (
          <span className={css.verified}>
            <IconVerified size={13} aria-hidden /> <Verified how={one.verified} />
          </span>
        )}
        <div className={css.below}>
          {[one.label && wordOf(labels, one.label), one.source !== 'network' && wordOf(sources, one.source)]
            .filter(Boolean)
            .join(' · ')}
          {one.followers !== null && <Plural value={one.followers} one="# follower" other="# followers" />}
          {one.mine && (
            <>
              {' · '}
              <Trans>only I see it</Trans>
            </>
          )}
        </div>
        {one.bio && <p className={css.bio}>{one.bio}</p>}
        {one.page && <PageSays page={one.page} />}
      </div>
      {acts && page && <IdentityMenu page={page} one={one} />}
    </li>
  )
}

/** What the page of the account says: whom it names as its owner's other pages, and whether they name it too. */
function PageSays({ page }: { page: NonNullable<Identity['page']> }) {
  const ended = page.links.some((link) => link.state === 'lost' || link.state === 'dropped')
  return (
    <div className={css.says}>
      {page.said && (
        <p>
          {page.said} {page.read_at && <Time at={page.read_at} as="day" />}
        </p>
      )}
      {page.links.length > 0 && (
        <ul>
          {page.links.map((link) => (
            <li key={link.url}>
              <LinkSays link={link} />
            </li>
          ))}
        </ul>
      )}
      {ended && (
        <p>
          <Trans>
            What was merged because of it stays until you undo it, under “Merged into this person”.
          </Trans>
        </p>
      )}
    </div>
  )
}

function LinkSays({ link }: { link: PageLink }) {
  const at = link.ended_at ?? link.both_at
  return (
    <>
      <b className={link.state === 'both' ? css.verified : undefined}>
        {link.state === 'both' && <IconVerified size={13} aria-hidden />}
        {link.state === 'both' ? (
          <Trans>Verified</Trans>
        ) : link.state === 'one' ? (
          <Trans>Claimed</Trans>
        ) : (
          <Trans>Withdrawn</Trans>
        )}
      </b>{' '}
      <a href={link.url} target="_blank" rel="noopener noreferrer nofollow">
        {link.url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
      </a>
      <span className={css.below}>
        {link.said}{' '}
        {at ? (
          <Trans>
            Since <Time at={at} as="day" />, seen <Time at={link.looked_at} as="day" />.
          </Trans>
        ) : (
          <Trans>
            Seen <Time at={link.looked_at} as="day" />.
          </Trans>
        )}
      </span>
    </>
  )
}

function Verified({ how }: { how: string }) {
  if (how === 'member') return <Trans>vouched for by us</Trans>
  if (how === 'rel-me') return <Trans>verified: both pages link to each other</Trans>
  return <Trans>their pages link each other</Trans>
}

function IdentityMenu({ page, one }: { page: PersonPage; one: Identity }) {
  const { t } = useLingui()
  const toast = useToast()
  const [editing, setEditing] = useState(false)
  const path = { params: { path: { id: page.id, identity_id: one.id } } }
  const remove = usePersonAct(page.id, () =>
    take(api.DELETE('/api/v1/people/{id}/identities/{identity_id}', path)),
  )
  const vouch = usePersonAct(page.id, (verified: boolean) =>
    take(api.PATCH('/api/v1/people/{id}/identities/{identity_id}', { ...path, body: { verified } })),
  )
  const verify = usePersonAct(
    page.id,
    () => take(api.POST('/api/v1/people/{id}/identities/{identity_id}/read', path)),
    () => toast.say(t`The page is being read. What it says appears here.`),
  )
  const onError = toast.fail
  return (
    <>
      <RowMenu
        of={one.handle || one.name}
        entries={[
          { label: t`Change`, icon: IconEdit, run: () => setEditing(true) },
          ...(one.page
            ? [{ label: t`Verify now`, icon: IconRefresh, run: () => verify.mutate(undefined, { onError }) }]
            : []),
          one.verified === 'member'
            ? {
                label: t`No longer vouch for it`,
                icon: IconVerified,
                run: () => vouch.mutate(false, { onError }),
              }
            : {
                label: t`I vouch that it is theirs`,
                icon: IconVerified,
                run: () => vouch.mutate(true, { onError }),
              },
          'line',
          {
            label: t`Remove`,
            icon: IconTrash,
            tone: 'red',
            run: () => remove.mutate(undefined, { onError }),
          },
        ]}
      />
      {editing && (
        <Dialog title={<Trans>Change the address</Trans>} opened onClose={() => setEditing(false)}>
          <AddressForm page={page} one={one} onClose={() => setEditing(false)} />
        </Dialog>
      )}
    </>
  )
}

const OFFERED = [
  'email',
  'phone',
  'web',
  'mastodon',
  'bluesky',
  'linkedin',
  'instagram',
  'x',
  'facebook',
  'youtube',
]

function AddressForm({ page, one, onClose }: { page: PersonPage; one?: Identity; onClose: () => void }) {
  const { t } = useLingui()
  const names: Record<string, string> = {
    email: t`E-mail`,
    phone: t`Phone`,
    web: t`Web page`,
    x: 'X',
    linkedin: 'LinkedIn',
    youtube: 'YouTube',
  }
  const [network, setNetwork] = useState(one?.network ?? 'email')
  const [address, setAddress] = useState(one?.handle ?? '')
  const [label, setLabel] = useState(one?.label ?? '')
  const [mine, setMine] = useState(false)
  const save = usePersonAct(
    page.id,
    () =>
      one
        ? take(
            api.PATCH('/api/v1/people/{id}/identities/{identity_id}', {
              params: { path: { id: page.id, identity_id: one.id } },
              body: {
                label: label.trim(),
                ...(address.trim() !== one.handle && { address: address.trim() }),
              },
            }),
          )
        : take(
            api.POST('/api/v1/people/{id}/identities', {
              params: { path: { id: page.id } },
              body: { network, address: address.trim(), label: label.trim(), mine },
            }),
          ),
    onClose,
  )
  return (
    <Frame
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      fields={['address', 'label', 'network']}
      onSubmit={() => save.mutate(undefined)}
    >
      {!one && (
        <SelectField
          label={t`Where`}
          value={network}
          onChange={setNetwork}
          error={fieldError(save.error, 'network')}
          choices={OFFERED.map((value) => ({
            value,
            label: names[value] ?? value.charAt(0).toUpperCase() + value.slice(1),
          }))}
        />
      )}
      <TextField
        label={t`Address`}
        value={address}
        onChange={(e) => setAddress(e.currentTarget.value)}
        error={fieldError(save.error, 'address')}
        autoComplete="off"
        data-autofocus
      />
      <TextField
        label={t`Label`}
        placeholder={t`home, work …`}
        value={label}
        onChange={(e) => setLabel(e.currentTarget.value)}
        error={fieldError(save.error, 'label')}
        autoComplete="off"
      />
      {!one && <CheckField label={t`Only I see it`} checked={mine} onChange={setMine} />}
    </Frame>
  )
}

export function Identities({ list, page }: { list: Identity[]; page?: PersonPage }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  return (
    <Block
      title={<Trans>Accounts and addresses</Trans>}
      count={list.length}
      add={page && { label: t`Add an account or address`, run: () => setAdding(true) }}
    >
      <ul>
        {list.map((one) => (
          <IdentityRow key={one.id} page={page} one={one} acts={Boolean(page)} />
        ))}
      </ul>
      {adding && page && (
        <Dialog title={<Trans>Add an account or address</Trans>} opened onClose={() => setAdding(false)}>
          <AddressForm page={page} onClose={() => setAdding(false)} />
        </Dialog>
      )}
    </Block>
  )
}
