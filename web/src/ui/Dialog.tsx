// Dialog: a question that must be answered before anything else. Focus stays inside and goes back afterwards; Escape and
// a click beside it close it.
import { FocusTrap, Portal } from '@mantine/core'
import { useFocusReturn } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { Button, IconButton } from './Button'
import { IconClose } from './icons'
import { ErrorNotice } from './states'
import css from './Dialog.module.css'

interface DialogProps {
  title: ReactNode
  opened: boolean
  onClose: () => void
  children: ReactNode
  width?: number
}

export function Dialog(props: DialogProps) {
  return props.opened ? (
    <Portal>
      <Open {...props} />
    </Portal>
  ) : null
}

function Open({ title, onClose, children, width = 480 }: DialogProps) {
  const { t } = useLingui()
  const id = useId()
  useFocusReturn({ opened: true, shouldReturnFocus: true })
  const onKeyDown = (event: KeyboardEvent) => {
    // React passes on what happens in menus and lists opened from here; those have stopped it.
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    onClose()
  }
  return (
    // A click beside the box closes it; by keyboard it is Escape.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={css.veil} onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <FocusTrap>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <div
          className={css.box}
          style={{ '--width': `${width}px` } as CSSProperties}
          role="dialog"
          aria-modal
          aria-labelledby={id}
          onKeyDown={onKeyDown}
        >
          <header className={css.header}>
            <h2 className={css.title} id={id}>
              {title}
            </h2>
            <IconButton icon={IconClose} size="s" label={t`Close`} tip={false} onClick={onClose} />
          </header>
          <div className={css.body}>{children}</div>
        </div>
      </FocusTrap>
    </div>
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
