// Rules that the folder structure promises: only ui/ knows Mantine, features do not know each other, no bare strings.
import js from '@eslint/js'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const mantine = { group: ['@mantine/*'], message: 'Only src/ui imports Mantine.' }
const features = [
  'audit',
  'auth',
  'channels',
  'home',
  'import',
  'inbox',
  'members',
  'mentions',
  'outbox',
  'people',
  'policy',
  'relationships',
  'search',
  'settings',
  'start',
]

/** Words of a screen stand in <Trans> (or come from t), however deep. */
const words = {
  create: (context) => ({
    JSXText(node) {
      if (!/\p{L}{3,}/u.test(node.value)) return
      for (let at = node.parent; at; at = at.parent)
        if (at.type === 'JSXElement' && ['Trans', 'Plural', 'code'].includes(at.openingElement.name.name))
          return
      context.report({ node, message: 'Words for people go through <Trans>.' })
    },
  }),
}

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.gen.ts', 'test-results'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'scripts/*.mjs', 'public/*.js'] },
      },
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [a11y.flatConfigs.strict],
    plugins: { 'react-hooks': hooks, kith: { rules: { words } } },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-imports': ['error', { patterns: [mantine] }],
      'jsx-a11y/no-autofocus': 'off',
      'kith/words': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'What others wrote is never HTML.',
        },
      ],
    },
  },
  {
    files: ['src/ui/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@/features/*', '@/app/*', '@/keys'],
              message: 'ui knows nothing above it.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/keys/**', 'src/api/**', 'src/i18n/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [mantine, { group: ['@/features/*', '@/app/*'], message: 'This is below the features.' }],
        },
      ],
    },
  },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            mantine,
            {
              group: ['@/app/*', '../../app/*'],
              message: 'The app knows features, not the other way round.',
            },
            {
              group: features
                .filter((other) => other !== name)
                .flatMap((other) => [
                  `@/features/${other}`,
                  `@/features/${other}/*`,
                  `../${other}`,
                  `../${other}/*`,
                ]),
              message: 'Features do not import each other; the app puts them together.',
            },
          ],
        },
      ],
    },
  })),
  {
    files: ['scripts/**', 'e2e/**', 'public/**', 'eslint.config.js', 'dev/**'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
)
