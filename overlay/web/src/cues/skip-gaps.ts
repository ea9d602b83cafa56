import { mediaDateAt, mediaTimeAt } from '../shop/media-date.ts';
import { datedSegments, type VhsPlaylist, type VideoJsPlayer } from './video-js.ts';

/**
 * For the option `html5.vhs.customTagParsers` of video.js: VHS knows no EXT-X-GAP (RFC 8216bis §4.4.4.7) by itself, tries to
 * load what is not there, and waits where it ends.
 */
export const GAP_TAG = { expression: /^#EXT-X-GAP/, customType: 'gap', segment: true };

const LOOK_MS = 250;
/** The last frames in front of a gap are never shown: the element waits for more. */
const REACH_MS = 500;
/** A first frame may begin a little behind its segment's date. */
const INSIDE_S = 0.05;

/**
 * Takes a video.js player that has come to an outage to the media behind it, as soon as there is any. Needs
 * {@link GAP_TAG}. Answers a function that ends it.
 */
export function skipGaps(player: VideoJsPlayer): () => void {
  const video = player.tech(true).el() as HTMLVideoElement;
  let last = Number.NaN;
  const timer = setInterval(() => {
    const still = video.currentTime === last && !video.paused;
    last = video.currentTime;
    const playlist = still ? player.tech(true).vhs?.playlists?.media() : undefined;
    const to = playlist && behindGap(playlist, video.currentTime);
    if (to !== undefined) {
      video.currentTime = to;
    }
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Where, on the element's clock, the media goes on if there is a gap at this time; undefined when there is none, or no media behind it. */
export function behindGap(playlist: VhsPlaylist, mediaTime: number): number | undefined {
  const dated = datedSegments(playlist);
  const date = mediaDateAt(dated, mediaTime);
  if (date === undefined) {
    return undefined;
  }
  let inGap = false;
  for (const { programDateTime, duration, custom } of playlist.segments) {
    if (programDateTime === undefined || programDateTime + duration * 1000 <= date) {
      continue;
    }
    if (custom?.gap === undefined) {
      if (inGap) {
        const start = mediaTimeAt(dated, programDateTime);
        return start === undefined ? undefined : start + INSIDE_S;
      }
      if (programDateTime > date + REACH_MS) {
        return undefined;
      }
    } else if (programDateTime <= date + REACH_MS) {
      inGap = true;
    }
  }
  return undefined;
}
