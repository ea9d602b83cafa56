// Plays a live address with other people's players, and with ours, in a real browser and says what each of them saw.
//
//   node players.mjs --hls URL [--seconds 60] [--player NAME]... [--seek] [--switch SECONDS] [--plain]
//                   [--headed]
//
// NAME is hls.js, hls.js-normal (without low latency), shaka, video.js, or vitrine, which is the server's own watch page;
// without one, hls.js, shaka and video.js. One line of JSON a player on standard output:
//   {"player":"hls.js","version":"1.7.4","played":58.9,"stalls":[],"still":0.1,"fatal":[],"cues":[1,2],"shown":[1,2],
//    "latency":1.7,"ended":false,
//    "frames":{"pictures":1700,"date":[0,0.3,0.7],"helper":[0,0,0],"raw":[3,7,5],"behind":[1.6,1.6]},"ok":true}
// played  seconds of media that went by
// stalls  seconds for which the picture stood still, each time it did so for over a second; still: at the very end
// restarts times our helper stayLive let the player load the address anew
// cues    the numbers of the cues that the player's own metadata interface delivered, in order
// shown   the numbers of the cues that held for a presented picture, by our helper or our player
// latency seconds behind the newest media date the playlist told of, where the player can say: the median of the last third
// presented, later  pictures that the browser presented; of those that were looked at, how many it had replaced by then
// ended   whether the player came to the end of the show; nobody is watched for longer than to there, nor for longer than
//         some seconds after the playlist has ended
// leftOut with --seek: the media dates, ms since 1970, between which the viewer was elsewhere
// levels  heights of the variants shown, one after the other, where the player tells
// hole    seconds of the longest stretch that was missing between two that were buffered
// phases  what our own player told of itself
// frames  by the numbers in the pictures (see judge in frame-truth.mjs): how exact our helper for this player
//         (/embed/cues/v1.js) is, and how late the player's own events come
// --seek  goes back by 12 s after a third of the time and to the live edge 4 s later
// --switch takes the next variant every so many seconds; hls.js only
// --plain looks at no picture, which spares the time to read their numbers: no `frames`, no `shown`
// Exit code 1 when a player had a fatal error that it did not come back from, delivered no cue, or neither came to the end of
// the show nor played four fifths of the time to the last, or when its page was loaded anew.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { cueStarts, frameTruth, judge, mediaPlaylist } from './frame-truth.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    hls: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    player: { type: 'string', multiple: true, default: ['hls.js', 'shaka', 'video.js'] },
    seek: { type: 'boolean', default: false },
    switch: { type: 'string', default: '0' },
    plain: { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
  },
});
if (!options.hls) {
  console.error('usage: node players.mjs --hls URL [--seconds N] [--player NAME]... [--seek] [--switch SECONDS] [--plain]');
  process.exit(2);
}
const seconds = Number(options.seconds);

const files = {
  '/hls.js': 'node_modules/hls.js/dist/hls.js',
  '/shaka.js': 'node_modules/shaka-player/dist/shaka-player.compiled.js',
  '/video.js': 'node_modules/video.js/dist/video.js',
  '/page.js': 'players-page.js',
  '/recipes.js': 'recipes.js',
  '/frame-stamp.mjs': 'frame-stamp.mjs',
};
const html = (player) =>
  `<!doctype html><meta charset="utf-8"><title>${player}</title>
<video id="video" class="video-js" muted playsinline width="640" height="360"></video>
<script src="/${player.replace(/\.js.*$/, '')}.js"></script><script type="module" src="/page.js"></script>`;

const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (files[path]) {
    response.setHeader('Content-Type', 'text/javascript');
    response.setHeader('Access-Control-Allow-Origin', '*'); // for our watch page, which is on the server's own origin
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

const browser = await launch(options.headed);

/** Our own player is on a page of the server, whose policy forbids a script from here; everything else is on ours. */
const open = async (player) => {
  // A window of its own: a browser presents no pictures in a tab that is not in front.
  const context = await browser.newContext({ bypassCSP: player === 'vitrine' });
  const page = await context.newPage();
  if (player === 'vitrine') {
    const channel = /\/live\/([^/]+)\//.exec(options.hls)[1];
    await page.goto(new URL(`/watch/${channel}`, options.hls).href);
    await page.locator('vitrine-player[data-phase="onair"]').waitFor({ timeout: 30_000 });
    const module = origin + '/page.js';
    await page.evaluate((url) => import(url), module);
  } else {
    await page.goto(`${origin}/play/${encodeURIComponent(player)}`);
  }
  return page;
};

const media = await mediaPlaylist(options.hls);

const play = async (player) => {
  const page = await open(player);
  const pageErrors = [];
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  const seen = await page.evaluate(([kind, url, wishes]) => window.watch(kind, url, wishes), [
    player,
    options.hls,
    {
      seconds,
      seek: options.seek,
      switchSeconds: Number(options.switch),
      frameRate: options.plain ? 0 : media.frameRate,
      media: media.url.href,
    },
  ]);
  await page.context().close();
  seen.fatal.push(...pageErrors);
  return { player, ...seen };
};

const judged = ({ frames, fired, ...seen }, truth, starts) => {
  const shown = [...new Set(frames.map(([, , q]) => q))].filter((q) => q > 0);
  const ok =
    seen.fatal.length === 0 &&
    (seen.ended || (seen.still < 2 && seen.played >= seconds * 0.8)) &&
    (options.plain || (seen.player === 'vitrine' ? shown : seen.cues).length > 0);
  return options.plain ? { ...seen, ok } : { ...seen, shown, frames: judge({ frames, fired }, truth, starts), ok };
};

let failed = false;
try {
  const seen = await Promise.all(options.player.map(play));
  const truth = options.plain ? undefined : await frameTruth(options.hls);
  const starts = options.plain ? undefined : await cueStarts(options.hls);
  for (const result of seen.map((one) => judged(one, truth, starts))) {
    console.log(JSON.stringify(result));
    failed ||= !result.ok;
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;
