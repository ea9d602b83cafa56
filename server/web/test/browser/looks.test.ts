import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startFixtureServer, USER, type FixtureServer } from '../fixture/server.ts';
import { logIn, openBrowser, watchFaults, type Browser } from './browser.ts';

/** Every screen, in both themes and languages, on a desk and on a phone: accessible, inside its frame, big enough. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS: [name: string, hash: string][] = [
  ['channels', '#/channels'],
  ['new channel', '#/channels/+'],
  ['control room', '#/channels/main'],
  ['control room off air', '#/channels/outlet'],
  ['set-up', '#/channels/main/setup'],
  ['products', '#/products'],
  ['product', '#/products/TS-01'],
  ['import', '#/import'],
  ['shows', '#/shows'],
];
const LOOKS = [
  { theme: 'dark', language: 'en', width: 1440, height: 900 },
  { theme: 'light', language: 'vi', width: 1180, height: 800 },
  { theme: 'dark', language: 'vi', width: 390, height: 844 },
  { theme: 'light', language: 'en', width: 320, height: 640 },
];

let browser: Browser;
let server: FixtureServer;
let page: Page;
let faults: string[];

beforeAll(async () => {
  server = await startFixtureServer({ scene: 'live', dist: 'dist' });
  browser = await openBrowser();
  page = await browser.page();
  faults = watchFaults(page);
  await logIn(page, server.origin, USER, PASSWORD);
  // Given to the page by the browser, not by an inline script: the content policy stays in force.
  await page.evaluate(AXE);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  expect(faults).toEqual([]);
});

interface Settings {
  app: { settings: Record<'theme' | 'language', { set(value: string): void }> };
}

async function dress({ theme, language, width, height }: (typeof LOOKS)[number], hash: string): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.locator('vc-app').evaluate(
    (app, look) => {
      const { settings } = (app as unknown as Settings).app;
      settings.theme.set(look.theme);
      settings.language.set(look.language);
      location.hash = look.hash;
    },
    { theme, language, hash },
  );
  await page.locator('h1').waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

describe.each(LOOKS)('$theme, $language, $width × $height', (look) => {
  test.each(SCREENS)('%s has no accessibility fault, fits, and can be pressed', async (_name, hash) => {
    await dress(look, hash);
    expect(await axeFaults()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await smallTargets()).toEqual([]);
  });
});

test('dialogs have no accessibility fault either', async () => {
  await dress({ theme: 'dark', language: 'en', width: 1440, height: 900 }, '#/channels/main');
  await page.getByRole('button', { name: 'End show' }).click();
  expect(await axeFaults()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  expect(await axeFaults()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More for Áo dài lụa Hà Đông' }).click();
  await page.locator('summary').filter({ hasText: 'Input is healthy' }).click();
  expect(await axeFaults()).toEqual([]);
});

test('on a phone previous, undo and next stay under the thumbs, 56 px high', async () => {
  await dress({ theme: 'dark', language: 'en', width: 390, height: 844 }, '#/channels/main');
  const row = page.locator('.zones > .actions');
  for (const name of ['previous', 'undo', 'next']) {
    const box = await row.locator(`.${name}`).boundingBox();
    expect(box?.height, name).toBeGreaterThanOrEqual(56);
    expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(844);
  }
  await page.mouse.wheel(0, 2000);
  await expect.poll(async () => (await row.boundingBox())?.y).toBeGreaterThan(760);
  await row.locator('.next').click();
  await expect.poll(() => page.locator('vc-card-now .card').getAttribute('data-sku')).toBe('TS-02');
});

test('running numbers move nothing', async () => {
  await dress({ theme: 'dark', language: 'en', width: 1440, height: 900 }, '#/channels/main');
  const places = () =>
    page
      .locator('vc-status-bar')
      .evaluate((bar) =>
        [...(bar.shadowRoot?.querySelectorAll('.air > *, details, .meters, .end') ?? [])].map((part) =>
          Math.round(part.getBoundingClientRect().x),
        ),
      );
  server.world.change('main', { viewers: 111 });
  await page.locator('.viewers').filter({ hasText: '111' }).waitFor();
  const before = await places();
  server.world.change('main', { viewers: 888 });
  await page.locator('.viewers').filter({ hasText: '888' }).waitFor();
  expect(await places()).toEqual(before);
});

interface Axe {
  run(
    context: Document,
    options: unknown,
  ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[] }>;
}

async function axeFaults(): Promise<string[]> {
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // Target sizes are measured below: axe counts a field as small while the navigation of a phone lies over its edge.
    return (await axe.run(document, { runOnly: tags, rules: { 'target-size': { enabled: false } } })).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary}`),
  );
}

/** Buttons, links styled as buttons and fields below 44 px; links inside sentences are excepted (SC 2.5.8). */
function smallTargets(): Promise<string[]> {
  return page.evaluate(() => {
    const roots: ShadowRoot[] = [];
    const walk = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot === null || element.localName === 'vitrine-player') continue;
        roots.push(element.shadowRoot);
        walk(element.shadowRoot);
      }
    };
    walk(document);
    return roots
      .flatMap((root) => [
        ...root.querySelectorAll<HTMLElement>(
          'button, .button, summary, select, input:not([type=checkbox], [type=radio])',
        ),
      ])
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.closest('dialog') === null)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 0 && (box.height < 40 || box.width < 32))
      .map(
        ({ element, box }) =>
          `${element.localName}.${element.className} ${Math.round(box.width)}×${Math.round(box.height)}`,
      );
  });
}
