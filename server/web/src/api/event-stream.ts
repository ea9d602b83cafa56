import type { Fetch } from './client.ts';
import { SseParser, type ServerSentEvent } from './sse-parser.ts';

export type Connection = 'connecting' | 'open' | 'lost';

export interface EventStreamListener {
  event(event: ServerSentEvent): void;
  connection(state: Connection): void;
  sessionLost(): void;
}

/** The server comments every 15 s; two silences in a row mean that nobody is there any more. */
const SILENCE_MILLIS = 35_000;
const LONGEST_PAUSE_MILLIS = 8_000;

/**
 * Server-sent events over fetch instead of EventSource, because the console has to know what EventSource hides: whether
 * the session has ended (401), and whether a connection that looks open is dead (no keep-alive comments).
 */
export class EventStream {
  #stop: AbortController | null = null;
  #wake: () => void = () => undefined;

  constructor(
    private readonly fetch: Fetch,
    private readonly url: string,
    private readonly listener: EventStreamListener,
  ) {}

  start(): void {
    if (this.#stop !== null) return;
    this.#stop = new AbortController();
    void this.#run(this.#stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  /** Ends the pause before the next attempt: the machine says that the network is back, or a person asked. */
  retryNow(): void {
    this.#wake();
  }

  async #run(stopped: AbortSignal): Promise<void> {
    let failures = 0;
    this.listener.connection('connecting');
    while (!stopped.aborted) {
      const opened = await this.#connect(stopped);
      if (isAborted(stopped)) return;
      failures = opened ? 1 : failures + 1;
      this.listener.connection('lost');
      await this.#pause(Math.min(LONGEST_PAUSE_MILLIS, 500 * 2 ** (failures - 1)), stopped);
    }
  }

  /** Reads until the connection ends; true if it had been open. */
  async #connect(stopped: AbortSignal): Promise<boolean> {
    const silence = new AbortController();
    let watchdog = setTimeout(() => silence.abort(), SILENCE_MILLIS);
    let opened = false;
    try {
      const response = await this.fetch(this.url, {
        headers: { Accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.any([stopped, silence.signal]),
      });
      if (response.status === 401) {
        this.stop();
        this.listener.sessionLost();
        return false;
      }
      if (!response.ok || response.body === null) return false;
      opened = true;
      this.listener.connection('open');
      const parser = new SseParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => silence.abort(), SILENCE_MILLIS);
        for (const event of parser.feed(read.value)) this.listener.event(event);
      }
    } catch {
      // Refused, cut or silent: all the same to us, the next attempt follows.
    } finally {
      clearTimeout(watchdog);
    }
    return opened;
  }

  #pause(millis: number, stopped: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      stopped.addEventListener('abort', this.#wake, { once: true });
    });
  }
}

/** Asked through a function, because the compiler believes that a flag it has just read cannot have changed since. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
