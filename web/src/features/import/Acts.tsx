// Acts: counting without storing, and importing: the same for all kinds of files.
import { Trans } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api, take, type Import } from '@/api'
import { Button } from '@/ui'
import css from './Import.module.css'

export function useActs(run: Import, options: Record<string, unknown>) {
  const client = useQueryClient()
  const after = (now: Import) => {
    client.setQueryData(['import', run.id], now)
    void client.invalidateQueries({ queryKey: ['imports'] })
  }
  const request = { params: { path: { id: run.id } }, body: { options } }
  const check = useMutation({
    mutationFn: () => take(api.POST('/api/v1/imports/{id}/check', request)),
    onSuccess: after,
  })
  const go = useMutation({
    mutationFn: () => take(api.POST('/api/v1/imports/{id}/run', request)),
    onSuccess: after,
  })
  return { check, go, error: check.error ?? go.error }
}

interface ActButtonsProps {
  run: Import
  acts: ReturnType<typeof useActs>
  /** What the button of the import says. */
  children: ReactNode
}

export function ActButtons({ run, acts, children }: ActButtonsProps) {
  const checked = run.state === 'checked'
  return (
    <div className={css.acts}>
      <Button
        kind={checked ? 'plain' : 'main'}
        busy={acts.check.isPending}
        onClick={() => acts.check.mutate()}
      >
        {checked ? <Trans>Count again</Trans> : <Trans>Count without storing</Trans>}
      </Button>
      {checked && (
        <Button kind="main" busy={acts.go.isPending} onClick={() => acts.go.mutate()}>
          {children}
        </Button>
      )}
    </div>
  )
}
