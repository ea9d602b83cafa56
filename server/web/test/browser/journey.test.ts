import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logIn, openBrowser, watchFaults, type Browser } from './browser.ts';
import { openTarget, type Target } from './target.ts';

/**
 * An operator's day, start to end, against whatever server `openTarget` gives: log in, make a channel, fill the
 * catalogue, run a show, clean up. The steps build on each other. A real server needs one channel that is live.
 */
const run = randomBytes(3).toString('hex');
const channel = `journey-${run}`;
const sku = `J-${run}`;
const title = `Đèn thử ${run}`;

let target: Target;
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  target = await openTarget();
  browser = await openBrowser({ ignoreHTTPSErrors: true });
  page = await browser.page();
  faults = watchFaults(page);
});

afterAll(async () => {
  await browser.close();
  await target.close();
});

const to = (hash: string) => page.evaluate((next) => void (location.hash = next), hash);
const streamKey = () => page.getByRole('textbox', { name: 'Stream Key' });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const confirm = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();

describe("an operator's day", () => {
  test('begins with a login that says what is wrong', async () => {
    await page.goto(`${target.origin}/admin/`);
    await page.getByLabel('User', { exact: true }).fill(target.user);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await button('Log in').click();
    await page.getByRole('alert').getByText('User or password is wrong.').waitFor();
    await logIn(page, target.origin, target.user, target.password);
    await page.getByRole('heading', { name: 'Channels' }).waitFor();
  });

  test('makes a channel, whose key is shown once', async () => {
    await page.getByRole('link', { name: 'New channel' }).click();
    await page.getByLabel('Title', { exact: true }).fill('Đêm hội');
    expect(await page.getByLabel('Address').inputValue()).toBe('dem-hoi');
    await page.getByLabel('Address').fill(channel);
    await button('Create channel').click();

    await page.getByRole('heading', { name: 'Set up Đêm hội' }).waitFor();
    const key = await streamKey().inputValue();
    expect(key.length).toBeGreaterThan(8);
    expect(await page.getByLabel('Server', { exact: true }).inputValue()).toMatch(/^rtmp:\/\/(?!HOST).+\/live$/);
    await page.getByText('Waiting for the picture…').waitFor();

    await page.reload();
    await page.getByRole('heading', { name: 'Set up Đêm hội' }).waitFor();
    expect(await streamKey().count()).toBe(0);
  });

  test('replaces the key in two steps that name the consequence', async () => {
    await button('Make a new key').click();
    await page.getByRole('dialog').getByText('The old key stops working at once').waitFor();
    await page.keyboard.press('Escape');
    expect(await streamKey().count()).toBe(0);
    await button('Make a new key').click();
    await confirm('Yes, replace the key');
    await streamKey().waitFor();
  });

  test('sets the capture delay within its bounds', async () => {
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await page.getByLabel('Capture delay').fill('40000');
    await save.click();
    await page.getByText('A whole number from 0 to 30000.').waitFor();
    await page.getByLabel('Capture delay').fill('1200');
    await save.click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await page.getByLabel('Capture delay').waitFor();
    expect(await page.getByLabel('Capture delay').inputValue()).toBe('1200');
  });

  test('says from where may be published, and lets the encoder place cues', async () => {
    const networks = page.getByLabel('May publish from');
    const cues = page.getByLabel('The encoder may place cues');
    expect(await cues.isChecked()).toBe(false);
    await networks.fill('10.0.0.0/8, studio');
    await button('Save for the encoder').click();
    await page.getByText('“studio” is neither an address nor a network.').waitFor();
    await networks.fill('10.0.0.0/8, fd00::/8');
    await cues.check();
    await button('Save for the encoder').click();
    await page.getByText('Saved', { exact: true }).last().waitFor();
    await page.reload();
    await networks.waitFor();
    expect(await networks.inputValue()).toBe('10.0.0.0/8\nfd00::/8');
    expect(await cues.isChecked()).toBe(true);
  });

  test('adds a product with a price as people write it, and a picture', async () => {
    await to('#/products/+');
    await button('Save product').click();
    await page.getByRole('alert').getByText('4 fields need you.').waitFor();
    await page.getByLabel('Title', { exact: true }).fill(title);
    await page.getByLabel('SKU', { exact: true }).fill(sku);
    await page.getByLabel('Currency', { exact: true }).fill('VND');
    await page.getByLabel('Price', { exact: true }).fill('1.290.000');
    await page.getByText(/Reads as .*1,290,000/).waitFor();
    await page.getByLabel('Product page').fill('https://shop.example/p/journey');
    await page.locator('input[type=file]').setInputFiles({ name: 'den.png', mimeType: 'image/png', buffer: png() });
    await button('Save product').click();
    await page.getByText(`${title} is saved.`).waitFor();
    const row = page.getByRole('row').filter({ hasText: sku });
    await expect.poll(() => row.locator('img').getAttribute('src')).toMatch(/^\/images\//);
    await expect.poll(() => row.textContent()).toMatch(/1,290,000/);
  });

  test('edits it', async () => {
    await page.getByRole('link', { name: title }).click();
    await page.getByLabel('Price', { exact: true }).fill('990.000');
    await page.getByLabel('Price before (optional)').fill('1.290.000');
    await page.getByLabel('Stock (optional)').fill('3');
    await button('Save product').click();
    await expect.poll(() => page.getByRole('row').filter({ hasText: sku }).textContent()).toMatch(/990,000.*3 left/s);
  });

  test('imports a file only after having seen what is in it', async () => {
    await to('#/import');
    const file = (text: string) => ({ name: 'catalogue.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const header = 'sku,title,price,currency,link';
    const input = page.locator('input[type=file]');
    await input.setInputFiles(
      file(`${header}\nJ2-${run},Nến ${run},240000,VND,https://shop.example/n\nJ3-${run},,,VND,\n`),
    );
    await page.getByRole('alert').getByText('Nothing was changed.').waitFor();
    await page.getByRole('cell', { name: '3', exact: true }).first().waitFor();
    await input.setInputFiles(file(`${header}\nJ2-${run},Nến ${run},240000,VND,https://shop.example/n\n`));
    await page.getByText('1 new, 0 changed').waitFor();
    await button('Import 1 product').click();
    await page.getByText('1 product imported.').waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: `J2-${run}` })
      .waitFor();
  });

  test('pins by mouse and by key, and takes it back', async () => {
    await to('#/channels');
    const live = page.locator('li', { has: page.locator('vc-state[state=live]') }).first();
    await live.getByRole('link', { name: 'Control room', exact: true }).click();
    const list = page.locator('vc-run-of-show');
    const pinned = page.locator('vc-card-now .card');
    const row = list.locator(`li[data-sku="${sku}"]`);
    const skuAt = (number: number) =>
      list
        .locator('li')
        .nth(number - 1)
        .getAttribute('data-sku');
    await row.waitFor();
    const first = await skuAt(1);
    const second = await skuAt(2);
    const isPinned = (wanted: string | null) => expect.poll(() => pinned.getAttribute('data-sku')).toBe(wanted);

    await row.getByRole('button', { name: /^Pin number/ }).click();
    await isPinned(sku);
    await page.locator('vc-card-now .step.confirmed').waitFor();

    await page.keyboard.press('1');
    await isPinned(first);
    await page.keyboard.press(' ');
    await isPinned(second);
    await page.keyboard.press('Backspace');
    await isPinned(first);
    await page.keyboard.press('u');
    await isPinned(second);
    await page.keyboard.press('Escape');
    await isPinned('');
    await page.keyboard.press('u');
    await isPinned(second);
    await page.locator('vc-card-now .step.confirmed').waitFor();
    await page
      .locator('vc-cue-log li')
      .filter({ hasText: `you pinned ${title}` })
      .waitFor();
  });

  test('pins at the frame in the preview', async () => {
    await button('what I see').click();
    await page.getByText('The frame in the preview').waitFor();
    // A frame before the last change would put this pin before it, and leave what came after as it is.
    await expect
      .poll(async () => {
        const seen = await page.locator('vitrine-player').getAttribute('data-media-date');
        const channel = /channels\/([^/]+)/.exec(page.url())?.[1] ?? '';
        const answer = await page.request.get(new URL(`/api/v1/channels/${channel}`, page.url()).href);
        const { cue } = (await answer.json()) as { cue: { start: string } | null };
        return seen !== null && (cue === null || Date.parse(seen) > Date.parse(cue.start));
      })
      .toBe(true);
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.method() === 'POST' && sent.url().endsWith('/cues')),
      page.keyboard.press('1'),
    ]);
    const { at } = request.postDataJSON() as { at: string };
    expect(Date.parse(at)).not.toBeNaN();
    expect(request.headers()['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    await page.locator('vc-card-now .step.confirmed').waitFor();
    await button('live').click();
  });

  test('runs an offer, puts a product on the table, and clears it in two steps', async () => {
    const card = page.locator('vc-card-now');
    await card.getByRole('button', { name: 'Offer', exact: true }).click();
    await card.getByRole('button', { name: '2 min' }).click();
    await card.getByRole('button', { name: 'Start offer' }).click();
    await card
      .locator('.offer')
      .getByText(/^0?[12]:\d\d$|^01:5\d$|^02:00$/)
      .waitFor();

    const row = page.locator(`vc-run-of-show li[data-sku="${sku}"]`);
    await row.getByRole('button', { name: /^More for/ }).click();
    const toggle = row.getByRole('button', { name: /Put on table|Take off table/ });
    if ((await toggle.textContent())?.includes('Take off') === true) {
      await toggle.click();
      await row.getByRole('button', { name: 'Put on table' }).waitFor();
    }
    await row.getByRole('button', { name: 'Put on table' }).click();
    await row.locator('.on-table').waitFor();

    await card.getByRole('button', { name: 'Clear table' }).click();
    await page
      .getByRole('dialog')
      .getByText(/leaves? the viewers’ table/)
      .waitFor();
    await confirm('Yes, clear');
    await card.getByText('The card is empty').waitFor();
    await card.locator('.step.confirmed').waitFor();
  });

  test('ends with a clean table: product and channel deleted in two steps', async () => {
    for (const gone of [sku, `J2-${run}`]) {
      await to(`#/products/${gone}`);
      await button('Delete product').click();
      await confirm('Yes, delete the product');
      await page.getByRole('heading', { name: 'Products' }).waitFor();
      await expect.poll(() => page.getByRole('row').filter({ hasText: gone }).count()).toBe(0);
    }
    await to(`#/channels/${channel}/setup`);
    await button('Delete channel').click();
    await confirm('Yes, delete the channel');
    await page.getByRole('heading', { name: 'Channels' }).waitFor();
    expect(await page.locator(`[data-channel="${channel}"]`).count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

/** A PNG of 8 × 8 red pixels, written by hand: signature, header, one deflated block, end. */
function png(): Buffer {
  const side = 8;
  const rows = Buffer.concat(
    Array.from({ length: side }, () =>
      Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, Buffer.from([200, 30, 40]))]),
    ),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, check]);
}

/** CRC-32 as PNG wants it (ISO 3309), bit by bit: the picture is small. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
