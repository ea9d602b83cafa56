// Watches a replay on the server's own page in a real browser, on a phone and on a desktop.
//
//   node replay-page.mjs --page http://127.0.0.1:8080/replay/SHOW [--shots FOLDER]
//
// The show must have pinned at least two products one after the other. On each screen the picture has to move by itself, the
// time line to have a mark for each pin, and for each pin: half a second in front of it what was pinned before is on the card
// (or nothing), the card changes while playing on, and not before the date of the cue. A click on the time line goes there.
// One line of JSON a screen on standard output:
//   {"screen":"phone","played":1.2,"pins":[{"sku":"TS-01","before":null,"lateMs":12}],"marks":2,"hint":"0:04 · A bag",
//    "clicked":0.4,"complaints":[]}
// lateMs  from the date of the cue to that of the frame that was on screen when the card had changed
// hint    what the time line says of that place
// clicked where the picture is after a click at two fifths of the time line
// Exit code 1 when anything of this was otherwise, with what.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';

const PATIENCE = { timeout: 15_000 };
const FRONT_MS = 500;
const LOOK_MS = 20;
const JUMP_MS = 700;
const PLACE = 0.4;
/** In which a viewer who watches again is near the beginning. */
const AGAIN_MS = 2_000;
/** A browser that is short of processor time draws some pictures late. */
const MOST_LATE_MS = 500;
const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const { values: options } = parseArgs({ options: { page: { type: 'string' }, shots: { type: 'string' } } });
if (!options.page) {
  console.error('usage: node replay-page.mjs --page URL [--shots FOLDER]');
  process.exit(2);
}

const pinOf = ({ state }) => state.find(({ t }) => t === 'pin')?.sku ?? null;
const { cues } = await (await fetch(`${options.page}/cues.json`)).json();
const pins = cues
  .map((cue, index) => ({ sku: pinOf(cue), before: index > 0 ? pinOf(cues[index - 1]) : null, at: Date.parse(cue.start) }))
  .filter(({ sku, before }) => sku !== null && sku !== before);
if (pins.length < 2) {
  console.error(`no two pins in ${options.page}/cues.json: ${JSON.stringify(cues)}`);
  process.exit(1);
}

/** In the page: media date of the frame on screen, and the product on the card. */
const look = () => {
  const { shadowRoot, dataset } = document.querySelector('vitrine-player');
  const card = shadowRoot.querySelector('vitrine-card')?.shadowRoot.querySelector('[data-sku]');
  return { date: Date.parse(dataset.mediaDate), sku: card?.dataset.sku ?? null };
};

async function watch(browser, screen) {
  const context = await browser.newContext(SCREENS[screen]);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(options.page);
  const player = page.locator('vitrine-player');
  const shot = async (name) =>
    options.shots && (await page.screenshot({ path: join(options.shots, `replay-${screen}-${name}.png`) }));
  /** Asks from here: the page's policy lets no script in that Playwright would wait with. */
  const until = async (what, holds) => {
    const deadline = Date.now() + PATIENCE.timeout;
    for (;;) {
      const seen = await page.evaluate(look);
      if (holds(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`${screen}: waited for ${what}, saw ${JSON.stringify(seen)}`);
      await setTimeout(LOOK_MS);
    }
  };
  const seekTo = (date) =>
    player.evaluate((element, to) => {
      const video = element.shadowRoot.querySelector('video');
      element.seek(video.currentTime + (to - Date.parse(element.dataset.mediaDate)) / 1000);
    }, date);

  await page.locator('vitrine-player[data-phase="onair"][data-media-date]').waitFor(PATIENCE);
  const { date: began } = await page.evaluate(look);
  const { date: moved } = await until('a moving picture', ({ date }) => date > began + 500);

  const marks = await player.locator('.mark').count();
  const line = await player.locator('.line input[type=range]').boundingBox();
  const place = [line.x + line.width * PLACE, line.y + line.height / 2];
  await page.mouse.move(...place);
  await page.getByRole('button', { name: 'Pause' }).click(PATIENCE);
  await page.mouse.move(...place);
  const hint = await player.locator('.hint').textContent(PATIENCE);
  await shot('line');
  const { date: from } = await page.evaluate(look);
  await page.mouse.click(...place);
  await until('the place that was clicked', ({ date }) => date > from + JUMP_MS);
  const clicked = await player.evaluate((element) => {
    const video = element.shadowRoot.querySelector('video');
    return video.currentTime / video.duration;
  });
  await page.getByRole('button', { name: 'Play' }).first().click(PATIENCE);

  const changes = [];
  for (const { sku, before, at } of pins) {
    await seekTo(at - FRONT_MS);
    const inFront = (seen) => seen.sku === before && seen.date >= at - FRONT_MS - 100 && seen.date < at;
    await until(`${before} in front of ${sku}`, inFront);
    const { date } = await until(`${sku} on the card`, (seen) => seen.sku === sku);
    changes.push({ sku, before, lateMs: date - at });
    await shot(`${changes.length}-${sku}`);
  }

  await page.getByRole('button', { name: 'Watch again' }).click(PATIENCE);
  await until('the beginning, once more', ({ date }) => date < began + AGAIN_MS);
  await context.close();
  return { screen, played: (moved - began) / 1000, pins: changes, marks, hint, clicked, complaints };
}

const browser = await launch();
try {
  for (const seen of await Promise.all(Object.keys(SCREENS).map((screen) => watch(browser, screen)))) {
    console.log(JSON.stringify(seen));
    const late = seen.pins.some(({ lateMs }) => lateMs < -1 || lateMs > MOST_LATE_MS);
    if (late || seen.marks < pins.length || Math.abs(seen.clicked - PLACE) > 0.1 || seen.complaints.length > 0) {
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
}
