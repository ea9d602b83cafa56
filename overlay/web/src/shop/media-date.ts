/** A segment as hls.js keeps it: its place on the element's clock, and the date of its first sample. */
export interface DatedFragment {
  /** Seconds on the media element's clock, corrected by hls.js for sliding and for what it parsed. */
  readonly start: number;
  /** ms since 1970 (EXT-X-PROGRAM-DATE-TIME), null when the playlist has none. */
  readonly programDateTime: number | null;
}

/**
 * Both the playlist's date of a segment and the date of a cue are rounded to whole milliseconds, each by up to half of
 * one. A frame whose own date says 0.6 ms before the cue may be the very frame the cue means, and no frame rate has
 * two frames within a millisecond: so frames are asked about with this much added.
 */
export const ROUNDING_MS = 1;

/**
 * The media date of a moment on the element's clock, in ms since 1970: by the segment that holds it, extended forward
 * from the last (the open segment is not listed yet) and backward from the first (RFC 8216bis §6.3.3).
 */
export function mediaDateAt(fragments: readonly DatedFragment[], mediaTime: number): number | undefined {
  let anchor: DatedFragment | undefined;
  for (const fragment of fragments) {
    if (fragment.programDateTime === null) {
      continue;
    }
    if (anchor !== undefined && fragment.start > mediaTime) {
      break;
    }
    anchor = fragment;
  }
  if (anchor === undefined || anchor.programDateTime === null) {
    return undefined;
  }
  return anchor.programDateTime + (mediaTime - anchor.start) * 1000;
}

/** The other way: where on the element's clock a date lies. */
export function mediaTimeAt(fragments: readonly DatedFragment[], date: number): number | undefined {
  let anchor: DatedFragment | undefined;
  for (const fragment of fragments) {
    if (fragment.programDateTime === null) {
      continue;
    }
    if (anchor !== undefined && fragment.programDateTime > date) {
      break;
    }
    anchor = fragment;
  }
  if (anchor === undefined || anchor.programDateTime === null) {
    return undefined;
  }
  return anchor.start + (date - anchor.programDateTime) / 1000;
}
