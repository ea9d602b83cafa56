import { ApiError, NoAnswer } from '../api/problem.ts';
import type { Cue, CueEvent, CueOrder, CueReceipt, CueTimeline, ShopItem } from '../api/types.ts';
import { Observable } from './observable.ts';
import { predict, undoStack } from './shop-state.ts';

/** The calls that change what the shop shows. */
export interface CuePort {
  orderCue(channel: string, order: CueOrder, idempotencyKey: string): Promise<CueReceipt>;
  undoCue(channel: string, idempotencyKey: string): Promise<CueReceipt>;
}

export interface DeskSurroundings {
  /** Milliseconds; only differences are used. */
  now(): number;
  newKey(): string;
  pause(millis: number): Promise<void>;
  /** Who is logged in here. */
  user(): string;
}

export type StepStatus = 'sending' | 'again' | 'confirmed' | 'failed';

/** One thing that was asked for here. `order` is null for an undo. */
export interface Step {
  readonly key: string;
  readonly order: CueOrder | null;
  readonly askedAt: number;
  readonly status: StepStatus;
  /** From the click to the server's word that it is on disk. */
  readonly confirmedAfterMillis: number | null;
  readonly q: number | null;
  readonly failure: Error | null;
}

export interface DeskState {
  /** What the screen shows: the server's last word plus what is on its way. */
  readonly shown: readonly ShopItem[];
  readonly confirmed: readonly ShopItem[];
  readonly history: readonly Cue[];
  /** Asked for here and not yet answered, or refused and not yet dismissed. */
  readonly steps: readonly Step[];
  /** Own steps that were confirmed, by cue number. */
  readonly answered: ReadonlyMap<number, Step>;
  readonly canUndo: boolean;
}

export interface ForeignPin {
  by: string;
  sku: string;
  secondsAgo: number;
}

const PAUSES_MILLIS = [300, 700, 1500, 3000];
/** Two people pinning within this time are probably answering the same moment of the show. */
export const CONTEST_MILLIS = 2000;

/**
 * The optimistic side of the server's cue desk. Orders are applied to the screen at once, sent one after the other (so
 * that they keep their order), and either confirmed by the server's answer or taken back with its reason. An order that
 * got no answer is repeated with the same idempotency key: it can never happen twice.
 */
export class CueDesk {
  readonly state: Observable<DeskState>;
  #confirmed: ShopItem[] = [];
  #q = -1;
  #epoch: string | null = null;
  #history: Cue[] = [];
  #steps: Step[] = [];
  #answered = new Map<number, Step>();
  #foreign: { by: string; sku: string; at: number; q: number } | null = null;
  #sending: Promise<void> | null = null;

  constructor(
    readonly channel: string,
    private readonly port: CuePort,
    private readonly around: DeskSurroundings,
  ) {
    this.state = new Observable(this.#view());
  }

  /** The server's whole time line: at the start, after a lost connection, and when a new show begins. */
  load(timeline: CueTimeline): void {
    if (timeline.epoch !== this.#epoch) this.#answered = new Map();
    this.#epoch = timeline.epoch;
    this.#history = [...timeline.cues].sort((a, b) => a.q - b.q);
    const last = this.#history.at(-1);
    this.#q = last?.q ?? -1;
    this.#confirmed = last?.state ?? [];
    this.#publish();
  }

  order(order: CueOrder): void {
    this.#enqueue(order);
  }

  undo(): void {
    this.#enqueue(null);
  }

  retry(step: Step): void {
    if (step.status !== 'failed') return;
    this.#replace(step.key, { status: 'sending', failure: null });
    this.#sendAll();
  }

  dismiss(step: Step): void {
    this.#steps = this.#steps.filter((other) => other.key !== step.key);
    this.#publish();
  }

  /** What anybody did, as the event stream tells it. Our own steps come by here too, before or after their answer. */
  accept(event: CueEvent): void {
    this.#record({ ...event });
    const pinned = event.reason === 'pin' ? event.state.find((item) => item.t === 'pin')?.sku : undefined;
    if (pinned !== undefined) {
      this.#foreign = { by: event.by ?? '', sku: pinned, at: this.around.now(), q: event.q };
    }
    this.#publish();
  }

  /** Somebody else's pin that is so fresh that ours would fight it. */
  contested(): ForeignPin | null {
    const pin = this.#foreign;
    if (pin === null) return null;
    const age = this.around.now() - pin.at;
    const ours = this.#answered.has(pin.q) || (pin.by === this.around.user() && this.#sending !== null);
    if (age > CONTEST_MILLIS || ours) return null;
    return { by: pin.by, sku: pin.sku, secondsAgo: Math.max(1, Math.round(age / 1000)) };
  }

  /** Resolves once nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#sending !== null) await this.#sending;
  }

  #enqueue(order: CueOrder | null): void {
    const step: Step = {
      key: this.around.newKey(),
      order,
      askedAt: this.around.now(),
      status: 'sending',
      confirmedAfterMillis: null,
      q: null,
      failure: null,
    };
    // A new wish is the answer to an old refusal: it goes from the screen.
    this.#steps = [...this.#steps.filter((other) => other.status !== 'failed'), step];
    this.#publish();
    this.#sendAll();
  }

  #sendAll(): void {
    if (this.#sending !== null) return;
    this.#sending = this.#drain().finally(() => {
      this.#sending = null;
    });
  }

  async #drain(): Promise<void> {
    for (;;) {
      const step = this.#steps.find((candidate) => candidate.status === 'sending');
      if (step === undefined) return;
      await this.#carryOut(step);
    }
  }

  async #carryOut(step: Step): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        this.#confirm(step, await this.#send(step));
        return;
      } catch (failure) {
        const pause = PAUSES_MILLIS[attempt];
        if (!mayPassByItself(failure) || pause === undefined) {
          this.#replace(step.key, { status: 'failed', failure: asError(failure) });
          return;
        }
        this.#replace(step.key, { status: 'again' });
        await this.around.pause(pause);
      }
    }
  }

  #send(step: Step): Promise<CueReceipt> {
    return step.order === null
      ? this.port.undoCue(this.channel, step.key)
      : this.port.orderCue(this.channel, step.order, step.key);
  }

  #confirm(step: Step, receipt: CueReceipt): void {
    const confirmed: Step = {
      ...step,
      status: 'confirmed',
      q: receipt.q,
      confirmedAfterMillis: this.around.now() - step.askedAt,
    };
    this.#answered = new Map(this.#answered).set(receipt.q, confirmed);
    this.#steps = this.#steps.filter((other) => other.key !== step.key);
    const note = step.order?.note;
    this.#record({
      ...receipt,
      reason: step.order?.do ?? 'undo',
      by: this.around.user(),
      ...(note === undefined ? {} : { note }),
    });
    this.#publish();
  }

  #record(cue: Cue): void {
    const known = this.#history.findIndex((other) => other.q === cue.q);
    if (known < 0) this.#history = [...this.#history, cue].sort((a, b) => a.q - b.q);
    else this.#history = this.#history.with(known, { ...this.#history[known], ...cue });
    if (cue.q >= this.#q) {
      this.#q = cue.q;
      this.#confirmed = cue.state;
    }
  }

  #replace(key: string, change: Partial<Step>): void {
    this.#steps = this.#steps.map((step) => (step.key === key ? { ...step, ...change } : step));
    this.#publish();
  }

  #publish(): void {
    this.state.set(this.#view());
  }

  #view(): DeskState {
    const stack = undoStack(this.#history);
    let shown = this.#confirmed;
    for (const step of this.#steps) {
      if (step.status === 'failed') continue;
      if (step.order === null) {
        if (stack.length > 1) stack.pop();
        shown = stack.at(-1) ?? [];
      } else {
        shown = predict(shown, step.order);
        stack.push(shown);
      }
    }
    return {
      shown,
      confirmed: this.#confirmed,
      history: this.#history,
      steps: this.#steps,
      answered: this.#answered,
      canUndo: stack.length > 1,
    };
  }
}

function mayPassByItself(failure: unknown): boolean {
  return failure instanceof NoAnswer || (failure instanceof ApiError && failure.status === 503);
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
