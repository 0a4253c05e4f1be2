// me: who is signed in, and what they may. Inside the shell there is always a member.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from './queries'
import type { Me } from './schema.gen'

export type Permission = Me['permissions'][number]

export function useMe(): Me {
  const { data } = useQuery(meQuery())
  const client = useQueryClient()
  const me = data ?? client.getQueryData(meQuery().queryKey)
  // The shell shows its screens only to a member; between sign-out and the next screen the last answer stays.
  if (!me) throw new SignedOut()
  return me
}

export class SignedOut extends Error {}

export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}
