/**
 * The reader's rule for other people's players: `import { watchHlsJs } from 'https://live.example/embed/cues/v1.js'`.
 * The name of this file and what it exports are a promise. Draws nothing and needs nothing of ours (docs/players.md).
 */
export { CueWatch } from './cue-watch.ts';
export type { CueListener, PlaylistView } from './cue-watch.ts';
export { watchHlsJs } from './hls-js.ts';
export { watchNative } from './native.ts';
export { GAP_TAG, skipGaps } from './skip-gaps.ts';
export { stayLive } from './stay-live.ts';
export type { Remedies } from './stay-live.ts';
export { watchShaka } from './shaka.ts';
export { watchVideoJs } from './video-js.ts';
export { decodePayload } from '../shop/cue.ts';
export type { ShopItem, ShopState } from '../shop/cue.ts';
export { CueTimeline } from '../shop/timeline.ts';
export type { CueRange, DateRangeTag } from '../shop/timeline.ts';
