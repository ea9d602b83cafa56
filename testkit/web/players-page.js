// In the page: starts one player as its own documentation says, and writes down what it reports and what it shows.
import { read, rows } from '/frame-stamp.mjs';

/* global Hls, shaka, videojs */
const CLASS_ID = 'dev.vitrine.shop.v1';
const report = { version: '', fatal: [], cues: [], latency: null, frames: [], changes: [], fired: [] };
/** video.js may put its own element in place. */
const element = () => document.querySelector('video');
const qOf = (value) => JSON.parse(atob(value.slice(3).replaceAll('-', '+').replaceAll('_', '/'))).q;
const note = (value) => {
  if (typeof value === 'string' && value.startsWith('v1.') && !report.cues.includes(value)) {
    report.cues.push(value);
  }
};
/** The player's own interface says that a range begins: which picture is on screen? */
const fire = (value) => {
  if (typeof value === 'string' && value.startsWith('v1.')) {
    report.fired.push({ q: qOf(value), frame: stampOf(element())?.number ?? null });
  }
};
const watchTrack = (track) => {
  if (track.kind !== 'metadata') {
    return;
  }
  track.mode = 'hidden';
  let active = new Set();
  track.addEventListener('cuechange', () => {
    const now = new Set(Array.from(track.activeCues ?? []).map((cue) => cue.value?.data));
    for (const value of now) {
      if (!active.has(value)) {
        fire(value);
      }
    }
    active = now;
  });
};

const players = {
  'hls.js': (url, { lowLatency }) => {
    report.version = Hls.version;
    const hls = new Hls({ lowLatencyMode: lowLatency });
    hls.on(Hls.Events.ERROR, (_, data) => data.fatal && report.fatal.push(`${data.type}: ${data.details}`));
    hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
      for (const range of Object.values(details.dateRanges)) {
        if (range?.class === CLASS_ID) {
          note(range.attr['X-DEV-VITRINE-STATE']);
        }
      }
      report.latency = hls.latency;
    });
    element().textTracks.addEventListener('addtrack', ({ track }) => watchTrack(track));
    hls.attachMedia(element());
    hls.loadSource(url);
    hls.on(Hls.Events.MANIFEST_PARSED, () => element().play());
    return { follow: (cues, listener) => cues.watchHlsJs(hls, listener), live: () => hls.liveSyncPosition };
  },

  shaka: async (url) => {
    report.version = shaka.Player.version;
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    await player.attach(element());
    player.addEventListener('error', (event) => {
      if (event.detail.severity === shaka.util.Error.Severity.CRITICAL) {
        report.fatal.push(`${event.detail.category}/${event.detail.code}`);
      }
    });
    const region = (heard) => (event) => {
      if (event.detail.schemeIdUri === CLASS_ID) {
        for (const value of event.detail.values ?? []) {
          heard(value?.data ?? value);
        }
      }
    };
    player.addEventListener('timelineregionadded', region(note));
    player.addEventListener('timelineregionenter', region(note));
    player.addEventListener('timelineregionenter', region(fire));
    for (const type of ['metadata', 'metadataadded']) {
      player.addEventListener(type, (event) => note(event.payload?.data));
    }
    await player.load(url);
    await element().play();
    return { follow: (cues, listener) => cues.watchShaka(player, listener), live: () => player.seekRange().end };
  },

  'video.js': async (url) => {
    report.version = videojs.VERSION;
    const player = videojs(element(), { liveui: true, html5: { vhs: { overrideNative: true } } });
    player.on('error', () => report.fatal.push(String(player.error()?.message)));
    const tracks = player.textTracks();
    tracks.addEventListener('addtrack', ({ track }) => watchTrack(track));
    setInterval(() => {
      for (const track of Array.from(tracks).filter(({ kind }) => kind === 'metadata')) {
        for (const cue of Array.from(track.cues ?? [])) {
          note(cue.value?.data);
        }
      }
    }, 500);
    player.src({ src: url, type: 'application/vnd.apple.mpegurl' });
    await new Promise((ready) => player.ready(ready));
    await player.play();
    return {
      follow: (cues, listener) => cues.watchVideoJs(player, listener),
      live: () => player.liveTracker.liveCurrentTime(),
    };
  },
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
 * Follows the cues with our helper and writes down every presented frame: its number, what the helper says of its media
 * date, and, where the helper's answer has just changed, the cue. Our callback is asked for after the helper's, so it
 * runs after it.
 */
function follow(watch, changedTo) {
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

/** Back by 12 s in the middle, and to the live edge 4 s later. */
async function wander(player, seconds) {
  await pause(seconds * 500);
  element().currentTime -= 12;
  await pause(4_000);
  element().currentTime = player.live();
}

window.watch = async (kind, url, { seconds, seek, lowLatency }) => {
  const player = await players[kind](url, { lowLatency });
  const cues = await import(new URL('/embed/cues/v1.js', url).href);
  const watch = player.follow(cues, (state, cue) => report.changes.push(cue?.q ?? 0));
  follow(watch);
  if (seek) {
    void wander(player, seconds);
  }
  let played = 0;
  let stalls = 0;
  let still = 0;
  let last = element().currentTime;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end && report.fatal.length === 0) {
    await pause(250);
    const step = element().currentTime - last;
    last = element().currentTime;
    if (step > 0 && step < 2) {
      played += step;
      still = 0;
    } else if (played > 0 && ++still === 4) {
      stalls++;
    }
  }
  watch.stop();
  return { ...report, played: Math.round(played * 10) / 10, stalls };
};
