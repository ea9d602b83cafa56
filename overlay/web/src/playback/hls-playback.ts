import Hls, { type ErrorData, type HlsConfig, type LevelDetails, type RetryConfig } from 'hls.js';
import { tagsOfDetails } from '../cues/hls-js.ts';
import { mediaDateAt, mediaTimeAt } from '../shop/media-date.ts';
import type { Playback, PlaybackEvents, Stretch } from './playback.ts';

/** A media error that comes back within this time is not cured by recovering once more. */
const RECOVERY_MS = 5_000;

const RETRIES = 9;

/**
 * A server that is started again is away for seconds, and refuses connections meanwhile. hls.js takes that (status 0) for a
 * forbidden origin and would give up at once. With these it goes on where it was; what lasts longer is the session's.
 */
const retry: RetryConfig = {
  maxNumRetry: RETRIES,
  retryDelayMs: 500,
  maxRetryDelayMs: 2_000,
  shouldRetry: (_, count, _isTimeout, response, otherwise) => otherwise || (count < RETRIES && response?.code === 0),
};
const loadPolicy = (maxTimeToFirstByteMs: number, maxLoadTimeMs: number): HlsConfig['playlistLoadPolicy'] => ({
  default: { maxTimeToFirstByteMs, maxLoadTimeMs, timeoutRetry: retry, errorRetry: retry },
});

/**
 * Tuned for parts of 0.5 s and PART-HOLD-BACK 1.5 s: how far behind live to sit is the playlist's word, so no
 * liveSyncDuration here. A viewer who fell back a little is brought up at 1.05 to 1.1 of the speed, which nobody hears;
 * one who went back on purpose (further than a target duration) is left alone by hls.js.
 *
 * Date ranges are read from the playlist's map, not as text track cues (those fire up to 250 ms late). Fragmented MP4
 * needs no transmuxing, so no worker, and no `blob:` in a page's worker-src.
 */
const config: Partial<HlsConfig> = {
  lowLatencyMode: true,
  maxLiveSyncPlaybackRate: 1.1,
  liveSyncOnStallIncrease: 0.5,
  backBufferLength: 60,
  maxBufferLength: 20,
  capLevelToPlayerSize: true,
  enableWorker: false,
  enableDateRangeMetadataCues: false,
  enableID3MetadataCues: false,
  enableEmsgMetadataCues: false,
  enableInterstitialPlayback: false,
  manifestLoadPolicy: loadPolicy(8_000, 12_000),
  playlistLoadPolicy: loadPolicy(15_000, 20_000),
  fragLoadPolicy: loadPolicy(8_000, 60_000),
};

export class HlsPlayback implements Playback {
  static supported(): boolean {
    return Hls.isSupported();
  }

  private readonly hls: Hls;
  private details: LevelDetails | undefined;
  private recoveredAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: PlaybackEvents,
  ) {
    this.hls = new Hls(config);
    this.hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => this.read(details));
    this.hls.on(Hls.Events.ERROR, (_, data) => this.onError(data));
    this.hls.attachMedia(video);
  }

  get live(): boolean | undefined {
    return this.details?.live;
  }

  get seekable(): Stretch | undefined {
    const { details } = this;
    if (!details || details.fragments.length === 0) {
      return undefined;
    }
    const start = details.fragmentStart;
    return { start, end: (details.live ? this.hls.liveSyncPosition : null) ?? details.edge };
  }

  load(src: string): void {
    this.hls.loadSource(src);
  }

  recover(): void {
    const now = performance.now();
    if (now - this.recoveredAt < RECOVERY_MS) {
      this.events.fatal('the media element failed again after it was recovered');
      return;
    }
    this.recoveredAt = now;
    this.hls.recoverMediaError();
    void this.video.play().catch(() => undefined);
  }

  mediaDateAt(mediaTime: number): number | undefined {
    return this.details && mediaDateAt(this.details.fragments, mediaTime);
  }

  mediaTimeAt(date: number): number | undefined {
    return this.details && mediaTimeAt(this.details.fragments, date);
  }

  destroy(): void {
    this.hls.destroy();
  }

  private read(details: LevelDetails): void {
    this.details = details;
    this.events.timeline(tagsOfDetails(details));
  }

  private onError({ fatal, type, details, error }: ErrorData): void {
    if (!fatal) {
      return;
    }
    if (type === Hls.ErrorTypes.MEDIA_ERROR) {
      this.recover();
      return;
    }
    this.hls.stopLoad();
    this.events.fatal(`${details}: ${error.message}`);
  }
}
