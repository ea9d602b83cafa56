// Plays a live address with other people's players in a real browser and says what each of them saw.
//
//   node players.mjs --hls URL [--seconds 60] [--player hls.js|shaka|video.js]... [--seek] [--normal-latency] [--headed]
//
// One line of JSON a player on standard output:
//   {"player":"hls.js","version":"1.7.4","played":58.9,"stalls":0,"fatal":[],"cues":["v1.…"],"latency":1.7,
//    "frames":{"pictures":1700,"date":[0,0.3,0.7],"helper":[0,0,0],"raw":[3,7,5]},"ok":true}
// played  seconds of media that went by; stalls: times the picture stood still for over a second after it had begun
// cues    the distinct values of X-DEV-VITRINE-STATE that the player's own metadata interface delivered, in order
// latency seconds behind the newest media date the playlist told of, where the player can say
// frames  by the numbers in the pictures (see judge in frame-truth.mjs): how exact our helper for this player
//         (/embed/cues/v1.js) is, and how late the player's own events come
// --seek  goes back by 12 s in the middle and to the live edge 4 s later
// Exit code 1 when a player had a fatal error, did not play four fifths of the time, or delivered no cue.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { cueStarts, frameTruth, judge } from './frame-truth.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    hls: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    player: { type: 'string', multiple: true, default: ['hls.js', 'shaka', 'video.js'] },
    seek: { type: 'boolean', default: false },
    'normal-latency': { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
  },
});
if (!options.hls) {
  console.error('usage: node players.mjs --hls URL [--seconds N] [--player hls.js|shaka|video.js]...');
  process.exit(2);
}
const seconds = Number(options.seconds);

const files = {
  '/hls.js': 'node_modules/hls.js/dist/hls.js',
  '/shaka.js': 'node_modules/shaka-player/dist/shaka-player.compiled.js',
  '/video.js': 'node_modules/video.js/dist/video.js',
  '/page.js': 'players-page.js',
  '/frame-stamp.mjs': 'frame-stamp.mjs',
};
const html = (player) =>
  `<!doctype html><meta charset="utf-8"><title>${player}</title>
<video id="video" class="video-js" muted playsinline width="640" height="360"></video>
<script src="/${player.replace(/\.js$/, '')}.js"></script><script type="module" src="/page.js"></script>`;

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (files[path]) {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(await readFile(join(here, files[path])));
  } else if (path.startsWith('/play/')) {
    response.setHeader('Content-Type', 'text/html');
    response.end(html(decodeURIComponent(path.slice('/play/'.length))));
  } else {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  headless: !options.headed,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
  ],
});

const truth = await frameTruth(options.hls);

const play = async (player) => {
  // A window of its own: a browser presents no pictures in a tab that is not in front.
  const context = await browser.newContext();
  const page = await context.newPage();
  const consoleErrors = [];
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  await page.goto(`${origin}/play/${encodeURIComponent(player)}`);
  const how = { seconds, seek: options.seek, lowLatency: !options['normal-latency'] };
  const { frames, changes, fired, ...seen } = await page.evaluate(
    ([kind, url, wishes]) => window.watch(kind, url, wishes),
    [player, options.hls, how],
  );
  await context.close();
  const judged = judge({ frames, fired }, truth, await cueStarts(options.hls));
  const result = { player, ...seen, changes: changes.length, frames: judged };
  result.fatal.push(...consoleErrors);
  result.ok =
    result.fatal.length === 0 && result.played >= seconds * 0.8 && result.cues.length > 0;
  return result;
};

let failed = false;
try {
  for (const result of await Promise.all(options.player.map(play))) {
    console.log(JSON.stringify(result));
    failed ||= !result.ok;
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;
