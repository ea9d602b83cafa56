import { defineConfig, type Plugin } from 'vite';
import { startFixtureServer } from './test/fixture/server.ts';

/** `npm run dev`: the console with hot reload, in front of the fixture server that speaks docs/api.md. */
function fixtureBehindDevServer(): Plugin {
  return {
    name: 'vitrine-fixture',
    apply: 'serve',
    async config() {
      if (process.env['VITEST']) return {};
      const target = process.env['VITRINE_URL'] ?? (await startFixtureServer({ scene: 'live' })).origin;
      const paths = ['/api', '/products.json', '/images', '/embed', '/live', '/watch', '/replay', '/overlay'];
      return { server: { proxy: Object.fromEntries(paths.map((path) => [path, { target, changeOrigin: false }])) } };
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [fixtureBehindDevServer()],
  build: {
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0, // the page's policy allows no data: address but pictures
    reportCompressedSize: true,
    sourcemap: false,
  },
});
