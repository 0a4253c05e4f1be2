// stages: whom a rule of the policy asks before an answer leaves, in words: "a manager", "team Legal", "Jo".
import { useLingui } from '@lingui/react/macro'
import type { ApprovalStage } from '@/api'

export function useAskedWords(): (stage: Pick<ApprovalStage, 'who' | 'name'>) => string {
  const { t } = useLingui()
  const roles: Record<string, string> = {
    owner: t`the owner`,
    admin: t`an admin`,
    manager: t`a manager`,
    agent: t`another agent`,
  }
  return ({ who, name }) =>
    who === 'role'
      ? (roles[name] ?? name)
      : who === 'team'
        ? t`team ${name}`
        : who === 'member'
          ? name
          : t`a second person`
}
