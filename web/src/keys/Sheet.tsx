// Sheet: the table of keys, as it is (the `?` key).
import { useLingui } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import { Dialog, Kbd } from '@/ui'
import { COMMAND_IDS, COMMANDS, SECTIONS, type Section } from './commands'
import css from './Sheet.module.css'

export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { i18n } = useLingui()
  return (
    <Dialog title={<Trans>Keys</Trans>} opened={opened} onClose={onClose} width={720}>
      <div className={css.columns}>
        {(Object.keys(SECTIONS) as Section[]).map((section) => (
          <section key={section} className={css.section}>
            <h3>{i18n._(SECTIONS[section])}</h3>
            <dl>
              {COMMAND_IDS.filter(
                (id) => COMMANDS[id].section === section && COMMANDS[id].keys.length > 0,
              ).map((id) => (
                <div key={id} className={css.line}>
                  <dt>{i18n._(COMMANDS[id].label)}</dt>
                  <dd className={css.keys}>
                    {COMMANDS[id].keys.map((keys) => (
                      <span key={keys}>
                        <Kbd keys={keys} />
                        <span className="sr">{keys.replace('mod', 'Ctrl')}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
