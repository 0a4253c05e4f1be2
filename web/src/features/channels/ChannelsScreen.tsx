// ChannelsScreen: the channels and how they are: last success, lag, what went wrong in plain words, what to do.
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  channelsQuery,
  listeningQuery,
  networksQuery,
  take,
  useCan,
  type Channel,
  type ListeningRow,
} from '@/api'
import {
  Balance,
  BalanceRatio,
  Button,
  Chip,
  Confirm,
  Dialog,
  DialogFoot,
  Empty,
  ErrorNotice,
  Failed,
  Form,
  IconButton,
  IconChannels,
  IconClock,
  IconKept,
  IconLock,
  IconEdit,
  IconMore,
  IconImport,
  IconPause,
  IconPlay,
  IconPlug,
  IconPlus,
  IconProblem,
  IconRefresh,
  IconTrash,
  longSpan,
  Menu,
  NetworkSign,
  networkTitle,
  Notice,
  Page,
  SkeletonRows,
  Time,
  useNow,
  useToast,
  type Icon,
  type MenuEntry,
  type Tone,
} from '@/ui'
import { AccessForm } from './AccessForm'
import { ConnectForm, NetworkFields } from './ConnectForm'
import { NameForm } from './NameForm'
import css from './Channels.module.css'

const LISTENED = 30 // days

export function ChannelsScreen() {
  const may = useCan('channels')
  const { t } = useLingui()
  const toast = useToast()
  const { data, error, isPending, refetch } = useQuery(channelsQuery())
  const { data: weighed } = useQuery(listeningQuery({ by: 'channel', days: LISTENED }))
  const [connecting, setConnecting] = useState(false)
  const channels = (data?.items ?? []).filter((c) => c.status !== 'removed')
  const add = (
    <Button kind="main" icon={IconPlus} onClick={() => setConnecting(true)}>
      <Trans>Connect a channel</Trans>
    </Button>
  )
  return (
    <Page
      title={<Trans>Channels</Trans>}
      lead={<Trans>Where we listen and speak</Trans>}
      actions={may && channels.length > 0 && add}
    >
      {isPending ? (
        <SkeletonRows rows={4} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : channels.length === 0 ? (
        <Empty icon={IconChannels} title={<Trans>No channel yet</Trans>} action={may && add}>
          <Trans>Connect an account, a site or a feed, and what people say there comes to the inbox.</Trans>
        </Empty>
      ) : (
        <div className={css.list}>
          {channels.map((c) => (
            <ChannelCard
              key={c.id}
              channel={c}
              weighed={weighed?.items.find((r) => r.channel?.id === c.id)}
              may={may}
            />
          ))}
        </div>
      )}
      <Dialog
        title={<Trans>Connect a channel</Trans>}
        opened={connecting}
        onClose={() => setConnecting(false)}
        width={560}
      >
        <ConnectForm
          onCancel={() => setConnecting(false)}
          onDone={(channel) => {
            setConnecting(false)
            toast.show(t`${channel.name} is connected. The first posts are on their way.`)
          }}
        />
      </Dialog>
    </Page>
  )
}

const LOOKS: Record<Channel['health'], { tone: Tone; icon: Icon }> = {
  well: { tone: 'green', icon: IconKept },
  waiting: { tone: 'accent', icon: IconClock },
  troubled: { tone: 'amber', icon: IconProblem },
  stopped: { tone: 'red', icon: IconProblem },
  paused: { tone: 'plain', icon: IconPause },
  archive: { tone: 'plain', icon: IconImport },
}

interface ChannelCardProps {
  channel: Channel
  weighed?: ListeningRow
  may: boolean
}

function ChannelCard({ channel, weighed, may }: ChannelCardProps) {
  const { t } = useLingui()
  const now = useNow()
  const words = {
    well: t`Working`,
    waiting: t`Waiting`,
    troubled: t`In trouble`,
    stopped: t`Stopped`,
    paused: t`Paused`,
    archive: t`Archive`,
  }
  const look = LOOKS[channel.health]
  const bad = channel.health === 'stopped'
  const archive = channel.health === 'archive'
  const [mending, setMending] = useState(false)
  return (
    <section
      className={css.channel}
      data-tone={bad ? 'red' : channel.health === 'troubled' ? 'amber' : undefined}
      aria-label={channel.name}
    >
      <span className={css.sign}>
        <NetworkSign network={channel.network} size={18} silent />
      </span>
      <div>
        <div className={css.name}>
          <h3>{channel.name}</h3>
          <Chip tone={look.tone} icon={look.icon}>
            {words[channel.health]}
          </Chip>
          {channel.demo && <Chip tone="outline">{t`Demo`}</Chip>}
        </div>
        <div className={css.quiet}>
          {[
            channel.network_title === channel.network ? networkTitle(channel.network) : channel.network_title,
            channel.handle,
            channel.address,
          ]
            .filter(Boolean)
            .join(' · ')}
          {!channel.can_reply && (
            <>
              {' '}
              · <Trans>hears only</Trans>
            </>
          )}
        </div>
      </div>
      {may && <ChannelMenu channel={channel} onMend={() => setMending(true)} />}
      {channel.health !== 'well' && channel.health !== 'archive' && (
        <div className={css.trouble}>
          <Notice tone={bad ? 'red' : channel.health === 'troubled' ? 'amber' : 'plain'}>
            {channel.health_text || channel.error_text}
            {bad && may && (
              <div style={{ marginTop: 8 }}>
                <Button size="s" kind="main" icon={IconPlug} onClick={() => setMending(true)}>
                  <Trans>Connect again</Trans>
                </Button>
              </div>
            )}
          </Notice>
        </div>
      )}
      {weighed?.sentence && (
        <div className={css.trouble}>
          <Notice tone="amber">
            {weighed.sentence} <Trans>Ask something, or answer what lies there, before telling more.</Trans>
          </Notice>
        </div>
      )}
      <dl className={css.facts}>
        {!archive && (
          <div>
            <dt>
              <Trans>Last success</Trans>
            </dt>
            <dd>
              {channel.last_success_at ? (
                <Trans>{longSpan(now - Date.parse(channel.last_success_at))} ago</Trans>
              ) : (
                <Trans>none yet</Trans>
              )}
            </dd>
          </div>
        )}
        {(!archive || channel.last_item_at) && (
          <div>
            <dt>
              <Trans>Newest post</Trans>
            </dt>
            <dd>
              {channel.last_item_at ? <Time at={channel.last_item_at} as="exact" /> : <Trans>none yet</Trans>}
            </dd>
          </div>
        )}
        {!archive && (
          <div>
            <dt>
              <Trans>From written to here</Trans>
            </dt>
            <dd>
              {channel.last_item_at ? (
                channel.lag_seconds < 60 ? (
                  <Plural value={channel.lag_seconds} one="# second" other="# seconds" />
                ) : (
                  longSpan(channel.lag_seconds * 1000)
                )
              ) : (
                '–'
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>
            <Trans>Heard and told unprompted, {LISTENED} days</Trans>
          </dt>
          <dd style={{ paddingTop: 6 }}>
            <Balance heard={weighed?.heard ?? 0} told={weighed?.told ?? 0} figures />
            <BalanceRatio heard={weighed?.heard ?? 0} told={weighed?.told ?? 0} />
          </dd>
        </div>
      </dl>
      <Dialog
        title={<Trans>Connect {channel.name} again</Trans>}
        opened={mending}
        onClose={() => setMending(false)}
        width={480}
      >
        <MendForm channel={channel} onClose={() => setMending(false)} />
      </Dialog>
    </section>
  )
}

function ChannelMenu({ channel, onMend }: { channel: Channel; onMend: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const [removing, setRemoving] = useState(false)
  const [naming, setNaming] = useState(false)
  const [sharing, setSharing] = useState(false)
  const path = { params: { path: { id: channel.id } } }
  const after = () =>
    Promise.all(['channels', 'status'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const poll = useMutation({
    mutationFn: () => take(api.POST('/api/v1/channels/{id}/poll', path)),
    onSuccess: async () => {
      await after()
      toast.show(t`Asking ${channel.name} now.`)
    },
    onError: toast.fail,
  })
  const patch = useMutation({
    mutationFn: (status: 'active' | 'paused') =>
      take(api.PATCH('/api/v1/channels/{id}', { ...path, body: { status } })),
    onSuccess: after,
    onError: toast.fail,
  })
  const remove = useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/channels/{id}', path)),
    onSuccess: after,
  })
  // Nothing is asked for an archive: it came from a file.
  const asking: MenuEntry[] = [
    { label: t`Ask now`, icon: IconRefresh, run: () => poll.mutate() },
    channel.status === 'paused'
      ? { label: t`Go on`, icon: IconPlay, run: () => patch.mutate('active') }
      : { label: t`Pause`, icon: IconPause, run: () => patch.mutate('paused') },
    { label: t`Connect again`, icon: IconPlug, run: onMend },
  ]
  const entries: MenuEntry[] = [
    ...(channel.health === 'archive' ? [] : asking),
    { label: t`Name and region`, icon: IconEdit, run: () => setNaming(true) },
    { label: t`Who may see and speak`, icon: IconLock, run: () => setSharing(true) },
    'line',
    { label: t`Remove`, icon: IconTrash, tone: 'red', run: () => setRemoving(true) },
  ]
  return (
    <>
      <Menu
        position="bottom-end"
        entries={entries}
        target={<IconButton icon={IconMore} label={t`More about ${channel.name}`} tip={false} />}
      />
      <Dialog
        title={<Trans>Who may see and speak: {channel.name}</Trans>}
        opened={sharing}
        onClose={() => setSharing(false)}
        width={560}
      >
        {sharing && <AccessForm channel={channel} onClose={() => setSharing(false)} />}
      </Dialog>
      <Dialog
        title={<Trans>Name and region</Trans>}
        opened={naming}
        onClose={() => setNaming(false)}
        width={420}
      >
        <NameForm channel={channel} onClose={() => setNaming(false)} />
      </Dialog>
      <Confirm
        title={<Trans>Remove {channel.name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        danger
        opened={removing}
        onClose={() => setRemoving(false)}
        run={() => remove.mutateAsync()}
      >
        <Trans>Kith stops listening there and forgets its password. What was heard stays.</Trans>
      </Confirm>
    </>
  )
}

function MendForm({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const client = useQueryClient()
  const { data: networks } = useQuery(networksQuery())
  const network = networks?.items.find((n) => n.network === channel.network)
  const [values, setValues] = useState<Record<string, string>>({})
  const mend = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/channels/{id}/reconnect', {
          params: { path: { id: channel.id } },
          body: { fields: Object.fromEntries(Object.entries(values).filter(([, v]) => v.trim())) },
        }),
      ),
    onSuccess: async () => {
      await Promise.all(['channels', 'status'].map((key) => client.invalidateQueries({ queryKey: [key] })))
      onClose()
    },
  })
  return (
    <Form onSubmit={() => mend.mutate()}>
      <p className={css.quiet}>
        <Trans>Fill only what changed; the password is asked again.</Trans>
      </p>
      <NetworkFields
        fields={(network?.fields ?? []).map((f) => ({ ...f, required: false }))}
        values={values}
        onChange={setValues}
        error={mend.error}
      />
      <ErrorNotice error={mend.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="main" type="submit" busy={mend.isPending}>
          <Trans>Connect again</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}
