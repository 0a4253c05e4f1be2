// choices: from whom one picks an owner.
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { membersQuery, useMe } from '@/api'
import { MemberMark, type PickerOption } from '@/ui'

/** Active members, the reader first, then "nobody". */
export function useOwnerOptions(current: string | null | undefined): PickerOption[] {
  const me = useMe().member
  const { data } = useQuery(membersQuery())
  const { t } = useLingui()
  return useMemo(() => {
    const others = (data?.items ?? []).filter(
      (m) => m.status === 'active' && m.id !== me.id && m.role !== 'viewer',
    )
    return [
      {
        id: me.id,
        label: t`${me.name} (you)`,
        icon: <MemberMark name={me.name} size={20} />,
        checked: current === me.id,
      },
      ...others.map((m) => ({
        id: m.id,
        label: m.name,
        icon: <MemberMark name={m.name} size={20} />,
        hint: m.teams[0]?.name,
        checked: current === m.id,
      })),
      ...(current === null ? [] : [{ id: '', label: t`Nobody`, icon: undefined, checked: false }]),
    ]
  }, [data, me, current, t])
}
