import type { DateRangeTag } from '../shop/timeline.ts';

/** What a playback reports. */
export interface PlaybackEvents {
  /** The playlist was read anew: all its date ranges. */
  timeline(tags: readonly DateRangeTag[]): void;
  /** It cannot go on by itself; `load` begins anew. */
  fatal(message: string): void;
}

/** A stretch of the element's clock, in seconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One way to get a playlist into a media element: hls.js, or the browser itself. */
export interface Playback {
  /** Whether more will come; undefined until the playlist has been read. */
  readonly live: boolean | undefined;
  /** Where a viewer may go. While live its end is the live position, not the last byte. */
  readonly seekable: Stretch | undefined;
  load(src: string): void;
  /** The media element has failed (a decoder, not the network). */
  recover(): void;
  /** Media date of a moment on the element's clock, ms since 1970. */
  mediaDateAt(mediaTime: number): number | undefined;
  mediaTimeAt(date: number): number | undefined;
  destroy(): void;
}

/** Nobody who watches on purpose sits this far, in seconds, behind live: beyond it the player says so. */
export const BEHIND_LIVE_S = 3;

const LAST_SECONDS = 1;

/**
 * Whether a picture that waits for media waits for nothing. hls.js leaves the last part of a show lying when ENDLIST comes
 * with it, and then waits for ever: who waits in the last second of a complete show has seen it all.
 */
export function hasSeenAll(
  live: boolean | undefined,
  { currentTime, duration }: Pick<HTMLMediaElement, 'currentTime' | 'duration'>,
): boolean {
  return live === false && duration - currentTime < LAST_SECONDS;
}
