import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { PASSWORD, startFixtureServer, USER, type FixtureServer } from '../fixture/server.ts';
import { logIn, openBrowser, type Browser } from './browser.ts';

/** Not a test of anything: pictures of every state to look at, made with `SHOTS=folder npm run test:browser`. */
const folder = process.env['SHOTS'];
const SIZES = { wide: [1440, 900], middle: [1180, 800], phone: [390, 844] } as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test.skipIf(folder === undefined)('pictures', { timeout: 300_000 }, async () => {
  await mkdir(folder ?? '', { recursive: true });
  const only = process.env['ONLY']?.split(',') ?? null;
  const shot = async (name: string, server: FixtureServer, hash: string, act?: (page: Page) => Promise<void>) => {
    if (only !== null && !only.some((part) => name.startsWith(part))) return;
    const page = await browser.page();
    await browser.context.clearCookies();
    const [size, theme, language] = name.split('.').slice(1) as [keyof typeof SIZES, string, string];
    await page.addInitScript(
      ([t, l]) => {
        localStorage.setItem('vitrine.theme', t ?? '');
        localStorage.setItem('vitrine.language', l ?? '');
      },
      [theme, 'en'],
    );
    const [width, height] = SIZES[size];
    await page.setViewportSize({ width, height });
    if (name.startsWith('login')) await page.goto(`${server.origin}/admin/`);
    else await logIn(page, server.origin, USER, PASSWORD, hash);
    await page.waitForTimeout(900);
    if (language === 'vi') {
      await page
        .locator('vc-app')
        .evaluate((app) =>
          (app as unknown as { app: { settings: { language: { set(l: string): void } } } }).app.settings.language.set(
            'vi',
          ),
        );
      await page.waitForTimeout(200);
    }
    if (act) await act(page);
    await page.waitForTimeout(200);
    await page.screenshot({ path: `${folder}/${name}.png` });
    await page.close();
  };
  const scenes = {
    empty: await startFixtureServer({ scene: 'empty', dist: 'dist' }),
    offline: await startFixtureServer({ scene: 'offline', dist: 'dist' }),
    live: await startFixtureServer({ scene: 'live', dist: 'dist' }),
    hold: await startFixtureServer({ scene: 'hold', dist: 'dist' }),
  };
  await shot('login.wide.dark.en', scenes.live, '');
  await shot('room.wide.dark.en', scenes.live, '#/channels/main');
  await shot('room.wide.light.vi', scenes.live, '#/channels/main');
  await shot('room.middle.dark.en', scenes.live, '#/channels/main');
  await shot('room.phone.dark.vi', scenes.live, '#/channels/main');
  await shot('room.phone.light.en', scenes.live, '#/channels/main');
  await shot('hold.wide.dark.en', scenes.hold, '#/channels/main');
  await shot('offline.wide.dark.en', scenes.offline, '#/channels/main');
  await shot('offline.phone.dark.en', scenes.offline, '#/channels/main');
  await shot('empty.wide.dark.en', scenes.empty, '');
  await shot('setup.wide.dark.en', scenes.live, '#/channels/main/setup');
  await shot('setup.phone.light.vi', scenes.live, '#/channels/main/setup');
  const toRules = (page: Page) => page.locator('vc-ingest-rules').scrollIntoViewIfNeeded();
  await shot('rules.wide.dark.en', scenes.live, '#/channels/main/setup', toRules);
  await shot('rules.phone.light.vi', scenes.live, '#/channels/main/setup', toRules);
  await shot('channels.wide.dark.en', scenes.live, '');
  await shot('channels.phone.dark.vi', scenes.hold, '');
  await shot('products.wide.dark.en', scenes.live, '#/products');
  await shot('products.phone.light.vi', scenes.live, '#/products');
  await shot('form.wide.dark.en', scenes.live, '#/products/TS-01');
  await shot('form.phone.dark.vi', scenes.live, '#/products/TS-01');
  await shot('import.wide.dark.en', scenes.live, '#/import');
  await shot('shows.wide.dark.en', scenes.live, '#/shows');
  await shot('shows.phone.light.vi', scenes.live, '#/shows');
  await Promise.all(Object.values(scenes).map((server) => server.close()));
});
