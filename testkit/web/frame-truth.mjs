// Which number a picture carries at which media date, by decoding a segment: the yardstick that no player is asked about.
import { spawn } from 'node:child_process';
import { read, rows } from './frame-stamp.mjs';

const text = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
};
const bytes = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer());

/** Address of the first variant's media playlist, its text, and what the multivariant playlist says of the variant. */
async function mediaPlaylist(hls) {
  const lines = (await text(hls)).split('\n');
  const at = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF:'));
  const url = new URL(lines[at + 1], hls);
  return { url, playlist: await text(url), variant: lines[at] };
}

/** The last complete segment that has a date of its own. */
function lastSegment(playlist) {
  let map;
  let date;
  let found;
  for (const line of playlist.split('\n')) {
    if (line.startsWith('#EXT-X-MAP:')) map = /URI="([^"]*)"/.exec(line)[1];
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) date = Date.parse(line.slice('#EXT-X-PROGRAM-DATE-TIME:'.length));
    if (line !== '' && !line.startsWith('#')) {
      if (date !== undefined) found = { map, date, uri: line };
      date = undefined;
    }
  }
  if (!found) throw new Error('no segment with a date in the playlist');
  return found;
}

function firstPicture(media, width, height) {
  const ffmpeg = spawn('ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-i', 'pipe:0', '-frames:v', '1'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'],
  ]);
  const out = [];
  ffmpeg.stdout.on('data', (data) => out.push(data));
  ffmpeg.stderr.pipe(process.stderr);
  ffmpeg.stdin.on('error', () => undefined); // It has its picture and reads no further.
  ffmpeg.stdin.end(media);
  return new Promise((resolve, reject) =>
    ffmpeg.on('close', () => {
      const data = Buffer.concat(out);
      if (data.length < 4 * width * rows(width)) {
        reject(new Error('ffmpeg could not decode the segment'));
      } else {
        resolve({ data, width, height });
      }
    }),
  );
}

/** Answers `{frameRate, number, date}`: the picture with that number is shown at that media date, ms since 1970. */
export async function frameTruth(hls) {
  const { url, playlist, variant } = await mediaPlaylist(hls);
  const [, width, height] = /RESOLUTION=(\d+)x(\d+)/.exec(variant);
  const frameRate = Math.round(Number(/FRAME-RATE=([\d.]+)/.exec(variant)[1]));
  const { map, date, uri } = lastSegment(playlist);
  const media = Buffer.concat([await bytes(new URL(map, url)), await bytes(new URL(uri, url))]);
  const number = read(await firstPicture(media, Number(width), Number(height)));
  if (number === null) throw new Error(`no frame number in the first picture of ${uri}`);
  return { frameRate, number, date };
}

/** Start of each cue by its q, ms since 1970, from the media playlist. */
export async function cueStarts(hls) {
  const starts = new Map();
  const { playlist } = await mediaPlaylist(hls);
  for (const line of playlist.split('\n').filter((one) => one.startsWith('#EXT-X-DATERANGE:ID='))) {
    const q = Number(/ID="[^"]*-(\d+)"/.exec(line)[1]);
    starts.set(q, Date.parse(/START-DATE="([^"]*)"/.exec(line)[1]));
  }
  return starts;
}

/**
 * What the pictures say about a player's report (players-page.js):
 * `date`   by how many ms the media date that our helper gave for a picture was off: least, median, most
 * `helper` for each cue, on which presented picture after its own the helper changed: 0 is on its own, negative early
 * `raw`    the same for the player's own events, in pictures of the programme
 */
export function judge({ frames, fired }, truth, starts) {
  const dateOf = (number) => truth.date + ((number - truth.number) * 1000) / truth.frameRate;
  const dueOf = (start) => Math.ceil(truth.number + ((start - 1 - truth.date) * truth.frameRate) / 1000);
  const off = frames.filter(([, date]) => date !== null).map(([number, date]) => date - dateOf(number));
  const helper = [];
  for (let index = 1; index < frames.length; index++) {
    const [number, , q] = frames[index];
    const [before, , qBefore] = frames[index - 1];
    // Only what began while pictures went by one after the other: not what a seek or the first playlist brought.
    if (q !== qBefore && starts.has(q) && number > before && number - before < truth.frameRate) {
      const due = dueOf(starts.get(q));
      const first = frames.findIndex(([one], at) => one >= due && (frames[at - 1]?.[0] ?? Infinity) < due);
      if (first > 0) helper.push(index - first);
    }
  }
  const shown = new Set(frames.map(([number]) => number));
  const raw = fired
    .filter(({ q, frame }) => frame !== null && starts.has(q) && shown.has(dueOf(starts.get(q)) - 2))
    .map(({ q, frame }) => frame - dueOf(starts.get(q)));
  return { pictures: frames.length, date: spread(off), helper, raw };
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) => Math.round(value * 10) / 10);
}
