import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import ARGUMENTS from '../../../testkit/web/chromium.json' with { type: 'json' };

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme?: 'light' | 'dark';
  readonly touch?: boolean;
  readonly reducedMotion?: boolean;
}

export const DESKTOP: Look = { width: 1440, height: 900 };
export const PHONE: Look = { width: 390, height: 844, touch: true };

/** Debian's Chromium, each time with a profile of its own that is gone afterwards. */
export class Browser {
  private readonly opened: { context: BrowserContext; profile: string }[] = [];

  /** A page that collects what the console and the policy complain about. */
  async page(look: Look): Promise<{ page: Page; complaints: string[] }> {
    const profile = await mkdtemp(join(tmpdir(), 'vitrine-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      args: ARGUMENTS,
      viewport: { width: look.width, height: look.height },
      colorScheme: look.scheme ?? 'dark',
      reducedMotion: look.reducedMotion ? 'reduce' : 'no-preference',
      hasTouch: look.touch ?? false,
    });
    this.opened.push({ context, profile });
    const page = context.pages()[0] ?? (await context.newPage());
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(`${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return { page, complaints };
  }

  async closeAll(): Promise<void> {
    for (const { context, profile } of this.opened.splice(0)) {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    }
  }
}

/** The player's own words about itself. */
export const attribute = (page: Page, name: string): Promise<string | null> =>
  page.locator('vitrine-player').getAttribute(name);

export async function onAir(page: Page): Promise<void> {
  await page.locator('vitrine-player[data-phase="onair"][data-media-date]').waitFor({ timeout: 30_000 });
}
