import { type DatedFragment, mediaDateAt } from '../shop/media-date.ts';
import type { DateRangeTag } from '../shop/timeline.ts';
import { type CueListener, CueWatch, type PlaylistView } from './cue-watch.ts';

/** A playlist as VHS, the HLS engine of video.js, keeps it. */
export interface VhsPlaylist {
  readonly segments: readonly {
    /** Seconds on the element's clock; there once VHS knows it. It has loaded from here … */
    readonly start?: number;
    /** … to here, which need not be all of the segment. */
    readonly end?: number;
    readonly programDateTime?: number;
    /** Seconds. */
    readonly duration: number;
    /** What `customTagParsers` found in front of it. */
    readonly custom?: Readonly<Record<string, string>>;
  }[];
  readonly dateRanges?: readonly VhsDateRange[];
}

/** Attributes in camel case, as its parser names them. */
export interface VhsDateRange {
  readonly id: string;
  readonly class?: string;
  readonly startDate: Date;
  readonly endDate?: Date;
  readonly xDevVitrineState?: unknown;
}

/** What is asked of a video.js player (8.0 or newer). */
export interface VideoJsPlayer {
  tech(safety: true): {
    el(): Element;
    readonly vhs?: { readonly playlists?: { media(): VhsPlaylist | undefined } };
  };
}

/** Follows the cues in a video.js player that is ready and plays HLS through VHS (`overrideNative: true` in Safari). */
export function watchVideoJs(player: VideoJsPlayer, listener: CueListener): CueWatch {
  const video = player.tech(true).el();
  return new CueWatch(video as HTMLVideoElement, () => viewOf(player.tech(true).vhs?.playlists?.media()), listener);
}

function viewOf(playlist: VhsPlaylist | undefined): PlaylistView | undefined {
  return (
    playlist && {
      version: playlist,
      tags: () => tagsOfVhs(playlist.dateRanges ?? []),
      mediaDateAt: (mediaTime) => mediaDateAt(datedSegments(playlist), mediaTime),
    }
  );
}

const ROUNDING_S = 0.05;

/**
 * Those whose place on the element's clock is known. VHS joins a show at a part: what it then has as the start of a segment is
 * that part's, while the date is the segment's own. Where it really begins follows from the start of the next one; until
 * that is known, its place is not.
 */
export function datedSegments({ segments }: VhsPlaylist): DatedFragment[] {
  const dated: DatedFragment[] = [];
  segments.forEach(({ start, end = Number.NaN, duration, programDateTime }, index) => {
    if (start === undefined || programDateTime === undefined) {
      return;
    }
    const inPart = end - start < duration - ROUNDING_S;
    const goesOn = Math.abs((segments[index - 1]?.end ?? Number.NaN) - start) < ROUNDING_S;
    const place = inPart && !goesOn ? (segments[index + 1]?.start ?? Number.NaN) - duration : start;
    if (!Number.isNaN(place)) {
      dated.push({ start: place, programDateTime });
    }
  });
  return dated;
}

export function tagsOfVhs(ranges: readonly VhsDateRange[]): DateRangeTag[] {
  return ranges.map((range) => ({
    id: range.id,
    class: range.class ?? '',
    start: range.startDate.getTime(),
    end: range.endDate?.getTime() ?? Number.NaN,
    value: typeof range.xDevVitrineState === 'string' ? range.xDevVitrineState : undefined,
  }));
}
