// MemberMore: what one member may see and speak as, and how they sign in.
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  api,
  memberAccessQuery,
  take,
  useCan,
  useMe,
  type AccessOfChannel,
  type AccessVerdict,
  type Member,
  type MemberSecurity,
} from '@/api'
import {
  Button,
  CheckField,
  Chip,
  DialogFoot,
  DialogLead,
  ErrorNotice,
  Failed,
  Form,
  IconBlocked,
  IconCheck,
  NetworkSign,
  SkeletonRows,
  Table,
  useConfirmed,
  useToast,
} from '@/ui'
import css from './Members.module.css'

/** The state of a member's sign-in in a chip. */
export function SecurityChip({ state }: { state: MemberSecurity | undefined }) {
  const { t } = useLingui()
  if (!state) return null
  const has = [
    state.totp && t`app`,
    state.passkeys > 0 && t`passkey`,
    state.providers > 0 && t`provider`,
  ].filter(Boolean)
  if (state.short_of) return <Chip tone="amber">{t`second factor missing`}</Chip>
  return has.length > 0 ? (
    <Chip tone="green">{has.join(', ')}</Chip>
  ) : (
    <span className={css.quiet}>
      <Trans>password only</Trans>
    </span>
  )
}

export function MemberAccess({ member }: { member: Member }) {
  const { t } = useLingui()
  const { data, error, isPending, refetch } = useQuery(memberAccessQuery(member.id))
  if (isPending) return <SkeletonRows rows={3} face={false} />
  if (error) return <Failed error={error} onRetry={() => void refetch()} />
  return (
    <>
      <DialogLead>
        <Trans>What the channels let this member do, on top of what the role allows.</Trans>
      </DialogLead>
      <Table<AccessOfChannel>
        label={t`Channels`}
        rows={data.items}
        rowKey={(row) => row.channel.id}
        columns={[
          {
            key: 'channel',
            head: t`Channel`,
            cell: (row) => (
              <span className={css.who}>
                <NetworkSign network={row.channel.network} size={16} /> {row.channel.name}
              </span>
            ),
          },
          { key: 'see', head: t`Sees it`, cell: (row) => <Verdict verdict={row.see} /> },
          { key: 'direct', head: t`Private messages`, cell: (row) => <Verdict verdict={row.direct} /> },
          { key: 'send', head: t`Speaks as it`, cell: (row) => <Verdict verdict={row.send} /> },
        ]}
      />
    </>
  )
}

function Verdict({ verdict }: { verdict: AccessVerdict }) {
  const { t } = useLingui()
  const words: Record<AccessVerdict['why'], string> = {
    all: t`as everybody`,
    owner: t`as owner`,
    role: t`by role`,
    team: verdict.team ? t`by team ${verdict.team.name}` : t`by team`,
    member: t`by name`,
    none: t`no`,
  }
  const Sign = verdict.may ? IconCheck : IconBlocked
  return (
    <span className={css.verdict} data-may={verdict.may}>
      <Sign size={14} aria-hidden /> {words[verdict.why]}
    </span>
  )
}

interface ResetProps {
  member: Member
  state: MemberSecurity
  onClose: () => void
}

export function ResetForm({ member, state, onClose }: ResetProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const toast = useToast()
  const confirmed = useConfirmed()
  const [totp, setTotp] = useState(state.totp)
  const [passkeys, setPasskeys] = useState(false)
  const reset = useMutation({
    mutationFn: () =>
      confirmed(() =>
        take(
          api.POST('/api/v1/members/{id}/second-factor/reset', {
            params: { path: { id: member.id } },
            body: { totp, passkeys },
          }),
        ),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['members'] })
      toast.show(t`Done. ${member.name} signs in by password and sets it up again.`)
      onClose()
    },
  })
  return (
    <Form onSubmit={() => reset.mutate()}>
      <DialogLead>
        <Trans>
          For somebody who lost a phone or a key. Be sure that it is them who asks: a call is better than a
          mail. Their sessions end.
        </Trans>
      </DialogLead>
      <CheckField label={t`Authenticator app`} checked={totp} disabled={!state.totp} onChange={setTotp} />
      <CheckField
        label={t`All passkeys`}
        checked={passkeys}
        disabled={state.passkeys === 0}
        onChange={setPasskeys}
      />
      <ErrorNotice error={reset.error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind="danger" type="submit" busy={reset.isPending} disabled={!totp && !passkeys}>
          <Trans>Take off</Trans>
        </Button>
      </DialogFoot>
    </Form>
  )
}

/** Who may reset whom: admins and owners, nobody above them. */
export function useMayReset(): (member: Member, state: MemberSecurity | undefined) => boolean {
  const may = useCan('settings')
  const owner = useCan('owner')
  const me = useMe().member
  return (member, state) =>
    may &&
    member.id !== me.id &&
    (owner || member.role !== 'owner') &&
    Boolean(state && (state.totp || state.passkeys > 0))
}
