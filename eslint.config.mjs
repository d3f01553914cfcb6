import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { foreignKeys } from './scripts/lint/foreignKeys.mjs';

const GENERATED = [
  'lib',
  'build',
  'dist',
  '.venv',
  '.demo',
  'node_modules',
  'ui-tests/node_modules',
  'jupyterlab_gdrive',
  '**/test-results',
  '**/playwright-report'
];
/** The recommended rules of @jupyter/eslint-plugin, none off, each an error. */
const jupyterRules = Object.fromEntries(
  jupyter.configs.recommended
    .filter(config => !config.files?.some(path => path.endsWith('.json')))
    .flatMap(config => Object.keys(config.rules ?? {}).map(rule => [rule, 'error']))
);

export default tseslint.config(
  { ignores: GENERATED.map(path => (path.startsWith('**') ? path : `${path}/**`)) },
  {
    files: ['{protocol,src,server,emulator,benchmarks,conformance,torture}/**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program for all: each part's own would parse the same libraries again.
        project: './tsconfig.lint.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: { ours: { rules: { 'foreign-keys': foreignKeys } } },
    rules: {
      'ours/foreign-keys': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: true } }
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' }
      ],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe'] }
          ]
        }
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true }
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'preserve-caught-error': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      curly: 'error',
      'no-console': 'error'
    }
  },
  {
    files: ['ui-tests/**/*.ts'],
    extends: [tseslint.configs.strict],
    // A fixture is asked for by being named, used or not.
    rules: { '@typescript-eslint/no-unused-vars': ['error', { args: 'none' }] }
  },
  {
    // No stranger chooses a key there.
    files: ['**/*.spec.{ts,tsx}', '{server,emulator,src}/testing/**'],
    rules: { 'ours/foreign-keys': 'off' }
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx'],
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.*'],
    plugins: { jupyter },
    rules: {
      ...jupyterRules,
      // Lumino binds by the second argument of connect(); jupyter/require-signal-this-arg sees to it.
      '@typescript-eslint/unbound-method': 'off',
      // The panel itself is loaded when its section is opened; what plugins need at once is small.
      'jupyter/prefer-lazy-imports': ['error', { minimumSize: 40_000 }]
    }
  },
  {
    files: ['{emulator,benchmarks,conformance,torture}/**/*.ts', 'server/main.ts'],
    rules: { 'no-console': 'off' }
  },
  prettier
);
