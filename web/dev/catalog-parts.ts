// catalog-parts: a Vite plugin that gives a catalog of words in two parts, so that the inbox does not wait for the words of
// screens that come later. `x.po?part=first` holds what stands in the source outside src/features and in the FIRST ones,
// `x.po?part=rest` all else. The build fails when the first load holds a feature whose words are in the rest.
import { getConfig } from '@lingui/conf'
import {
  createCompiledCatalog,
  getCatalogDependentFiles,
  getCatalogForFile,
  getCatalogs,
} from '@lingui/cli/api'
import path from 'node:path'
import type { Plugin } from 'vite'

const FIRST = ['home', 'inbox']
const PART = /\.po\?part=(first|rest)$/
const isLater = (file: string) => {
  const feature = /(?:^|\/)src\/features\/([^/]+)/.exec(file)?.[1]
  return feature !== undefined && !FIRST.includes(feature)
}

export function catalogParts(): Plugin {
  const config = getConfig()
  return {
    name: 'kith-catalog-parts',
    async transform(_, id) {
      const part = PART.exec(id)?.[1]
      if (!part) return
      const file = path.relative(config.rootDir ?? '.', id.replace(/\?.*/, ''))
      const found = getCatalogForFile(file, await getCatalogs(config))
      if (!found) this.error(`${file} is no catalog of lingui.config`)
      const { locale, catalog } = found
      for (const other of await getCatalogDependentFiles(catalog, locale)) this.addWatchFile(other)
      this.addWatchFile(id.replace(/\?.*/, ''))
      const { messages } = await catalog.getTranslations(locale, {
        fallbackLocales: config.fallbackLocales || {},
        sourceLocale: config.sourceLocale ?? 'en',
      })
      const entries = await catalog.read(locale)
      const later = (key: string) => {
        const origins = entries?.[key]?.origin ?? []
        return origins.length > 0 && origins.every(([source]) => isLater(source ?? ''))
      }
      const wanted = Object.fromEntries(
        Object.entries(messages).filter(([key]) => later(key) === (part === 'rest')),
      )
      const { source, errors } = createCompiledCatalog(locale, wanted, { namespace: 'es' })
      if (errors.length > 0) this.error(`${file}: ${errors.map((e) => e.error.message).join('; ')}`)
      return { code: source, map: null }
    },
    generateBundle(_, bundle) {
      const seen = new Set<string>()
      const follow = (name: string) => {
        const chunk = bundle[name]
        if (seen.has(name) || chunk?.type !== 'chunk') return
        seen.add(name)
        const early = chunk.moduleIds.find(isLater)
        if (early) this.error(`the first load holds ${early}, whose words come later: load it with whole()`)
        chunk.imports.forEach(follow)
      }
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && chunk.isEntry) follow(chunk.fileName)
    },
  }
}

/** The name of a part's file, by which scripts/size.mjs finds it. */
export const chunkName = (chunk: { facadeModuleId: string | null }) => {
  const [, locale, part] = /([a-z]+)\.po\?part=(\w+)$/.exec(chunk.facadeModuleId ?? '') ?? []
  return part ? `assets/words-${part}-${locale}-[hash].js` : 'assets/[name]-[hash].js'
}
