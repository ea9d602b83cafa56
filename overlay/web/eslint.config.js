import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import ts from 'typescript-eslint';

export default ts.config({ ignores: ['dist/', '.tmp/', 'node_modules/'] }, js.configs.recommended, {
  files: ['**/*.ts'],
  extends: [ts.configs.recommendedTypeChecked, lit['flat/recommended']],
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/explicit-module-boundary-types': 'error',
    '@typescript-eslint/no-non-null-assertion': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
    eqeqeq: 'error',
  },
});
