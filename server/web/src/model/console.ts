import { ApiClient, type Fetch } from '../api/client.ts';
import { EventStream, type Connection } from '../api/event-stream.ts';
import { ApiError } from '../api/problem.ts';
import type { ServerSentEvent } from '../api/sse-parser.ts';
import type { Channel, CueEvent, Product, Session } from '../api/types.ts';
import { CueDesk } from './cue-desk.ts';
import { Observable } from './observable.ts';

export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'in'; readonly user: string }
  /** `ended`: there was a session, and the page behind the login waits for its return. */
  | { readonly kind: 'out'; readonly ended: boolean };

/** A channel object and when this browser got it: the clocks on screen run on from there. */
export interface ChannelSnapshot {
  readonly channel: Channel;
  readonly receivedAt: number;
}

/** What a cue changes of what is known of its channel; an older one than that, heard late, changes nothing. */
export function withCue(
  channels: ReadonlyMap<string, ChannelSnapshot>,
  { channel: id, q, start, state }: CueEvent,
): ReadonlyMap<string, ChannelSnapshot> {
  const known = channels.get(id);
  if (known === undefined || (known.channel.cue !== null && known.channel.cue.q >= q)) return channels;
  return new Map(channels).set(id, { ...known, channel: { ...known.channel, cue: { q, start, state } } });
}

export interface Notice {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

const GOOD_NOTICE_MILLIS = 5_000;

/**
 * Everything the screens share: who is logged in, whether the server is reachable, the channels, the catalogue, one cue
 * desk per channel. The server is the truth; this is the last that was heard of it.
 */
export class Console {
  readonly session = new Observable<SessionState>({ kind: 'unknown' });
  readonly connection = new Observable<Connection>('connecting');
  readonly channels = new Observable<ReadonlyMap<string, ChannelSnapshot> | null>(null);
  readonly products = new Observable<readonly Product[] | null>(null);
  readonly notices = new Observable<readonly Notice[]>([]);
  /** Stream keys of this visit, by channel: the server shows each only once, so the page keeps it until it is left. */
  readonly freshKeys = new Observable<ReadonlyMap<string, string>>(new Map());
  readonly api: ApiClient;

  readonly #desks = new Map<string, CueDesk>();
  readonly #stream: EventStream;
  #noticeCount = 0;

  constructor(fetch: Fetch, base = '/api/v1') {
    this.api = new ApiClient(fetch, base, () => this.#sessionLost());
    this.#stream = new EventStream(fetch, `${base}/events`, {
      event: (event) => this.#heard(event),
      connection: (state) => this.#connectionChanged(state),
      sessionLost: () => this.#sessionLost(),
    });
  }

  /** Asks who we are; the answer decides between login and console. Tried again until the server answers. */
  async start(pause: (millis: number) => Promise<void>): Promise<void> {
    while (this.session.value.kind === 'unknown') {
      try {
        this.#enter(await this.api.session());
      } catch (failure) {
        if (failure instanceof ApiError && failure.status === 401) {
          this.session.set({ kind: 'out', ended: false });
        } else {
          this.connection.set('lost');
          await pause(1000);
        }
      }
    }
  }

  async login(user: string, password: string): Promise<void> {
    this.#enter(await this.api.login(user, password));
  }

  async logout(): Promise<void> {
    await this.api.logout();
    this.#stream.stop();
    this.#desks.clear();
    this.channels.set(null);
    this.products.set(null);
    this.freshKeys.set(new Map());
    this.session.set({ kind: 'out', ended: false });
  }

  get user(): string {
    return this.session.value.kind === 'in' ? this.session.value.user : '';
  }

  desk(channel: string): CueDesk {
    const known = this.#desks.get(channel);
    if (known !== undefined) return known;
    const desk = new CueDesk(channel, this.api, {
      now: () => performance.now(),
      newKey: newIdempotencyKey,
      pause: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
      user: () => this.user,
    });
    this.#desks.set(channel, desk);
    void this.#loadCues(desk);
    return desk;
  }

  takeChannel(channel: Channel): void {
    const before = this.channels.value?.get(channel.id)?.channel;
    const next = new Map(this.channels.value ?? []);
    next.set(channel.id, { channel, receivedAt: performance.now() });
    this.channels.set(next);
    const desk = this.#desks.get(channel.id);
    if (desk !== undefined && before?.show?.epoch !== channel.show?.epoch) void this.#loadCues(desk);
  }

  dropChannel(id: string): void {
    const next = new Map(this.channels.value ?? []);
    next.delete(id);
    this.channels.set(next);
    this.#desks.delete(id);
  }

  keepFreshKey(channel: string, key: string): void {
    this.freshKeys.update((keys) => new Map(keys).set(channel, key));
  }

  async refreshProducts(): Promise<void> {
    this.products.set(await this.api.products());
  }

  notify(tone: Notice['tone'], text: string): void {
    const notice: Notice = { id: ++this.#noticeCount, tone, text };
    this.notices.update((notices) => [...notices.slice(-2), notice]);
    if (tone === 'good') setTimeout(() => this.dismiss(notice.id), GOOD_NOTICE_MILLIS);
  }

  dismiss(notice: number): void {
    this.notices.update((notices) => notices.filter((other) => other.id !== notice));
  }

  retryConnection(): void {
    this.#stream.retryNow();
  }

  #enter(session: Session): void {
    this.session.set({ kind: 'in', user: session.user });
    this.#stream.start();
  }

  #sessionLost(): void {
    if (this.session.value.kind !== 'in') return;
    this.#stream.stop();
    this.session.set({ kind: 'out', ended: true });
  }

  #connectionChanged(state: Connection): void {
    this.connection.set(state);
    // Whatever was missed while nobody listened is fetched, not guessed.
    if (state === 'open') void this.#refresh();
  }

  async #refresh(): Promise<void> {
    try {
      const [channels] = await Promise.all([this.api.channels(), this.refreshProducts()]);
      const receivedAt = performance.now();
      this.channels.set(new Map(channels.map((channel) => [channel.id, { channel, receivedAt }])));
      await Promise.all([...this.#desks.values()].map((desk) => this.#loadCues(desk)));
    } catch {
      // The stream notices a server that is gone, and its return comes back here.
    }
  }

  async #loadCues(desk: CueDesk): Promise<void> {
    try {
      desk.load(await this.api.cues(desk.channel));
    } catch {
      // As above; a channel that has never been on air may also have no time line to tell.
    }
  }

  #heard({ event, data }: ServerSentEvent): void {
    switch (event) {
      case 'channel':
        this.takeChannel(JSON.parse(data) as Channel);
        break;
      case 'cue': {
        const cue = JSON.parse(data) as CueEvent;
        this.channels.update((known) => known && withCue(known, cue));
        this.#desks.get(cue.channel)?.accept(cue);
        break;
      }
      case 'products':
        this.refreshProducts().catch(() => undefined);
        break;
      default:
        break;
    }
  }
}

/** `crypto.randomUUID` wants a secure context; a console on a plain http address in the studio network has none. */
function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
