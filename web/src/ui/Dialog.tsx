// Dialog: a question that must be answered before anything else. Focus stays inside and goes back afterwards.
import { Modal } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { Button } from './Button'
import { ErrorNotice } from './states'
import css from './Dialog.module.css'

interface DialogProps {
  title: ReactNode
  opened: boolean
  onClose: () => void
  children: ReactNode
  width?: number
}

export function Dialog({ title, opened, onClose, children, width = 480 }: DialogProps) {
  const { t } = useLingui()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={width}
      // The page itself never scrolls; locking it would need an inline style element.
      lockScroll={false}
      centered
      zIndex={300}
      transitionProps={{ duration: 0 }}
      overlayProps={{ className: css.overlay, backgroundOpacity: undefined }}
      closeButtonProps={{ 'aria-label': t`Close` }}
      classNames={{
        content: css.content,
        header: css.header,
        title: css.title,
        body: css.body,
        overlay: css.overlay,
      }}
    >
      {children}
    </Modal>
  )
}

export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className={css.foot}>{children}</div>
}

export function DialogLead({ children }: { children: ReactNode }) {
  return <p className={css.lead}>{children}</p>
}

interface ConfirmProps {
  title: ReactNode
  children: ReactNode
  verb: ReactNode
  danger?: boolean
  opened: boolean
  onClose: () => void
  run: () => Promise<unknown>
}

/** Asks before something that cannot be undone; stays open with the reason when it is refused. */
export function Confirm({ title, children, verb, danger, opened, onClose, run }: ConfirmProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const go = async () => {
    setBusy(true)
    setError(null)
    try {
      await run()
      onClose()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} opened={opened} onClose={onClose} width={440}>
      <DialogLead>{children}</DialogLead>
      <ErrorNotice error={error} />
      <DialogFoot>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button kind={danger ? 'danger' : 'main'} busy={busy} onClick={() => void go()} data-autofocus>
          {verb}
        </Button>
      </DialogFoot>
    </Dialog>
  )
}
