import type { Captions } from './controls.ts';

const isCaptions = ({ kind }: TextTrack): boolean => kind === 'captions' || kind === 'subtitles';

/** What a viewer can choose among. */
export function captionsOf(video: HTMLVideoElement): Captions {
  const tracks = Array.from(video.textTracks)
    .map((track, index) => ({ track, index }))
    .filter(({ track }) => isCaptions(track));
  return {
    tracks: tracks.map(({ track, index }) => ({ index, label: track.label || track.language || `${index + 1}` })),
    shown: tracks.find(({ track }) => track.mode === 'showing')?.index ?? -1,
  };
}

/** Shows the captions of one track and no others; -1 for none. */
export function showCaptions(video: HTMLVideoElement, chosen: number): void {
  Array.from(video.textTracks).forEach((track, index) => {
    if (isCaptions(track)) {
      track.mode = index === chosen ? 'showing' : 'disabled';
    }
  });
}
