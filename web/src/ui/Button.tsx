// Button: a verb. A busy or disabled button stays reachable by keyboard (aria-disabled), so focus is never lost.
import { forwardRef, type ComponentPropsWithoutRef, type ReactNode } from 'react'
import { IconLoading, type Icon } from './icons'
import { Tip } from './Tip'
import css from './Button.module.css'

type Kind = 'main' | 'plain' | 'quiet' | 'danger' | 'danger-quiet' | 'stopped'
interface Base {
  kind?: Kind
  size?: 's' | 'm' | 'l'
  busy?: boolean
  icon?: Icon
}
export interface ButtonProps extends Base, Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  children: ReactNode
  wide?: boolean
  after?: ReactNode
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  {
    kind = 'plain',
    size = 'm',
    busy,
    icon: Sign,
    wide,
    after,
    children,
    disabled,
    onClick,
    type,
    className,
    ...rest
  },
  ref,
) {
  const off = Boolean(disabled || busy)
  return (
    <button
      ref={ref}
      type={type ?? 'button'}
      className={[css.button, className].filter(Boolean).join(' ')}
      data-kind={kind}
      data-size={size}
      data-wide={wide || undefined}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
      {...rest}
    >
      {busy ? (
        <IconLoading size={15} className={css.spin} aria-hidden />
      ) : (
        Sign && <Sign size={15} aria-hidden />
      )}
      {children}
      {after}
    </button>
  )
})

export interface IconButtonProps extends Base, Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  label: string
  keys?: string
  icon: Icon
  tip?: boolean
}

/** A button that shows only a sign: its label is spoken and shown in a tooltip, with its key. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  {
    label,
    keys,
    icon: Sign,
    kind = 'quiet',
    size = 'm',
    busy,
    tip = true,
    disabled,
    onClick,
    type,
    className,
    ...rest
  },
  ref,
) {
  const off = Boolean(disabled || busy)
  const button = (
    <button
      ref={ref}
      type={type ?? 'button'}
      className={[css.button, css.square, className].filter(Boolean).join(' ')}
      data-kind={kind}
      data-size={size}
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
      {...rest}
    >
      <Sign size={16} aria-hidden className={busy ? css.spin : undefined} />
    </button>
  )
  return tip ? (
    <Tip label={label} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  )
})
