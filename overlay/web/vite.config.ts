import { defineConfig } from 'vite';
import { byteBudget } from './build/byte-budget.ts';
import { pages } from './build/pages.ts';

/**
 * dist/
 *   v1.js            the embed, stable name; served as /embed/v1.js
 *   cues/v1.js       the reader's rule for other people's players, stable name; served as /embed/cues/v1.js
 *   assets/…         what it loads, hashed names; served as /embed/assets/…, cacheable forever
 *   pages/*.html     templates that the server fills in ({{title}} and so on)
 *   pages.css, tokens.css   for pages that the server writes itself
 */
export default defineConfig({
  // Addresses are relative to the module that asks: the embed works from any origin and path.
  base: './',
  publicDir: false,
  plugins: [pages(), byteBudget()],
  build: {
    target: ['chrome111', 'firefox121', 'safari16.4'],
    modulePreload: false,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700, // kB; byteBudget weighs what counts
    rollupOptions: {
      input: { v1: 'src/v1.ts', 'cues/v1': 'src/cues/v1.ts', overlay: 'src/overlay.ts' },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: ({ name }) => (name.endsWith('v1') ? '[name].js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
