// In the page: starts one player and writes down what it reports and what it shows.
import { read, rows } from '/frame-stamp.mjs';
import { recipes } from '/recipes.js';

const report = {
  version: '',
  fatal: [],
  cues: [],
  frames: [],
  fired: [],
  phases: [],
  /** Heights of the variants that were shown one after the other, where the player tells. */
  levels: [],
  /** Seconds of the longest stretch that was missing between two that were buffered. */
  hole: 0,
  /** Seconds for which the picture stood still, for each time it did so for over a second. */
  stalls: [],
  played: 0,
  /** Times our helper let the player begin anew; the page is the same. */
  restarts: 0,
  /** Whether it came to the end of the show. */
  ended: false,
  /** Media dates between which nothing was seen because the viewer went back and came again. */
  leftOut: [],
  /** Pictures that the browser presented, and of those that were written down how many it had replaced by then. */
  presented: 0,
  later: 0,
};

/** Pictures by which a callback may be late; further back it may be of another take. */
const MOST_LATER = 6;

/** How long those who are behind are still watched when the playlist has ended. */
const GRACE_MS = 20_000;

/** video.js may put its own element in place; ours keeps it inside. */
const element = () =>
  document.querySelector('video') ?? document.querySelector('vitrine-player').shadowRoot.querySelector('video');
const qOf = (value) => JSON.parse(atob(value.slice(3).replaceAll('-', '+').replaceAll('_', '/'))).q;
const isState = (value) => typeof value === 'string' && value.startsWith('v1.');

const latencies = [];

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
  latency: (seconds) => latencies.push(seconds),
  level: (height) => report.levels.push(height),
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
 * Writes down every presented frame: its number, what the helper says of its media date, the cue it shows, and when that
 * was. Our callback is asked for after the helper's, so it runs after it.
 */
function follow(watch, frameRate) {
  const video = element();
  const look = (_, { mediaTime, presentedFrames }) => {
    const stamp = stampOf(video);
    // A page that has much to do is called when the compositor has gone on: then the picture is a later one than the one
    // that this callback, and the helper, speaks of, whose number follows from how much later.
    const later = stamp?.number == null ? Number.NaN : Math.round((stamp.mediaTime - mediaTime) * frameRate);
    if (later >= 0 && later < MOST_LATER) {
      report.frames.push([stamp.number - later, watch.mediaDate ?? null, watch.cue?.q ?? 0, Date.now()]);
      report.later += later > 0 ? 1 : 0;
    }
    report.presented = presentedFrames;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Back by 12 s after a third of the time, and to the live edge 4 s later. */
async function wander(player, watch, seconds) {
  await pause(seconds * 333);
  const from = watch.mediaDate;
  element().currentTime -= 12;
  await pause(4_000);
  player.goLive();
  await pause(1_000);
  report.leftOut = [from, watch.mediaDate];
}

async function switchLevels(player, seconds) {
  for (;;) {
    await pause(seconds * 1_000);
    player.switchLevel();
  }
}

function longestHole({ buffered }) {
  let longest = 0;
  for (let next = 1; next < buffered.length; next++) {
    longest = Math.max(longest, buffered.start(next) - buffered.end(next - 1));
  }
  return longest;
}

/** Where it stood when it was watched no longer. */
function leftAt(video) {
  const { buffered, currentTime, duration, readyState, paused } = video;
  const last = buffered.length - 1;
  return {
    currentTime,
    duration: Number.isFinite(duration) ? duration : null,
    readyState,
    paused,
    lastBuffered: last < 0 ? [] : [buffered.start(last), buffered.end(last)],
  };
}

/** Answers some seconds after the playlist has said that the show is over. */
async function theEnd(media) {
  for (;;) {
    await pause(1_000);
    const answer = await fetch(media, { cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok && (await answer.text()).includes('#EXT-X-ENDLIST')) {
      await pause(GRACE_MS);
      return;
    }
  }
}

/** Whether the picture moves. A step of two seconds or more is a seek, or a hole that was jumped over. */
async function watchPicture(seconds, media) {
  const end = performance.now() + seconds * 1000;
  let over = false;
  void theEnd(media).then(() => (over = true));
  let last = element().currentTime;
  let moved = performance.now();
  while (performance.now() < end && !over && !element().ended) {
    await pause(200);
    const now = performance.now();
    const step = element().currentTime - last;
    last = element().currentTime;
    report.hole = Math.max(report.hole, longestHole(element()));
    if (step !== 0) {
      if (now - moved > 1_000 && report.played > 0) {
        report.stalls.push(Math.round((now - moved) / 100) / 10);
      }
      moved = now;
      report.played += step > 0 && step < 2 ? step : 0;
    }
  }
  report.still = Math.round(performance.now() - moved) / 1000;
  report.ended = element().ended;
  report.left = leftAt(element());
}

window.watch = async (kind, url, { seconds, seek, switchSeconds, frameRate, media }) => {
  const player = await recipes[kind](url, element(), heard);
  report.version = player.version;
  const cues = await import(new URL('/embed/cues/v1.js', url).href);
  const watch = player.follow(cues, () => undefined);
  if (frameRate) {
    follow(watch, frameRate);
  }
  if (player.restart) {
    cues.stayLive(element(), {
      goLive: player.goLive,
      restart: () => {
        report.restarts++;
        player.restart();
      },
      isOver: player.isOver,
    });
  }
  if (seek) {
    void wander(player, watch, seconds);
  }
  if (switchSeconds) {
    void switchLevels(player, switchSeconds);
  }
  await watchPicture(seconds, media);
  report.left.told = player.told?.();
  watch.stop();
  // Of the last third: a player that joined further behind than it wishes to be has caught up by then.
  const settled = latencies.slice(-Math.ceil(latencies.length / 3)).toSorted((a, b) => a - b);
  const latency = settled[settled.length >> 1] ?? null;
  return { ...report, latency, played: Math.round(report.played * 10) / 10 };
};
