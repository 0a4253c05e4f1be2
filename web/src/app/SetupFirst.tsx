// SetupFirst: in place of everything else for who needs a second factor and has none. Stays until the reader goes on, so
// that the recovery codes are seen.
import { Trans } from '@lingui/react/macro'
import { lazy, Suspense } from 'react'
import { useMe } from '@/api'
import { Button, ConfirmMeProvider, Front, SkeletonRows } from '@/ui'
import { whole } from '@/i18n'
import { useSignOut } from './Shell'

const SecondFactor = lazy(async () => ({
  default: (await whole(import('@/features/settings'))).SecondFactor,
}))

export function SetupFirst({ onDone }: { onDone: () => void }) {
  const me = useMe()
  const signOut = useSignOut()
  return (
    <ConfirmMeProvider>
      <Front
        title={<Trans>One thing first</Trans>}
        lead={<Trans>{me.organisation} wants more than a password of your role. It takes a minute.</Trans>}
        wide
        bare
        foot={
          <Button onClick={() => void signOut()}>
            <Trans>Sign out</Trans>
          </Button>
        }
      >
        <Suspense fallback={<SkeletonRows rows={3} face={false} />}>
          <SecondFactor />
        </Suspense>
        {!me.setup_needed && (
          <p>
            <Button kind="main" size="l" onClick={onDone}>
              <Trans>Go on</Trans>
            </Button>
          </p>
        )}
      </Front>
    </ConfirmMeProvider>
  )
}
