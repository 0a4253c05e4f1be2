// FirstRows: the first entries of a file that has no columns of its own: cards, mails, meetings.
import { Trans, useLingui } from '@lingui/react/macro'
import type { ImportSample } from '@/api'
import { Card, Section, Table } from '@/ui'

export function FirstRows({ sample }: { sample: ImportSample }) {
  const { t } = useLingui()
  const heads: Record<string, string> = {
    name: t`Name`,
    email: t`E-mail`,
    phone: t`Phone`,
    organization: t`Organization`,
    date: t`Date`,
    from: t`From`,
    to: t`To`,
    subject: t`Subject`,
    title: t`Title`,
    people: t`With`,
  }
  return (
    <Section title={<Trans>The first of them</Trans>}>
      <Card flush>
        <Table
          label={t`The first of them`}
          rows={sample.rows.map((row, i) => ({ cells: row.cells, i }))}
          rowKey={(row) => String(row.i)}
          columns={sample.columns.map((column, c) => ({
            key: column.name,
            head: heads[column.name] ?? column.name,
            cell: (row: { cells: string[] }) => row.cells[c] ?? '',
          }))}
        />
      </Card>
    </Section>
  )
}
