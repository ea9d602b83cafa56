import { SHOP_CLASS, STATE_ATTRIBUTE } from '../shop/cue.ts';
import type { DateRangeTag } from '../shop/timeline.ts';
import type { Playback, PlaybackEvents, Stretch } from './playback.ts';

/** WebKit's cue for one attribute of a date range. The interface is not in TypeScript's library. */
interface DataCue extends TextTrackCue {
  readonly type?: string;
  readonly value?: { readonly key?: string; readonly data?: unknown };
}

const DATE_RANGE_CUE = 'com.apple.quicktime.HLS';

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

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: PlaybackEvents,
  ) {
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
    const start = this.startDate();
    return start === undefined ? undefined : start + mediaTime * 1000;
  }

  mediaTimeAt(date: number): number | undefined {
    const start = this.startDate();
    return start === undefined ? undefined : (date - start) / 1000;
  }

  destroy(): void {
    this.stop.abort();
    this.video.removeAttribute('src');
    this.video.load();
  }

  private startDate(): number | undefined {
    const video = this.video as HTMLVideoElement & { getStartDate?: () => Date };
    const date = video.getStartDate?.().getTime();
    return date === undefined || Number.isNaN(date) ? undefined : date;
  }

  private watch(track: TextTrack): void {
    if (track.kind !== 'metadata') {
      return;
    }
    track.mode = 'hidden';
    track.addEventListener('cuechange', () => this.read(track), { signal: this.stop.signal });
  }

  private read(track: TextTrack): void {
    const start = this.startDate();
    if (start !== undefined) {
      this.events.timeline(tagsOfCues(Array.from(track.cues ?? []), start));
    }
  }
}

/**
 * Metadata cues as date ranges; `startDate` is the date of the clock's zero in ms since 1970. WebKit hands over one cue
 * an attribute and not the CLASS, so the attribute's name, which is ours alone, stands for the class.
 */
export function tagsOfCues(cues: readonly DataCue[], startDate: number): DateRangeTag[] {
  return cues
    .filter((cue) => cue.type === DATE_RANGE_CUE && cue.value?.key === STATE_ATTRIBUTE)
    .map((cue) => ({
      id: cue.id || `${cue.startTime}`,
      class: SHOP_CLASS,
      start: Math.round(startDate + cue.startTime * 1000),
      end: Math.round(startDate + cue.endTime * 1000),
      value: typeof cue.value?.data === 'string' ? cue.value.data : undefined,
    }));
}
