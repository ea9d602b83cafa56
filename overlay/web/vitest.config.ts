import { defineConfig } from 'vitest/config';

/** Units: the DOM-free half. What a person sees is tested in a browser (vitest.browser.config.ts). */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], environment: 'node' } });
