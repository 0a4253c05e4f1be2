// Banners: what must be seen on every screen. A stopped channel is red everywhere, and so is a house that cannot store;
// a lost connection, a policy to read and demo data say so, each with the one thing to do.
import { Plural, Trans } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, demoQuery, statusQuery, take, useCan, useMe, type LinkState } from '@/api'
import {
  Confirm,
  IconDemo,
  IconLock,
  IconOffline,
  IconPolicy,
  IconProblem,
  IconToken,
  Time,
  useToast,
} from '@/ui'
import { PauseBars } from './PauseBars'
import css from './Shell.module.css'

export function Banners({ link }: { link: LinkState }) {
  const me = useMe()
  const { data: status } = useQuery(statusQuery())
  const broken = (status?.trouble ?? []).filter(
    (one) => one.health === 'stopped' || one.health === 'troubled',
  )
  return (
    <>
      {link === 'lost' && (
        <div className={css.bar} data-tone="plain" role="status">
          <IconOffline size={16} aria-hidden />
          <span>
            <Trans>
              No connection to Kith. What you see may be old; what you write stays here. Trying again.
            </Trans>
          </span>
        </div>
      )}
      {status?.storing && (
        <div className={css.bar} data-tone="red" role="alert">
          <IconProblem size={16} aria-hidden />
          <span>
            <Trans>
              <strong>Nothing can be stored at the moment.</strong> {status.storing}
            </Trans>
          </span>
        </div>
      )}
      {status && <PauseBars pauses={status.pauses} held={status.outbox_held} />}
      {broken.map(({ channel, health, text }) => (
        <div
          key={channel.id}
          className={css.bar}
          data-tone={health === 'stopped' ? 'red' : 'amber'}
          role={health === 'stopped' ? 'alert' : 'status'}
        >
          <IconProblem size={16} aria-hidden />
          <span>
            {health === 'stopped' ? (
              <Trans>
                <strong>{channel.name}</strong>: {text}
              </Trans>
            ) : (
              <Trans>
                <strong>{channel.name}</strong> has trouble. {text}
              </Trans>
            )}
          </span>
          <Link to="/channels">
            <Trans>Look at it</Trans>
          </Link>
        </div>
      ))}
      {me.policy.needs_acknowledgement && (
        <div className={css.bar} data-tone="amber" role="status">
          <IconPolicy size={16} aria-hidden />
          <span>
            <Trans>
              Version {me.policy.version} of the policy is in force and you have not acknowledged it yet.
            </Trans>
          </span>
          <Link to="/policy">
            <Trans>Read it</Trans>
          </Link>
        </div>
      )}
      {me.second_factor_by && (
        <div className={css.bar} data-tone="amber" role="status">
          <IconLock size={16} aria-hidden />
          <span>
            <Trans>
              Your role needs a second factor. Set one up until <Time at={me.second_factor_by} as="exact" />.
            </Trans>
          </span>
          <Link to="/settings" search={{ tab: 'safety' }}>
            <Trans>Set it up</Trans>
          </Link>
        </div>
      )}
      {me.tokens_ending > 0 && (
        <div className={css.bar} data-tone="plain" role="status">
          <IconToken size={16} aria-hidden />
          <span>
            <Plural
              value={me.tokens_ending}
              one="One of your API tokens ends within two weeks."
              other="# of your API tokens end within two weeks."
            />
          </span>
          <Link to="/members" search={{ tab: 'tokens' }}>
            <Trans>Look at it</Trans>
          </Link>
        </div>
      )}
      {me.demo && <DemoBar />}
    </>
  )
}

function DemoBar() {
  const may = useCan('settings')
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const toast = useToast()
  const navigate = useNavigate()
  const { data: demo } = useQuery({ ...demoQuery(), enabled: asking })
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/demo')),
    onSuccess: async () => {
      // Away from what is no longer there.
      await navigate({ to: '/home' })
      await client.invalidateQueries()
      toast.show(<Trans>The demo data is gone.</Trans>)
    },
  })
  return (
    <div className={css.bar} data-tone="demo" role="note">
      <IconDemo size={15} aria-hidden />
      <span>
        <Trans>
          You are looking at demo data: invented people on an invented network. Nothing leaves this server.
        </Trans>
      </span>
      {may && (
        <button type="button" onClick={() => setAsking(true)}>
          <Trans>Remove demo data</Trans>
        </button>
      )}
      <Confirm
        title={<Trans>Remove the demo data?</Trans>}
        verb={<Trans>Remove demo data</Trans>}
        danger
        opened={asking}
        onClose={() => setAsking(false)}
        run={() => remove.mutateAsync()}
      >
        {demo ? (
          <Trans>
            {demo.conversations} conversations, {demo.posts} posts, {demo.people} people and {demo.members}{' '}
            members will be removed. Your own data stays.
          </Trans>
        ) : (
          <Trans>All invented posts, people and members will be removed. Your own data stays.</Trans>
        )}
      </Confirm>
    </div>
  )
}
