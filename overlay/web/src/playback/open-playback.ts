import { NativePlayback } from './native-playback.ts';
import type { Playback, PlaybackEvents } from './playback.ts';

export class UnsupportedBrowser extends Error {}

/** hls.js where there are Media Source Extensions, else the browser's own HLS. hls.js is fetched when it is needed. */
export async function openPlayback(video: HTMLVideoElement, events: PlaybackEvents): Promise<Playback> {
  if (typeof MediaSource !== 'undefined' || 'ManagedMediaSource' in globalThis) {
    const { HlsPlayback } = await import('./hls-playback.ts');
    if (HlsPlayback.supported()) {
      return new HlsPlayback(video, events);
    }
  }
  if (NativePlayback.supported(video)) {
    return new NativePlayback(video, events);
  }
  throw new UnsupportedBrowser('neither Media Source Extensions nor HLS');
}
