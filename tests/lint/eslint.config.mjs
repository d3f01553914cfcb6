import tseslint from 'typescript-eslint';
import { foreignKeys } from '../../scripts/lint/foreignKeys.mjs';

export default tseslint.config({
  files: ['**/*.ts'],
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname }
  },
  plugins: { ours: { rules: { 'foreign-keys': foreignKeys } } },
  rules: { 'ours/foreign-keys': 'error' }
});
