import type Hls from 'hls.js';
import type { DateRange, LevelDetails } from 'hls.js';
import { STATE_ATTRIBUTE } from '../shop/cue.ts';
import { mediaDateAt } from '../shop/media-date.ts';
import type { DateRangeTag } from '../shop/timeline.ts';
import { type CueListener, CueWatch, type PlaylistView } from './cue-watch.ts';

/** Follows the cues in an hls.js that has its media element attached. */
export function watchHlsJs(hls: Hls, listener: CueListener): CueWatch {
  if (!hls.media) {
    throw new TypeError('hls.js has no media element yet: call watchHlsJs after hls.attachMedia(video)');
  }
  return new CueWatch(hls.media as HTMLVideoElement, () => viewOf(hls.latestLevelDetails), listener);
}

function viewOf(details: LevelDetails | null): PlaylistView | undefined {
  return (
    details?.fragments && {
      version: details,
      tags: () => tagsOfDetails(details),
      mediaDateAt: (mediaTime) => mediaDateAt(details.fragments, mediaTime),
    }
  );
}

/** All date ranges of a playlist, delta updates merged by hls.js. */
export function tagsOfDetails(details: LevelDetails): DateRangeTag[] {
  return Object.values(details.dateRanges)
    .filter((range) => range !== undefined)
    .map(tagOf);
}

function tagOf(range: DateRange): DateRangeTag {
  return {
    id: range.id,
    class: range.class,
    start: range.startDate.getTime(),
    end: range.endDate?.getTime() ?? Number.NaN,
    value: range.attr[STATE_ATTRIBUTE] as string | undefined,
  };
}
