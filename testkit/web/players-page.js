// In the page: starts one player and writes down what it reports and what it shows.
import { read, rows } from '/frame-stamp.mjs';
import { recipes } from '/recipes.js';

const report = {
  version: '',
  fatal: [],
  cues: [],
  latency: null,
  frames: [],
  fired: [],
  phases: [],
  /** Seconds for which the picture stood still, for each time it did so for over a second. */
  stalls: [],
  played: 0,
  /** Times our helper let the player begin anew; the page is the same. */
  restarts: 0,
};

/** video.js may put its own element in place; ours keeps it inside. */
const element = () =>
  document.querySelector('video') ?? document.querySelector('vitrine-player').shadowRoot.querySelector('video');
const qOf = (value) => JSON.parse(atob(value.slice(3).replaceAll('-', '+').replaceAll('_', '/'))).q;
const isState = (value) => typeof value === 'string' && value.startsWith('v1.');

const heard = {
  note: (value) => {
    if (isState(value) && !report.cues.includes(qOf(value))) {
      report.cues.push(qOf(value));
    }
  },
  fire: (value) => {
    if (isState(value)) {
      report.fired.push({ q: qOf(value), frame: stampOf(element())?.number ?? null });
    }
  },
  fatal: (message) => report.fatal.push(message),
  latency: (seconds) => (report.latency = seconds),
  phase: (phase) => phase !== report.phases.at(-1) && report.phases.push(phase),
};

/** Number in the picture that is on screen, and its time; the two belong together. */
function stampOf(video) {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    return undefined;
  }
  const frame = new VideoFrame(video);
  const { displayWidth: width, timestamp } = frame;
  const canvas = new OffscreenCanvas(width, rows(width));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(frame, 0, 0);
  frame.close();
  return { number: read(context.getImageData(0, 0, width, rows(width))), mediaTime: timestamp / 1e6 };
}

/**
 * Writes down every presented frame: its number, what the helper says of its media date, and the cue it shows. Our callback
 * is asked for after the helper's, so it runs after it.
 */
function follow(watch) {
  const video = element();
  const look = (_, { mediaTime }) => {
    const stamp = stampOf(video);
    // When the compositor has gone on meanwhile, the picture is another than the one this callback speaks of.
    if (stamp?.number != null && Math.abs(stamp.mediaTime - mediaTime) < 0.005) {
      report.frames.push([stamp.number, watch.mediaDate ?? null, watch.cue?.q ?? 0]);
    }
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Back by 12 s after a third of the time, and to the live edge 4 s later. */
async function wander(player, seconds) {
  await pause(seconds * 333);
  element().currentTime -= 12;
  await pause(4_000);
  player.goLive();
}

/** Whether the picture moves. A step of two seconds or more is a seek, or a hole that was jumped over. */
async function watchPicture(seconds) {
  const end = performance.now() + seconds * 1000;
  let last = element().currentTime;
  let moved = performance.now();
  while (performance.now() < end) {
    await pause(200);
    const now = performance.now();
    const step = element().currentTime - last;
    last = element().currentTime;
    if (step !== 0) {
      if (now - moved > 1_000 && report.played > 0) {
        report.stalls.push(Math.round((now - moved) / 100) / 10);
      }
      moved = now;
      report.played += step > 0 && step < 2 ? step : 0;
    }
  }
  report.still = Math.round(performance.now() - moved) / 1000;
}

window.watch = async (kind, url, { seconds, seek }) => {
  const player = await recipes[kind](url, element(), heard);
  report.version = player.version;
  const cues = await import(new URL('/embed/cues/v1.js', url).href);
  const watch = player.follow(cues, () => undefined);
  follow(watch);
  if (player.restart) {
    cues.stayLive(element(), {
      goLive: player.goLive,
      restart: () => {
        report.restarts++;
        player.restart();
      },
    });
  }
  if (seek) {
    void wander(player, seconds);
  }
  await watchPicture(seconds);
  watch.stop();
  return { ...report, played: Math.round(report.played * 10) / 10 };
};
