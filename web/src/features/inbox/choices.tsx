// choices: the lists from which one picks an owner, a team, a label, a time to sleep; and where they open.
import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { membersQuery, useMe } from '@/api'
import { MemberMark, type PickerOption } from '@/ui'

/** Active members, the reader first, then "nobody". */
export function useOwnerOptions(current: string | null | undefined): PickerOption[] {
  const me = useMe().member
  const { data } = useQuery(membersQuery())
  const { i18n } = useLingui() // again in another language
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
  }, [data, me, current, i18n])
}

export interface SnoozeChoice {
  id: string
  label: string
  until: Date
}

function at(base: Date, days: number, hour: number): Date {
  const d = new Date(base)
  d.setDate(d.getDate() + days)
  d.setHours(hour, 0, 0, 0)
  return d
}

/** Later today, tomorrow morning, next week: what is still ahead of `now`. */
export function snoozeChoices(now: Date): SnoozeChoice[] {
  const later = new Date(now.getTime() + 3 * 3_600_000)
  const monday = (8 - now.getDay()) % 7 || 7
  const all: SnoozeChoice[] = []
  if (later.getDate() === now.getDate() && later.getHours() < 20)
    all.push({ id: 'later', label: t`Later today`, until: later })
  all.push({ id: 'tomorrow', label: t`Tomorrow`, until: at(now, 1, 9) })
  if (monday > 1) all.push({ id: 'week', label: t`Next week`, until: at(now, monday, 9) })
  all.push({ id: 'fortnight', label: t`In two weeks`, until: at(now, 14, 9) })
  return all
}
