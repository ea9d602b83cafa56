// Which number a picture carries at which media date, by decoding a segment: the yardstick that no player is asked about.
import { spawn } from 'node:child_process';
import { read, rows } from './frame-stamp.mjs';

const text = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
};
const bytes = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer());

/** Of the first variant: address and text of its media playlist, and what the multivariant playlist says of its pictures. */
export async function mediaPlaylist(hls) {
  const lines = (await text(hls)).split('\n');
  const at = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF:'));
  const url = new URL(lines[at + 1], hls);
  const [, width, height] = /RESOLUTION=(\d+)x(\d+)/.exec(lines[at]).map(Number);
  const frameRate = Math.round(Number(/FRAME-RATE=([\d.]+)/.exec(lines[at])[1]));
  return { url, playlist: await text(url), width, height, frameRate };
}

/** The first complete segment with a date of its own after each discontinuity, and the first of all. */
function takes(playlist) {
  let map;
  let date;
  let gap = false;
  let wanted = true;
  const found = [];
  for (const line of playlist.split('\n')) {
    if (line.startsWith('#EXT-X-MAP:')) map = /URI="([^"]*)"/.exec(line)[1];
    if (line === '#EXT-X-DISCONTINUITY') wanted = true;
    if (line === '#EXT-X-GAP') gap = true;
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) date = Date.parse(line.slice('#EXT-X-PROGRAM-DATE-TIME:'.length));
    if (line !== '' && !line.startsWith('#')) {
      if (wanted && !gap && date !== undefined) {
        found.push({ map, date, uri: line });
        wanted = false;
      }
      date = undefined;
      gap = false;
    }
  }
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

/**
 * Answers `{frameRate, takes: [{number, date}]}`: in each take, which is what an encoder sent without a break, the picture
 * with that number is shown at that media date, ms since 1970. Numbers rise from take to take.
 */
export async function frameTruth(hls) {
  const { url, playlist, width, height, frameRate } = await mediaPlaylist(hls);
  const found = [];
  for (const { map, date, uri } of takes(playlist)) {
    const media = Buffer.concat([await bytes(new URL(map, url)), await bytes(new URL(uri, url))]);
    const number = read(await firstPicture(media, width, height));
    if (number === null) throw new Error(`no frame number in the first picture of ${uri}`);
    found.push({ number, date });
  }
  if (found.length === 0) throw new Error('no segment with a date in the playlist');
  return { frameRate, takes: found };
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
 * `behind` seconds from a picture's date to when it was presented: medians from the fifth second to the tenth, and of the
 *          last five
 */
export function judge({ frames, fired }, { frameRate, takes }, starts) {
  const dateOf = (number) => {
    const take = takes.findLast((one) => one.number <= number) ?? takes[0];
    return take.date + ((number - take.number) * 1000) / frameRate;
  };
  /** Number of the first picture whose date is not before the cue's, but for the rounding of both. */
  const dueOf = (start) => {
    const take = takes.findLast((one) => one.date <= start) ?? takes[0];
    return Math.ceil(take.number + ((start - 1 - take.date) * frameRate) / 1000);
  };
  const off = frames.filter(([, date]) => date !== null).map(([number, date]) => date - dateOf(number));
  /** Whether the picture at this index came right after the one before it: no seek, no outage in between. */
  const follows = (index) => {
    const step = frames[index]?.[0] - frames[index - 1]?.[0];
    return step > 0 && step < frameRate;
  };
  const helper = [];
  for (let index = 1; index < frames.length; index++) {
    const q = frames[index][2];
    // Only what began while pictures went by one after the other: not what a seek, an outage or the first playlist brought.
    if (q === frames[index - 1][2] || !starts.has(q) || !follows(index)) continue;
    const due = dueOf(starts.get(q));
    let first = index;
    while (follows(first) && frames[first - 1][0] >= due) first--;
    while (frames[first][0] < due && follows(first + 1)) first++;
    const known = frames[first][0] >= due && frames[first - 1]?.[0] < due && follows(first);
    if (known) helper.push(index - first);
  }
  const shown = new Set(frames.map(([number]) => number));
  const raw = fired
    .filter(({ q, frame }) => frame !== null && starts.has(q) && shown.has(dueOf(starts.get(q)) - 2))
    .map(({ q, frame }) => frame - dueOf(starts.get(q)));
  const began = frames[0]?.[3];
  const ended = frames.at(-1)?.[3];
  const behind = [
    [began + 5_000, began + 10_000],
    [ended - 5_000, ended],
  ].map(([from, to]) =>
    median(frames.filter(([, , , at]) => at >= from && at < to).map(([number, , , at]) => at - dateOf(number))),
  );
  return {
    pictures: frames.length,
    date: spread(off),
    helper,
    raw,
    behind: behind.map((ms) => Math.round(ms / 10) / 100),
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) => Math.round(value * 10) / 10);
}
