import { STATE_ATTRIBUTE } from '../shop/cue.ts';
import type { DateRangeTag } from '../shop/timeline.ts';
import { type CueListener, CueWatch, type PlaylistView } from './cue-watch.ts';

/** A date range as Shaka tells of it: times in seconds on the element's clock, the CLASS as the scheme. */
export interface ShakaRegion {
  readonly id: string;
  readonly schemeIdUri: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly values?: readonly { readonly key: string; readonly data: unknown }[];
}

/** What is asked of a `shaka.Player` (5.0 or newer). */
export interface ShakaPlayer {
  getMediaElement(): HTMLMediaElement | null;
  getAllTimelineRegions(): ShakaRegion[];
  getPresentationStartTimeAsDate(): Date | null;
}

/**
 * Shaka, in sequence mode, was seen to place a whole take by up to 3.3 ms too early. Cues are asked for on the date of a
 * picture: without this each of such a take would come one picture late, with it none comes early at 120 pictures a second.
 */
const EARLY_BY_MS = 3;

/** Follows the cues in a Shaka player that is attached to its media element. */
export function watchShaka(player: ShakaPlayer, listener: CueListener): CueWatch {
  const video = player.getMediaElement();
  if (!video) {
    throw new TypeError('Shaka has no media element yet: call watchShaka after player.attach(video)');
  }
  return new CueWatch(video as HTMLVideoElement, () => viewOf(player), listener);
}

function viewOf(player: ShakaPlayer): PlaylistView | undefined {
  const zero = player.getPresentationStartTimeAsDate()?.getTime();
  const regions = player.getAllTimelineRegions();
  return zero === undefined
    ? undefined
    : {
        version: `${zero} ${regions.length} ${regions.at(-1)?.id}`,
        tags: () => tagsOfRegions(regions, zero),
        mediaDateAt: (mediaTime) => zero + mediaTime * 1000,
        earlyByMs: EARLY_BY_MS,
      };
}

/** `zero` is the media date of the clock's zero, in ms since 1970. A range that began before the clock starts with it. */
export function tagsOfRegions(regions: readonly ShakaRegion[], zero: number): DateRangeTag[] {
  return regions.map(({ id, schemeIdUri, startTime, endTime, values }) => {
    const data = values?.find(({ key }) => key === STATE_ATTRIBUTE)?.data;
    return {
      id,
      class: schemeIdUri,
      start: Math.round(zero + startTime * 1000),
      end: Math.round(zero + endTime * 1000),
      value: typeof data === 'string' ? data : undefined,
    };
  });
}
