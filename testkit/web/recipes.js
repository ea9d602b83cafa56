// In the page: other people's players, started as docs/players.md says.

/* global Hls, shaka, videojs */
const CLASS_ID = 'dev.vitrine.shop.v1';

/** A text track of metadata: says when a range begins. */
function watchTrack(track, heard) {
  if (track.kind !== 'metadata') {
    return;
  }
  track.mode = 'hidden';
  let active = new Set();
  track.addEventListener('cuechange', () => {
    const now = new Set(Array.from(track.activeCues ?? []).map((cue) => cue.value?.data));
    for (const value of now) {
      if (!active.has(value)) {
        heard.fire(value);
      }
    }
    active = now;
  });
}

/** hls.js takes a refused connection (status 0) for a forbidden origin and gives up at once: docs/players.md. */
const again = {
  maxNumRetry: 30,
  retryDelayMs: 500,
  maxRetryDelayMs: 2_000,
  shouldRetry: ({ maxNumRetry }, count, isTimeout, response, otherwise) =>
    otherwise || (count < maxNumRetry && response?.code === 0),
};
const patient = (name) => {
  const { default: policy } = Hls.DefaultConfig[name];
  return { [name]: { default: { ...policy, errorRetry: again, timeoutRetry: again } } };
};

/** Of what hls.js did. */
const MOST_TOLD = 20;

function hlsJs(wishes, url, video, heard) {
  const hls = new Hls({
    ...wishes,
    ...patient('manifestLoadPolicy'),
    ...patient('playlistLoadPolicy'),
    ...patient('fragLoadPolicy'),
  });
  hls.on(Hls.Events.ERROR, (_, data) => data.fatal && heard.fatal(`${data.type}: ${data.details}`));
  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    for (const range of Object.values(details.dateRanges)) {
      if (range?.class === CLASS_ID) {
        heard.note(range.attr['X-DEV-VITRINE-STATE']);
      }
    }
    heard.latency(hls.latency);
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => heard.level(hls.levels[level].height));
  video.textTracks.addEventListener('addtrack', ({ track }) => watchTrack(track, heard));
  const told = [];
  const tell = (what) => {
    told.push(`${video.currentTime.toFixed(2)} ${what}`);
    told.splice(0, told.length - MOST_TOLD);
  };
  hls.on(Hls.Events.ERROR, (_, { details }) => tell(details));
  hls.on(Hls.Events.FRAG_LOADED, (_, { frag, part }) => tell(`loaded ${frag.sn}.${part?.index ?? 'whole'}`));
  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => details.live || tell('the end'));
  hls.on(Hls.Events.BUFFER_EOS, () => tell('all buffered'));
  video.addEventListener('seeking', () => tell('seeking'));
  hls.attachMedia(video);
  hls.loadSource(url);
  hls.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => undefined));
  return {
    version: Hls.version,
    follow: (cues, listener) => cues.watchHlsJs(hls, listener),
    goLive: () => (video.currentTime = hls.liveSyncPosition ?? video.currentTime),
    // As hls.js does by itself when the line becomes thinner or better: from the next fragment on.
    switchLevel: () => (hls.loadLevel = (Math.max(hls.loadLevel, 0) + 1) % hls.levels.length),
    restart: () => {
      hls.loadSource(url);
      void video.play().catch(() => undefined);
    },
    isOver: () => hls.latestLevelDetails?.live === false,
    told: () => toldOf(hls.latestLevelDetails, told),
  };
}

/** What hls.js knew of the end of its playlist, and what it heard and did last. */
function toldOf(details, last) {
  return {
    live: details?.live,
    edge: details?.edge,
    parts: details?.partList
      ?.slice(-3)
      .map(({ fragment, index, start, duration, loaded }) => [fragment.sn, index, start, duration, Boolean(loaded)]),
    last,
  };
}

/**
 * Each starts its player and answers `{version, follow, goLive, restart}`; ours has no `restart`, it needs none; hls.js has
 * `switchLevel` besides. `heard` is told what the player's own interface says: `note(value)` of each state that it delivers,
 * `fire(value)` when it says that a range begins, `fatal(message)` when it has given up, `level(height)` of the variant that
 * begins to be shown.
 */
export const recipes = {
  'hls.js': (url, video, heard) => hlsJs({ lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.1 }, url, video, heard),

  'hls.js-normal': (url, video, heard) => hlsJs({ lowLatencyMode: false }, url, video, heard),

  shaka: async (url, video, heard) => {
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    await player.attach(video);
    player.configure('manifest.hls.sequenceMode', true);
    player.addEventListener('error', (event) => {
      // Told before Shaka has tried again: what it could mend is no longer critical a moment later.
      setTimeout(() => {
        if (event.detail.severity === shaka.util.Error.Severity.CRITICAL && !event.detail.handled) {
          heard.fatal(`${event.detail.category}/${event.detail.code} ${event.detail.data}`);
        }
      });
    });
    const region = (told) => (event) => {
      if (event.detail.schemeIdUri === CLASS_ID) {
        for (const value of event.detail.values ?? []) {
          told(value?.data ?? value);
        }
      }
    };
    player.addEventListener('timelineregionadded', region(heard.note));
    player.addEventListener('timelineregionenter', region(heard.note));
    player.addEventListener('timelineregionenter', region(heard.fire));
    for (const type of ['metadata', 'metadataadded']) {
      player.addEventListener(type, (event) => heard.note(event.payload?.data));
    }
    await player.load(url);
    await video.play().catch(() => undefined);
    return {
      version: shaka.Player.version,
      follow: (cues, listener) => cues.watchShaka(player, listener),
      goLive: () => player.goToLive(),
      restart: () => void player.load(url).then(() => video.play(), () => undefined),
      isOver: () => !player.isLive(),
    };
  },

  'video.js': async (url, video, heard) => {
    const { GAP_TAG, skipGaps } = await import(new URL('/embed/cues/v1.js', url).href);
    const vhs = { overrideNative: true, customTagParsers: [GAP_TAG] };
    const player = videojs(video, { liveui: true, html5: { vhs } });
    player.on('error', () => heard.fatal(String(player.error()?.message)));
    const tracks = player.textTracks();
    tracks.addEventListener('addtrack', ({ track }) => watchTrack(track, heard));
    setInterval(() => {
      for (const track of Array.from(tracks).filter(({ kind }) => kind === 'metadata')) {
        for (const cue of Array.from(track.cues ?? [])) {
          heard.note(cue.value?.data);
        }
      }
    }, 500);
    player.src({ src: url, type: 'application/vnd.apple.mpegurl' });
    await new Promise((ready) => player.ready(ready));
    skipGaps(player);
    void player.play()?.catch(() => undefined);
    return {
      version: videojs.VERSION,
      follow: (cues, listener) => cues.watchVideoJs(player, listener),
      goLive: () => player.liveTracker.seekToLiveEdge(),
      restart: () => {
        player.src({ src: url, type: 'application/vnd.apple.mpegurl' });
        void player.play()?.catch(() => undefined);
      },
      isOver: () => player.tech(true).vhs?.playlists?.media()?.endList === true,
    };
  },

  /** Our own, on the page that the server sends: it plays already, and tells of the frame on screen by itself. */
  vitrine: (url, video, heard) => {
    const player = document.querySelector('vitrine-player');
    player.addEventListener('vitrine:statechange', ({ detail }) => heard.phase(detail.phase));
    const watch = {
      get mediaDate() {
        return Date.parse(player.dataset.mediaDate ?? '') || null;
      },
      get cue() {
        return player.dataset.cueQ ? { q: Number(player.dataset.cueQ) } : undefined;
      },
      stop: () => undefined,
    };
    return { version: 'v1', follow: () => watch, goLive: () => player.seek('live') };
  },
};
