import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../fixture/refusal.ts';
import { PASSWORD, startFixtureServer, USER, type FixtureServer } from '../fixture/server.ts';
import type { Scene } from '../fixture/world.ts';
import { logIn, openBrowser, watchFaults, type Browser } from './browser.ts';

/** What goes wrong during a show, and what the operator sees of it. */
let browser: Browser;
let server: FixtureServer;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  page = await browser.page();
  faults = watchFaults(page);
});
afterEach(async () => {
  await page.close();
  await browser.context.clearCookies();
  await server.close();
  expect(faults).toEqual([]);
});

async function enter(scene: Scene, hash: string): Promise<void> {
  server = await startFixtureServer({ scene, dist: 'dist' });
  await logIn(page, server.origin, USER, PASSWORD, hash);
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const onCard = () => page.locator('vc-card-now .card').getAttribute('data-sku');
const rowButton = (sku: string) => page.locator(`vc-run-of-show li[data-sku="${sku}"] .pin`);

describe('an order', () => {
  test('that the server refuses is taken back from the screen, with the reason, and can be tried again', async () => {
    await enter('live', '#/channels/main');
    server.levers.cueFaults.push(new Refusal(422, "sku 'GS-10' is not in the catalogue"));
    server.levers.cueDelayMillis = 400;
    await rowButton('GS-10').click();
    await expect.poll(onCard, { timeout: 390 }).toBe('GS-10');
    await page.locator('vc-card-now .step.sending').waitFor();
    await page.getByRole('alert').getByText("sku 'GS-10' is not in the catalogue").waitFor();
    expect(await onCard()).toBe('TS-01');
    server.levers.cueDelayMillis = 0;
    await button('Try again').click();
    await expect.poll(onCard).toBe('GS-10');
    await page.locator('vc-card-now .step.confirmed').waitFor();
    expect(await button('Try again').count()).toBe(0);
  });

  test('whose answer is lost is asked again and happens once', async () => {
    await enter('live', '#/channels/main');
    await rowButton('GS-10').waitFor();
    server.levers.cueFaults.push('cut');
    const before = server.world.cues('main').cues.length;
    await page.keyboard.press('3');
    await page.locator('vc-card-now .step.confirmed').waitFor();
    expect(await onCard()).toBe('GS-10');
    expect(server.world.cues('main').cues.length).toBe(before + 1);
  });

  test('that would fight the pin of a colleague is asked about first', async () => {
    await enter('live', '#/channels/main');
    await rowButton('GS-10').waitFor();
    server.world.cue('main', { do: 'pin', sku: 'MO-03', at: 'live' }, 'Linh');
    await expect.poll(onCard).toBe('MO-03');
    await page.keyboard.press('3');
    await page
      .getByRole('dialog')
      .getByText(/Linh pinned Mật ong hoa cà phê 500 ml \d s ago\. Pin yours anyway\?/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave it' }).click();
    expect(await onCard()).toBe('MO-03');
    server.world.cue('main', { do: 'pin', sku: 'DL-02', at: 'live' }, 'Linh');
    await expect.poll(onCard).toBe('DL-02');
    await page.keyboard.press('3');
    await page.getByRole('dialog').getByRole('button', { name: 'Pin anyway' }).click();
    await expect.poll(onCard).toBe('GS-10');
    await page.locator('vc-cue-log li').filter({ hasText: 'Linh pinned Đèn lồng Hội An' }).waitFor();
  });
});

describe('keys', () => {
  test('rest while somebody types, and can be turned off', async () => {
    await enter('live', '#/channels/main');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('searchbox').pressSequentially('u 2');
    expect(await onCard()).toBe('TS-01');
    expect(await page.getByRole('searchbox').inputValue()).toBe('u 2');
    await page.getByRole('searchbox').fill('');
    await page.locator('h1').click();

    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Pin the next product of the list').waitFor();
    await page.getByLabel('Use single-key shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await page.keyboard.press('?');
    await page.getByLabel('Use single-key shortcuts').check();
    await page.keyboard.press('Escape');
    expect(await onCard()).toBe('TS-01');
    await page.keyboard.press('2');
    await expect.poll(onCard).toBe('TS-02');
  });

  test('Space after a click means next, and on a button reached by Tab means that button', async () => {
    await enter('live', '#/channels/main');
    await rowButton('GS-10').click();
    await expect.poll(onCard).toBe('GS-10');
    await page.keyboard.press(' ');
    await expect.poll(onCard).toBe('TX-07');
    await rowButton('DL-02').focus();
    await page.keyboard.press(' ');
    await expect.poll(onCard).toBe('DL-02');
  });
});

describe('the connection', () => {
  test('that is lost is said, and what was missed is there when it returns', async () => {
    await enter('live', '#/channels/main');
    await rowButton('GS-10').waitFor();
    server.levers.eventsDown = true;
    server.cutEvents();
    await page.getByText('Connection to the server lost.').waitFor();
    server.world.cue('main', { do: 'pin', sku: 'DL-02', at: 'live' }, 'Linh');
    expect(await onCard()).toBe('TS-01');
    server.levers.eventsDown = false;
    await button('Try now').click();
    await page.getByText('Connected again. Everything is up to date.').waitFor();
    await expect.poll(onCard).toBe('DL-02');
  });

  test('whose session ended asks for the login and goes on where it was, with what was typed', async () => {
    await enter('live', '#/products/TS-01');
    await page.getByLabel('Title', { exact: true }).fill('Áo dài lụa mới');
    server.forgetSessions();
    await page.getByText('Your session has ended.').waitFor();
    await page.getByLabel('User', { exact: true }).fill(USER);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button('Log in').click();
    await page.locator('vc-login').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Áo dài lụa mới');
    await button('Save product').click();
    await page.getByText('Áo dài lụa mới is saved.').waitFor();
  });
});

describe('the encoder', () => {
  test('turns the first screen green when its picture arrives', async () => {
    await enter('empty', '');
    await page.getByRole('heading', { name: 'Welcome. Name your first channel.' }).waitFor();
    await page.getByLabel('Title', { exact: true }).fill('Buổi tối');
    await button('Create channel').click();
    await page.getByText('Waiting for the picture…').waitFor();
    server.world.publish('buoi-toi');
    await page.getByText('The picture is here.').waitFor();
    await page.getByText('1280×720 is arriving.').waitFor();
    await page.getByRole('link', { name: 'Open the control room' }).click();
    await page.getByRole('heading', { name: 'No products yet' }).waitFor();
  });

  test('that goes away leaves a show on hold, in which pins go on', async () => {
    await enter('live', '#/channels/main');
    await rowButton('GS-10').waitFor();
    server.world.lose('main');
    await page.getByText('The encoder is away.').waitFor();
    expect(await page.locator('vc-status-bar vc-state').getAttribute('state')).toBe('hold');
    await page.keyboard.press('3');
    await page.locator('vc-card-now .step.confirmed').waitFor();
    expect(await onCard()).toBe('GS-10');
  });

  test('whose settings are poor brings advice in words', async () => {
    await enter('live', '#/channels/main');
    const text =
      'Keyframes come every 10 s. Set the keyframe interval to 2 s in OBS (Settings, Output, Keyframe Interval).';
    server.world.change('main', { advice: [{ level: 'warn', text }] });
    await page.locator('summary').filter({ hasText: '1 hint' }).click();
    await page.getByText(text).waitFor();
  });

  test('is let go when the show ends, in two steps that name it', async () => {
    await enter('live', '#/channels/main');
    await button('End show').click();
    await page.getByRole('dialog').getByRole('heading', { name: 'End “Mây, buổi tối”?' }).waitFor();
    await page.keyboard.press('Enter');
    expect(server.world.channel('main').state).toBe('live');
    await button('End show').click();
    await button('Yes, end the show').click();
    await page.getByText('“Mây, buổi tối” has ended.').waitFor();
    await page.getByRole('heading', { name: 'Point OBS here' }).waitFor();
    await page.getByRole('link', { name: 'Shows' }).click();
    await page.getByRole('link', { name: 'Watch replay Mây, buổi tối' }).waitFor();
  });
});

test('too many failed logins are answered with the time to wait', async () => {
  server = await startFixtureServer({ scene: 'live', dist: 'dist' });
  await page.goto(`${server.origin}/admin/`);
  for (let attempt = 0; attempt < 11; attempt++) {
    await page.getByLabel('User', { exact: true }).fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${attempt}`);
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.keyboard.press('Enter'),
    ]);
    await page.getByRole('alert').locator('p').waitFor();
  }
  await page.getByText(/You can try again in 0[45]:\d\d\./).waitFor();
  expect(await button('Log in').isDisabled()).toBe(true);
});

describe('room on the disk', () => {
  test('is told where it is taken, and what a full disk means', async () => {
    await enter('live', '#/shows');
    await page.getByText('Kept shows take 5.5 GB of 50 GB; 120 GB are free on the disk.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    server.world.storage = { ...server.world.storage, freeBytes: 0, full: true };
    await page.reload();
    await page.getByRole('alert').getByText('is not kept for rewinding and replay').waitFor();
  });

  test('is made by deleting a show, in two steps that name it', async () => {
    await enter('live', '#/shows');
    const past = page.locator('li', { hasText: 'Back to school' });
    await past.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('Delete “Back to school”?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await past.count()).toBe(1);
    await past.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete show' }).click();
    await past.waitFor({ state: 'detached' });
    expect(await page.locator('li', { hasText: 'Trung thu 2026' }).count()).toBe(1);
  });
});
