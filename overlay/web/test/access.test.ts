import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Browser, DESKTOP, type Look, onAir, PHONE } from './browser.ts';
import { Fixture } from './fixture-server.ts';

let fixture: Fixture;
const browser = new Browser();

beforeAll(async () => {
  fixture = await Fixture.start();
});
afterEach(() => browser.closeAll());
afterAll(() => fixture.stop());

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any.map((a) => a.message).join()}`),
  );
}

const small: Look = { width: 360, height: 640, touch: true };

describe.each([
  ['desktop, dark', DESKTOP, 'wide', 'en'],
  ['desktop, light', { ...DESKTOP, scheme: 'light' }, 'wide', 'vi'],
  ['phone, stacked', PHONE, 'wide', 'vi'],
  ['phone, sheet, light', { ...PHONE, scheme: 'light' }, 'tall', 'vi'],
  ['small phone', small, 'tall', 'en'],
  ['phone on its side', { width: 844, height: 390, touch: true }, 'wide', 'vi'],
] as const)('%s', (_, look, name, lang) => {
  it('has nothing that axe finds, targets of 44 px, and no sideways scrolling, closed and open', async () => {
    const channel = fixture.channel(name);
    channel.clearCues();
    const until = new Date(channel.edgeDate + 90_000).toISOString();
    channel.cue(
      [
        { t: 'card', sku: 'KL-04' },
        { t: 'pin', sku: 'AT-03' },
        { t: 'offer', sku: 'AT-03', id: 'of1', until },
      ],
      channel.edgeDate - 5_000,
      120,
    );
    const { page } = await browser.page({ ...look, reducedMotion: true });
    await page.goto(`${fixture.origin}/watch/${name}?lang=${lang}`);
    await onAir(page);
    await page.locator('vitrine-card a.cta').waitFor();
    await page.locator('vitrine-player').evaluate((player) => (player as HTMLElement & { pause(): void }).pause());
    expect(await violations(page)).toEqual([]);

    const bag = page.locator('vitrine-player .bag');
    if (await bag.isVisible()) {
      await bag.click();
      expect(await violations(page)).toEqual([]);
    }
    expect(await smallTargets(page)).toEqual([]);
    await page.locator('vitrine-tray .open').first().click();
    await page.locator('vitrine-tray .full').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});

it('reads from right to left, with a time line that does not', async () => {
  const channel = fixture.channel('wide');
  channel.clearCues();
  channel.cue([{ t: 'pin', sku: 'TS-01' }], channel.edgeDate - 5_000, 120);
  const { page } = await browser.page(DESKTOP);
  await page.goto(`${fixture.origin}/watch/wide?lang=ar`);
  await onAir(page);
  const card = page.locator('vitrine-card .card');
  await card.waitFor();
  const tray = await page.locator('vitrine-tray').boundingBox();
  const box = await card.boundingBox();
  expect(tray?.x).toBe(0);
  expect((box?.x ?? 0) > 700).toBe(true);
  const direction = await page.locator('vitrine-controls .line').evaluate((line) => getComputedStyle(line).direction);
  expect(direction).toBe('ltr');
  expect(await violations(page)).toEqual([]);
});

/** Visible things to press that are smaller than 44 × 44 CSS px. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.locator('vitrine-player').evaluate((player) => {
    const roots = [player, ...(player.shadowRoot?.querySelectorAll('*') ?? [])]
      .map((e) => e.shadowRoot)
      .filter((r) => r !== null);
    return roots
      .flatMap((root) => [...root.querySelectorAll<HTMLElement>('button, a[href], select')])
      .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest('[inert]'))
      .map((target) => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ target, box }) => `${target.className || target.localName} ${box.width}×${box.height}`);
  });
}
