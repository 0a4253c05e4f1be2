// AccountFields: what everybody says who makes an account: name, address, password. Used at first start and by who was
// invited; what else is asked stands between name and address.
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { fieldError } from './Form'
import { PasswordField, TextField } from './Field'

export interface Account {
  name: string
  email: string
  password: string
}

export const NO_ACCOUNT: Account = { name: '', email: '', password: '' }
/** The fields of a refusal that are shown beside their field. */
export const ACCOUNT_FIELDS = ['name', 'email', 'password']

interface AccountFieldsProps {
  value: Account
  onChange: (value: Account) => void
  error: unknown
  /** The address is given by the invitation. */
  email?: string | null
  autoFocus?: boolean
  children?: ReactNode
}

export function AccountFields({ value, onChange, error, email, autoFocus, children }: AccountFieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <TextField
        label={t`Your name`}
        autoComplete="name"
        autoFocus={autoFocus}
        value={value.name}
        onChange={(e) => onChange({ ...value, name: e.currentTarget.value })}
        error={fieldError(error, 'name')}
      />
      {children}
      {email ? (
        <TextField label={t`E-mail`} autoComplete="username" value={email} readOnly />
      ) : (
        <TextField
          label={t`E-mail`}
          type="email"
          autoComplete="username"
          value={value.email}
          onChange={(e) => onChange({ ...value, email: e.currentTarget.value })}
          error={fieldError(error, 'email')}
        />
      )}
      <PasswordField
        label={t`Password`}
        description={t`At least 10 characters; a few words are best.`}
        autoComplete="new-password"
        value={value.password}
        onChange={(e) => onChange({ ...value, password: e.currentTarget.value })}
        error={fieldError(error, 'password')}
      />
    </>
  )
}
