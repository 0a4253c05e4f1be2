// Codes: recovery codes, shown once, to be copied or printed now.
import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, DialogFoot, DialogLead, IconCopy, IconDownload, IconKept } from '@/ui'
import css from './Settings.module.css'

export function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const text = codes.join('\n')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Without the permission one selects the text by hand.
    }
  }
  return (
    <>
      <DialogLead>
        <Trans>Keep these where you find them without your phone. They are shown only now.</Trans>
      </DialogLead>
      <ol className={css.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <DialogFoot>
        <a
          className={css.save}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="kith-recovery-codes.txt"
        >
          <IconDownload size={16} aria-hidden /> <Trans>Save as a file</Trans>
        </a>
        <Button icon={copied ? IconKept : IconCopy} onClick={() => void copy()}>
          {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
        </Button>
        <Button kind="main" onClick={onClose}>
          <Trans>I have them</Trans>
        </Button>
      </DialogFoot>
    </>
  )
}
