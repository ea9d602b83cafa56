import { FrameClock } from '../playback/frame-clock.ts';
import type { ShopState } from '../shop/cue.ts';
import { ROUNDING_MS } from '../shop/media-date.ts';
import { type CueRange, CueTimeline, type DateRangeTag } from '../shop/timeline.ts';

/** Hears of every change of what the shop shows; a renewal is none. `cue` is undefined when no range covers the frame. */
export type CueListener = (state: ShopState, cue: CueRange | undefined) => void;

/** What a player's playlist says right now. */
export interface PlaylistView {
  /** Changes whenever `tags` would answer something else: compared by identity, once a frame. */
  readonly version: unknown;
  tags(): readonly DateRangeTag[];
  /** Media date of a moment on the element's clock, ms since 1970; undefined while nobody can tell. */
  mediaDateAt(mediaTime: number): number | undefined;
  /** By how many ms those dates may be too early besides rounding; none when it does not say. */
  readonly earlyByMs?: number;
}

const NOTHING: ShopState = [];

/**
 * The reader's rule at work: looks at the frame on screen, asks which range with the highest q covers its media date,
 * and tells the listener when the answer changes. One for each player; `stop` when the player goes.
 */
export class CueWatch {
  private timeline = CueTimeline.EMPTY;
  private version: unknown;
  private told = '[]';
  private cueNow: CueRange | undefined;
  private dateNow: number | undefined;
  private readonly frames: FrameClock;

  constructor(
    video: HTMLVideoElement,
    private readonly playlist: () => PlaylistView | undefined,
    private readonly listener: CueListener,
  ) {
    this.frames = new FrameClock(video, (mediaTime) => this.onFrame(mediaTime));
  }

  /** The range that decides for the frame on screen. */
  get cue(): CueRange | undefined {
    return this.cueNow;
  }

  get state(): ShopState {
    return this.cueNow?.state ?? NOTHING;
  }

  /** Of the frame on screen, ms since 1970: what a countdown to an offer's `until` counts from. */
  get mediaDate(): number | undefined {
    return this.dateNow;
  }

  stop(): void {
    this.frames.destroy();
  }

  private onFrame(mediaTime: number): void {
    const view = this.playlist();
    if (view && view.version !== this.version) {
      this.version = view.version;
      this.timeline = CueTimeline.of(view.tags());
    }
    this.dateNow = view?.mediaDateAt(mediaTime);
    if (this.dateNow === undefined) {
      return;
    }
    this.cueNow = this.timeline.at(this.dateNow + ROUNDING_MS + (view?.earlyByMs ?? 0));
    const now = JSON.stringify(this.state);
    if (now !== this.told) {
      this.told = now;
      this.listener(this.state, this.cueNow);
    }
  }
}
