// Gives what we package to Chromium's own Media Source Extensions, with no player between: does it take our CODECS, does it
// take our segments, does it decode them?
//
//   node codecs.mjs URL...          URL: a multivariant playlist of a show that is over
//
// One line of JSON an address on standard output:
//   {"codecs":"av01.0.00M.08,opus","supported":true,"error":"","buffered":3.0,"played":2.9,"frames":90,"videoBytes":1,"audioBytes":1}
// supported  what MediaSource.isTypeSupported says; without it nothing else is tried
// buffered   seconds that Chromium holds after all segments; played: seconds its clock went on from the first of them to the
//            end; frames: pictures it decoded; videoBytes, audioBytes: what its decoders were fed
import { createServer } from 'node:http';
import { launch } from './browser.mjs';

const addresses = process.argv.slice(2);
if (addresses.length === 0) {
  console.error('usage: node codecs.mjs URL...');
  process.exit(2);
}

const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><meta charset="utf-8"><title>codecs</title>');
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

/** In the page. */
const judge = async (address) => {
  const text = async (url) => (await fetch(url)).text();
  const bytes = async (url) => (await fetch(url)).arrayBuffer();
  const lines = (await text(address)).split('\n');
  const stream = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF'));
  const codecs = /CODECS="([^"]*)"/.exec(lines[stream])[1];
  const type = `video/mp4; codecs="${codecs}"`;
  const seen = { codecs, supported: MediaSource.isTypeSupported(type), error: '' };
  if (!seen.supported) return seen;

  const media = new URL(lines[stream + 1], address);
  const playlist = await text(media);
  const init = new URL(/#EXT-X-MAP:URI="([^"]*)"/.exec(playlist)[1], media);
  const segments = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  const video = document.createElement('video');
  video.muted = true;
  video.playbackRate = 2;
  document.body.append(video);
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  const event = (target, name) => new Promise((come) => target.addEventListener(name, come, { once: true }));
  const failed = event(video, 'error').then(() => Promise.reject(new Error(video.error.message)));
  failed.catch(() => undefined);
  try {
    await event(source, 'sourceopen');
    const buffer = source.addSourceBuffer(type);
    for (const url of [init, ...segments.map((segment) => new URL(segment, media))]) {
      const piece = await bytes(url);
      const taken = event(buffer, 'updateend');
      buffer.appendBuffer(piece);
      await Promise.race([taken, failed]);
    }
    source.endOfStream();
    const start = video.buffered.start(0);
    seen.buffered = video.buffered.end(0) - start;
    video.currentTime = start;
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`stands at ${video.currentTime}`)), 15_000));
    const ended = event(video, 'ended');
    await Promise.race([video.play(), failed]);
    await Promise.race([ended, failed, late]);
    seen.played = video.currentTime - start;
  } catch (error) {
    seen.error = String(error);
  }
  seen.frames = video.getVideoPlaybackQuality().totalVideoFrames;
  seen.videoBytes = video.webkitVideoDecodedByteCount;
  seen.audioBytes = video.webkitAudioDecodedByteCount;
  return seen;
};

const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const seen = await Promise.all(addresses.map((address) => page.evaluate(judge, address)));
  seen.forEach((one) => console.log(JSON.stringify(one)));
} finally {
  await browser.close();
  server.close();
}
