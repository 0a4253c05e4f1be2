// Lost: what one sees when an address leads nowhere, or when a screen breaks. A break takes only its screen with it.
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { SignedOut } from '@/api'
import { Empty, Failed, IconSearch } from '@/ui'

export function Lost({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  // Between sign-out and the sign-in screen there is nobody to show anything to.
  if (error instanceof SignedOut) return null
  return <Failed error={error} onRetry={onRetry} />
}

export function NotFound() {
  return (
    <Empty
      icon={IconSearch}
      title={<Trans>There is nothing at this address</Trans>}
      action={
        <Link to="/">
          <Trans>To the inbox</Trans>
        </Link>
      }
    />
  )
}
