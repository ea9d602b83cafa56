import { FrameClock } from '../playback/frame-clock.ts';
import { openPlayback, UnsupportedBrowser } from '../playback/open-playback.ts';
import { BEHIND_LIVE_S, hasSeenAll, type Playback, type Stretch } from '../playback/playback.ts';
import { probe } from '../playback/probe.ts';
import { type Phase, Session } from '../playback/session.ts';
import { ROUNDING_MS } from '../shop/media-date.ts';
import type { ShopStore } from '../shop/store.ts';
import { CueTimeline, type DateRangeTag } from '../shop/timeline.ts';
import type { Marker, Position } from './controls.ts';

const NOWHERE: Position = { time: 0, seekable: undefined, live: true, behind: 0 };

/** What watching needs of the element. */
export interface WatchingHost {
  readonly video: HTMLVideoElement;
  readonly dataset: DOMStringMap;
  error(where: 'playback', message: string): void;
  /** Something of what is public here has changed. */
  changed(): void;
}

/**
 * How a player watches one address: session, playback and frames, and what the frame on screen means for the shop.
 *
 *     session ── open/close ──▶ playback ── tags ──▶ store.timeline ─┐
 *        ▲                         │ mediaDateAt                     ├─▶ store.view
 *        └──────── frames ─────────┴───────────── store.playhead ────┘
 */
export class Watching {
  phase: Phase = 'connecting';
  unsupported = false;
  position: Position = NOWHERE;
  markers: readonly Marker[] = [];
  /** Whole seconds of the picture's media date. */
  second: number | undefined;
  /** The viewer has not paused. */
  wantsPlay = true;
  readonly session = new Session({
    probe: (src, deep) => probe(src, deep),
    open: (src) => this.open(src),
    close: () => this.close(),
    later: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    phaseChanged: (phase) => this.onPhase(phase),
  });

  private playback: Playback | undefined;
  private frames: FrameClock | undefined;
  private tagKey = '';
  /** Of the frame on screen; undefined in front of the first. */
  private mediaTime: number | undefined;

  constructor(
    private readonly host: WatchingHost,
    private readonly store: ShopStore,
  ) {}

  /** Where a viewer may go. */
  get seekable(): Stretch | undefined {
    return this.playback?.seekable;
  }

  /** Whether more will come; undefined until that is known. */
  get live(): boolean | undefined {
    return this.playback?.live;
  }

  /** Begins to look at frames; the element's video exists from now on. */
  attach(): void {
    this.frames?.destroy();
    this.frames = new FrameClock(this.host.video, (mediaTime) => this.onFrame(mediaTime));
  }

  detach(): void {
    this.frames?.destroy();
    this.session.stop();
  }

  /** Watches an address from its beginning or live edge; none is nothing. */
  watch(src: string | undefined): void {
    this.store.setTimeline(CueTimeline.EMPTY);
    this.store.setPlayhead(undefined);
    this.tagKey = '';
    if (src === undefined) {
      this.session.stop();
    } else {
      this.session.start(src);
    }
  }

  /** The media element has failed. */
  recover(): void {
    this.playback?.recover();
  }

  /** The picture waits for media. */
  onWaiting(): void {
    if (hasSeenAll(this.live, this.host.video)) {
      this.session.onEnded();
    }
  }

  /** Where the picture is in what can be watched. */
  locate(): void {
    const { playback } = this;
    const { currentTime: time } = this.host.video;
    const seekable = playback?.seekable;
    const live = playback?.live ?? true;
    const behind = live && seekable ? seekable.end - time : 0;
    this.position = { time, seekable, live, behind: behind > BEHIND_LIVE_S ? behind : 0 };
    this.host.changed();
  }

  /** Where on the time line products came onto the card. */
  mark(): void {
    const { bySku } = this.store.view.catalogue;
    const markers = this.store.timeline.pinChanges().map(({ date, sku }) => ({
      time: this.playback?.mediaTimeAt(date) ?? Number.NaN,
      title: bySku.get(sku)?.title ?? sku,
    }));
    if (JSON.stringify(markers) !== JSON.stringify(this.markers)) {
      this.markers = markers;
      this.host.changed();
    }
  }

  private async open(src: string): Promise<void> {
    this.close();
    try {
      this.playback = await openPlayback(this.host.video, {
        timeline: (tags) => this.onTags(tags),
        fatal: (message) => {
          this.host.error('playback', message);
          this.session.onFatal();
        },
      });
    } catch (error) {
      this.unsupported = error instanceof UnsupportedBrowser;
      this.host.changed();
      this.host.error('playback', error instanceof Error ? error.message : 'no player');
      throw error;
    }
    this.playback.load(src);
    if (this.wantsPlay) {
      void this.tryToPlay();
    }
  }

  private close(): void {
    this.playback?.destroy();
    this.playback = undefined;
  }

  /** Without sound a browser lets a page begin; on low battery not even that, and then there is a button. */
  private async tryToPlay(): Promise<void> {
    try {
      await this.host.video.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.wantsPlay = false;
        this.session.onIdle();
        this.phase = 'onair';
        this.host.changed();
      }
    }
  }

  private onFrame(mediaTime: number): void {
    const { video } = this.host;
    const moved = mediaTime !== this.mediaTime;
    this.mediaTime = mediaTime;
    if (moved && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      this.session.onFrame();
      if (document.hidden || video.paused) {
        this.session.onIdle();
      }
    }
    this.evaluate();
  }

  /** The shop, as of the frame that is on screen. */
  private evaluate(): void {
    const date = this.mediaTime === undefined ? undefined : this.playback?.mediaDateAt(this.mediaTime);
    if (date === undefined) {
      return;
    }
    this.store.setPlayhead(date + ROUNDING_MS);
    const { dataset } = this.host;
    dataset['mediaDate'] = new Date(date).toISOString();
    dataset['cueQ'] = `${this.store.view.cue?.q ?? ''}`;
    const second = Math.floor(date / 1000);
    if (second !== this.second) {
      this.second = second;
      this.host.changed();
    }
  }

  private onTags(tags: readonly DateRangeTag[]): void {
    const key = tags.map(({ id }) => id).join(' ');
    if (key !== this.tagKey) {
      this.tagKey = key;
      this.store.setTimeline(CueTimeline.of(tags));
      this.evaluate();
    }
    this.mark();
    this.locate();
  }

  private onPhase(phase: Phase): void {
    this.phase = phase;
    if (phase === 'offline' || phase === 'ended') {
      this.store.setPlayhead(undefined);
      this.host.dataset['cueQ'] = '';
      delete this.host.dataset['mediaDate'];
    }
    if (phase === 'offline') {
      this.close();
    }
    this.host.changed();
  }
}
