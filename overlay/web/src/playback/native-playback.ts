import { DataCueRanges } from '../cues/native.ts';
import type { Playback, PlaybackEvents, Stretch } from './playback.ts';

/** Safari sits this far behind the last byte of a live playlist by itself, in seconds. */
const SAFARI_HOLD_BACK_S = 4;

/**
 * A browser that plays HLS itself and has no Media Source Extensions (older iPhones). Date ranges arrive as metadata
 * cues on the element's clock, and `getStartDate` anchors that clock. Safari drops cues that arrive while it seeks;
 * ranges are renewed under new IDs, so the next renewal heals that.
 */
export class NativePlayback implements Playback {
  static supported(video: HTMLVideoElement): boolean {
    return video.canPlayType('application/vnd.apple.mpegurl') !== '';
  }

  private readonly stop = new AbortController();
  private readonly ranges: DataCueRanges;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: PlaybackEvents,
  ) {
    this.ranges = new DataCueRanges(video);
    const { signal } = this.stop;
    video.textTracks.addEventListener('addtrack', ({ track }) => track && this.watch(track), { signal });
    video.addEventListener('error', () => events.fatal(video.error?.message ?? 'the browser gave up'), { signal });
  }

  get live(): boolean | undefined {
    return this.video.readyState === 0 ? undefined : this.video.duration === Number.POSITIVE_INFINITY;
  }

  get seekable(): Stretch | undefined {
    const { seekable } = this.video;
    if (seekable.length === 0) {
      return undefined;
    }
    const end = seekable.end(seekable.length - 1);
    return { start: seekable.start(0), end: this.live ? end - SAFARI_HOLD_BACK_S : end };
  }

  load(src: string): void {
    this.video.src = src;
  }

  recover(): void {
    this.video.load();
    void this.video.play().catch(() => undefined);
  }

  mediaDateAt(mediaTime: number): number | undefined {
    const start = this.ranges.startDate;
    return start === undefined ? undefined : start + mediaTime * 1000;
  }

  mediaTimeAt(date: number): number | undefined {
    const start = this.ranges.startDate;
    return start === undefined ? undefined : (date - start) / 1000;
  }

  destroy(): void {
    this.stop.abort();
    this.video.removeAttribute('src');
    this.video.load();
  }

  private watch(track: TextTrack): void {
    if (track.kind === 'metadata') {
      track.mode = 'hidden';
      track.addEventListener('cuechange', () => this.read(), { signal: this.stop.signal });
    }
  }

  private read(): void {
    const view = this.ranges.view();
    if (view) {
      this.events.timeline(view.tags());
    }
  }
}
