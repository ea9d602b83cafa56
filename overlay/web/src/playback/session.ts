import { jitter, OFFLINE_POLL_MS, retryDelayMs } from './backoff.ts';
import type { Answer } from './probe.ts';

/**
 * Where the viewer stands:
 *
 *     connecting ──▶ onair ──▶ ended ──▶ connecting (another show)
 *      │  ▲  ▲         │ ▲
 *      ▼  │  │         ▼ │ a frame
 *   offline  └── interrupted ──▶ connecting (the server answers again)
 */
export type Phase = 'connecting' | 'offline' | 'onair' | 'interrupted' | 'ended';

/** What a session needs of the world. */
export interface SessionHost {
  probe(src: string, deep: boolean): Promise<Answer>;
  /** Begins playing from nothing; the frames say when it has worked. Rejects when it cannot even begin. */
  open(src: string): Promise<void>;
  close(): void;
  /** Runs `task` after so many ms unless the answered function is called before. */
  later(ms: number, task: () => void): () => void;
  /** In [0, 1). */
  random(): number;
  phaseChanged(phase: Phase, previous: Phase): void;
}

/** No frame for this long, though it should be playing: the viewer deserves a word. */
export const QUIET_MS = 4_000;
/** No frame for this long though the server answers: begin anew. */
export const STUCK_MS = 16_000;
/** After a show, another is looked for this often. */
const NEXT_SHOW_POLL_MS = 6_000;

/** Keeps a viewer with a channel for as long as the page is open: no outage ever needs a reload. */
export class Session {
  private phase: Phase = 'connecting';
  private src: string | undefined;
  /** Rises with every start and stop, so that late answers to old questions are recognised. */
  private turn = 0;
  private attempt = 0;
  private cancelTimer: () => void = () => undefined;
  private cancelWatch: () => void = () => undefined;

  constructor(private readonly host: SessionHost) {}

  start(src: string): void {
    this.stop();
    this.src = src;
    this.enter('connecting');
    void this.ask();
  }

  stop(): void {
    this.turn++;
    this.cancelTimer();
    this.cancelWatch();
    this.src = undefined;
    this.attempt = 0;
    this.host.close();
  }

  /** A frame was shown. */
  onFrame(): void {
    if (this.src === undefined || this.phase === 'ended') {
      return;
    }
    this.cancelTimer();
    this.attempt = 0;
    this.enter('onair');
    this.watch();
  }

  /** The viewer paused, or the tab is hidden: no frames are no news. */
  onIdle(): void {
    this.cancelWatch();
  }

  /** The viewer wants to watch again: frames are due. */
  onExpecting(): void {
    if (this.src !== undefined && (this.phase === 'onair' || this.phase === 'interrupted')) {
      this.watch();
    }
  }

  /** The playback cannot go on by itself. The last frame stays on screen until the server answers. */
  onFatal(): void {
    if (this.src === undefined || this.phase === 'ended') {
      return;
    }
    this.cancelWatch();
    this.enter(this.phase === 'onair' || this.phase === 'interrupted' ? 'interrupted' : 'connecting');
    this.askLater(retryDelayMs(this.attempt++, this.host.random()));
  }

  /** The last frame of a complete playlist was shown. */
  onEnded(): void {
    if (this.src === undefined) {
      return;
    }
    this.cancelWatch();
    this.enter('ended');
    this.askLater(jitter(NEXT_SHOW_POLL_MS, this.host.random()));
  }

  /** The viewer plays a complete show once more. */
  onReplay(): void {
    if (this.phase === 'ended') {
      this.cancelTimer();
      this.enter('onair');
    }
  }

  private async ask(): Promise<void> {
    const { turn, src, phase } = this;
    if (src === undefined) {
      return;
    }
    const answer = await this.host.probe(src, phase === 'ended');
    if (turn !== this.turn || this.phase !== phase) {
      return;
    }
    if (phase === 'ended') {
      await this.afterTheEnd(src, answer);
    } else if (answer === 'absent') {
      this.attempt = 0;
      this.enter('offline');
      this.askLater(jitter(OFFLINE_POLL_MS, this.host.random()));
    } else if (answer === 'unreachable') {
      this.askLater(retryDelayMs(this.attempt++, this.host.random()));
    } else {
      await this.open(src);
    }
  }

  private async afterTheEnd(src: string, answer: Answer): Promise<void> {
    if (answer === 'live') {
      this.enter('connecting');
      await this.open(src);
    } else {
      this.askLater(jitter(NEXT_SHOW_POLL_MS, this.host.random()));
    }
  }

  private async open(src: string): Promise<void> {
    const { turn } = this;
    if (this.phase === 'offline') {
      this.enter('connecting');
    }
    try {
      await this.host.open(src);
    } catch {
      if (turn === this.turn) {
        this.askLater(retryDelayMs(this.attempt++, this.host.random()));
      }
      return;
    }
    if (turn === this.turn) {
      this.watch();
    }
  }

  /** First a word to the viewer, then, if the server answers and still nothing comes, a fresh start. */
  private watch(): void {
    this.cancelWatch();
    this.cancelWatch = this.host.later(QUIET_MS, () => {
      if (this.phase === 'onair') {
        this.enter('interrupted');
      }
      this.cancelWatch = this.host.later(STUCK_MS - QUIET_MS, () => void this.ask());
    });
  }

  private askLater(ms: number): void {
    this.cancelTimer();
    this.cancelTimer = this.host.later(ms, () => void this.ask());
  }

  private enter(phase: Phase): void {
    const previous = this.phase;
    this.phase = phase;
    if (phase !== previous) {
      this.host.phaseChanged(phase, previous);
    }
  }
}
