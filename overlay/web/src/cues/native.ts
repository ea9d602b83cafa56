import { SHOP_CLASS, STATE_ATTRIBUTE } from '../shop/cue.ts';
import type { DateRangeTag } from '../shop/timeline.ts';
import { type CueListener, CueWatch, type PlaylistView } from './cue-watch.ts';

/** WebKit's cue for one attribute of a date range. The interface is not in TypeScript's library. */
export interface DataCue extends TextTrackCue {
  readonly type?: string;
  readonly value?: { readonly key?: string; readonly data?: unknown };
}

/** A media element of a browser that plays HLS itself: it knows the date of its clock's zero. */
export type DatedVideo = HTMLVideoElement & { getStartDate?: () => Date };

const DATE_RANGE_CUE = 'com.apple.quicktime.HLS';
/** Ranges kept at most: a cue every second of an hour. */
const MAX_RANGES = 3_600;

/** Follows the cues in a media element that plays HLS without a library (Safari, and nothing else as of now). */
export function watchNative(video: HTMLVideoElement, listener: CueListener): CueWatch {
  const ranges = new DataCueRanges(video);
  return new CueWatch(video, () => ranges.view(), listener);
}

/**
 * The ranges that a media element has told of, by ID. Safari drops a cue when it has passed, and its window does not
 * reach as far back as a viewer may; so they are kept here.
 */
export class DataCueRanges {
  private readonly byId = new Map<string, DateRangeTag>();
  private tags: readonly DateRangeTag[] = [];

  constructor(private readonly video: DatedVideo) {}

  /** Media date of the clock's zero, ms since 1970. */
  get startDate(): number | undefined {
    const date = this.video.getStartDate?.().getTime();
    return date === undefined || Number.isNaN(date) ? undefined : date;
  }

  view(): PlaylistView | undefined {
    const zero = this.startDate;
    if (zero === undefined) {
      return undefined;
    }
    this.collect(zero);
    const { tags } = this;
    return { version: tags, tags: () => tags, mediaDateAt: (mediaTime) => zero + mediaTime * 1000 };
  }

  private collect(zero: number): void {
    const { size } = this.byId;
    for (const track of Array.from(this.video.textTracks)) {
      if (track.kind !== 'metadata') {
        continue;
      }
      if (track.mode === 'disabled') {
        track.mode = 'hidden';
      }
      for (const tag of tagsOfCues(Array.from(track.cues ?? []), zero)) {
        if (!this.byId.has(tag.id)) {
          this.byId.set(tag.id, tag);
        }
      }
    }
    if (this.byId.size !== size) {
      for (const id of [...this.byId.keys()].slice(0, Math.max(0, this.byId.size - MAX_RANGES))) {
        this.byId.delete(id);
      }
      this.tags = [...this.byId.values()];
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
      // WebKit leaves the ID out, too. The value holds q, so no two ranges of a show have the same one.
      id: cue.id || String(cue.value?.data),
      class: SHOP_CLASS,
      start: Math.round(startDate + cue.startTime * 1000),
      end: Math.round(startDate + cue.endTime * 1000),
      value: typeof cue.value?.data === 'string' ? cue.value.data : undefined,
    }));
}
