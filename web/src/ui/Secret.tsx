// Secret: something to be copied: a token that is shown once, an address.
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from './Button'
import { IconCopy, IconKept } from './icons'
import css from './Secret.module.css'

export function Secret({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Without the permission one selects the text by hand.
    }
  }
  return (
    <div className={css.secret}>
      <code>{text}</code>
      <Button icon={copied ? IconKept : IconCopy} onClick={() => void copy()}>
        {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
      </Button>
    </div>
  )
}
