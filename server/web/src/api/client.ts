import { ApiError, NoAnswer, parseRetryAfter, type Problem } from './problem.ts';
import type {
  Channel,
  CreatedChannel,
  CueOrder,
  CueReceipt,
  CueTimeline,
  ImportReport,
  Product,
  Session,
  Show,
  Storage,
} from './types.ts';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

interface Call {
  body?: BodyInit;
  contentType?: string;
  idempotencyKey?: string;
  /** A request that has not been answered by then is given up (milliseconds). */
  timeoutMillis?: number;
}

/** What an operator may change of a channel; what is left out stays as it is. */
export type ChannelChange = Partial<Pick<Channel, 'title' | 'captureDelayMillis' | 'encoderCues' | 'allowFrom'>>;

const ANSWER_WITHIN_MILLIS = 10_000;
const UPLOAD_WITHIN_MILLIS = 120_000;

/** docs/api.md as methods. Holds the CSRF token; the session itself is a cookie that scripts cannot read. */
export class ApiClient {
  #csrf = '';
  #clockOffsetMillis = 0;

  constructor(
    private readonly fetch: Fetch,
    private readonly base = '/api/v1',
    /** Called when the server no longer knows us, so that the login can be shown without losing the page. */
    private readonly onSessionLost: () => void = () => undefined,
  ) {}

  /** The server's clock, from the Date header of its last answer: exact to a second, enough for "2 s ago". */
  serverNow(): number {
    return Date.now() + this.#clockOffsetMillis;
  }

  async login(user: string, password: string): Promise<Session> {
    return this.#remember(await this.#send<Session>('POST', '/session', json({ user, password })));
  }

  async session(): Promise<Session> {
    return this.#remember(await this.#send<Session>('GET', '/session'));
  }

  async logout(): Promise<void> {
    await this.#send('DELETE', '/session');
    this.#csrf = '';
  }

  async channels(): Promise<Channel[]> {
    return (await this.#send<{ channels: Channel[] }>('GET', '/channels')).channels;
  }

  channel(id: string): Promise<Channel> {
    return this.#send('GET', `/channels/${enc(id)}`);
  }

  createChannel(id: string, title: string): Promise<CreatedChannel> {
    return this.#send('POST', '/channels', json({ id, title }));
  }

  changeChannel(id: string, change: ChannelChange): Promise<Channel> {
    return this.#send('PATCH', `/channels/${enc(id)}`, json(change));
  }

  deleteChannel(id: string): Promise<void> {
    return this.#send('DELETE', `/channels/${enc(id)}`);
  }

  async rotateKey(id: string): Promise<string> {
    return (await this.#send<{ streamKey: string }>('POST', `/channels/${enc(id)}/key`)).streamKey;
  }

  endShow(id: string): Promise<void> {
    return this.#send('POST', `/channels/${enc(id)}/end`);
  }

  cues(id: string): Promise<CueTimeline> {
    return this.#send('GET', `/channels/${enc(id)}/cues`);
  }

  orderCue(id: string, order: CueOrder, idempotencyKey: string): Promise<CueReceipt> {
    return this.#send('POST', `/channels/${enc(id)}/cues`, { ...json(order), idempotencyKey });
  }

  undoCue(id: string, idempotencyKey: string): Promise<CueReceipt> {
    return this.#send('POST', `/channels/${enc(id)}/cues/undo`, { idempotencyKey });
  }

  async products(): Promise<Product[]> {
    return (await this.#send<{ products: Product[] }>('GET', '/products')).products;
  }

  putProduct(product: Product): Promise<Product> {
    return this.#send('PUT', `/products/${enc(product.sku)}`, json(product));
  }

  deleteProduct(sku: string): Promise<void> {
    return this.#send('DELETE', `/products/${enc(sku)}`);
  }

  putImage(sku: string, image: Blob): Promise<Product> {
    return this.#send('PUT', `/products/${enc(sku)}/image`, {
      body: image,
      contentType: image.type,
      timeoutMillis: UPLOAD_WITHIN_MILLIS,
    });
  }

  /** Nothing is changed when `dryRun`; otherwise all rows are, or (422 with the bad rows) none. */
  importProducts(file: Blob, contentType: string, currency: string, dryRun: boolean): Promise<ImportReport> {
    const query = new URLSearchParams({ currency, dryRun: String(dryRun) });
    return this.#send('POST', `/products/import?${query.toString()}`, {
      body: file,
      contentType,
      timeoutMillis: UPLOAD_WITHIN_MILLIS,
    });
  }

  shows(): Promise<{ shows: Show[]; storage: Storage }> {
    return this.#send('GET', '/shows');
  }

  deleteShow(id: string): Promise<void> {
    return this.#send('DELETE', `/shows/${enc(id)}`);
  }

  planShow(channel: string, title: string, start: string | null): Promise<Show> {
    return this.#send('POST', `/channels/${enc(channel)}/shows`, json(start === null ? { title } : { title, start }));
  }

  #remember(session: Session): Session {
    this.#csrf = session.csrf;
    return session;
  }

  async #send<T>(method: string, path: string, call: Call = {}): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (call.contentType !== undefined) headers['Content-Type'] = call.contentType;
    if (call.idempotencyKey !== undefined) headers['Idempotency-Key'] = call.idempotencyKey;
    if (method !== 'GET' && this.#csrf !== '') headers['X-CSRF-Token'] = this.#csrf;

    let response: Response;
    try {
      response = await this.fetch(this.base + path, {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(call.timeoutMillis ?? ANSWER_WITHIN_MILLIS),
        ...(call.body === undefined ? {} : { body: call.body }),
      });
    } catch (cause) {
      throw new NoAnswer(`${method} ${path}`, { cause });
    }
    this.#readClock(response);
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;

    const refusal = new ApiError(
      response.status,
      await problemOf(response),
      parseRetryAfter(response.headers.get('Retry-After'), this.serverNow()),
    );
    // A failed login is a wrong password, not a lost session; a wrong CSRF token means another login replaced ours.
    const lost = refusal.status === 401 || refusal.status === 403;
    if (lost && path !== '/session') this.onSessionLost();
    throw refusal;
  }

  #readClock(response: Response): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    const offset = date - Date.now();
    // The header is cut to whole seconds: a difference below that is not a difference.
    this.#clockOffsetMillis = Math.abs(offset) < 1500 ? 0 : offset;
  }
}

function enc(segment: string): string {
  return encodeURIComponent(segment);
}

function json(value: unknown): Call {
  return { body: JSON.stringify(value), contentType: 'application/json' };
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { title: response.statusText, status: response.status };
  }
}
