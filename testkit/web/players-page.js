// In the page: starts one player as its own documentation says, and writes down what it reports.
/* global Hls, shaka, videojs */
const CLASS_ID = 'dev.vitrine.shop.v1';
const video = document.getElementById('video');
const report = { version: '', fatal: [], cues: [], latency: null };
const note = (value) => {
  if (typeof value === 'string' && value.startsWith('v1.') && report.cues.at(-1) !== value && !report.cues.includes(value)) {
    report.cues.push(value);
  }
};

const players = {
  'hls.js': (url) => {
    report.version = Hls.version;
    const hls = new Hls({ lowLatencyMode: true });
    hls.on(Hls.Events.ERROR, (_, data) => data.fatal && report.fatal.push(`${data.type}: ${data.details}`));
    hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
      for (const range of Object.values(details.dateRanges)) {
        if (range?.class === CLASS_ID) {
          note(range.attr['X-DEV-VITRINE-STATE']);
        }
      }
      report.latency = hls.latency;
    });
    hls.attachMedia(video);
    hls.loadSource(url);
    hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
  },

  shaka: async (url) => {
    report.version = shaka.Player.version;
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    await player.attach(video);
    player.addEventListener('error', (event) => {
      if (event.detail.severity === shaka.util.Error.Severity.CRITICAL) {
        report.fatal.push(`${event.detail.category}/${event.detail.code}`);
      }
    });
    const region = (event) => {
      if (event.detail.schemeIdUri === CLASS_ID) {
        for (const value of event.detail.values ?? []) {
          note(value?.data ?? value);
        }
      }
    };
    player.addEventListener('timelineregionadded', region);
    player.addEventListener('timelineregionenter', region);
    for (const type of ['metadata', 'metadataadded']) {
      player.addEventListener(type, (event) => note(event.payload?.data));
    }
    await player.load(url);
    await video.play();
  },

  'video.js': (url) => {
    report.version = videojs.VERSION;
    const player = videojs(video, { liveui: true, html5: { vhs: { overrideNative: true } } });
    player.on('error', () => report.fatal.push(String(player.error()?.message)));
    const tracks = player.textTracks();
    const collect = () => {
      for (let i = 0; i < tracks.length; i++) {
        if (tracks[i].kind === 'metadata') {
          tracks[i].mode = 'hidden';
          for (const cue of Array.from(tracks[i].cues ?? [])) {
            note(cue.value?.data);
          }
        }
      }
    };
    setInterval(collect, 500);
    player.src({ src: url, type: 'application/vnd.apple.mpegurl' });
    player.ready(() => player.play());
  },
};

window.watch = async (kind, url, seconds) => {
  await players[kind](url);
  let played = 0;
  let stalls = 0;
  let still = 0;
  let last = video.currentTime;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end && report.fatal.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    // video.js may put its own element in place.
    const element = document.querySelector('video') ?? video;
    const step = element.currentTime - last;
    last = element.currentTime;
    if (step > 0 && step < 2) {
      played += step;
      still = 0;
    } else if (played > 0 && ++still === 4) {
      stalls++;
    }
  }
  return { ...report, played: Math.round(played * 10) / 10, stalls };
};
