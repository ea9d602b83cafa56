import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IMAGES, PRODUCTS } from './catalogue.ts';
import {
  FRAME_RATE,
  loadLoop,
  type Loop,
  LOOP_PARTS,
  PART_S,
  PARTS_PER_SEGMENT,
  SEGMENT_S,
  SHAPES,
  shifted,
  timescalesOf,
} from './media.ts';

/** What the real server will send with its pages: no inline script, no inline style, nothing from elsewhere. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; media-src 'self' blob:; " +
  "connect-src 'self'; font-src 'self'; worker-src 'self' blob:; base-uri 'none'; frame-ancestors 'self'";

const dist = new URL('../dist/', import.meta.url);
/** How much of the past a live playlist holds. */
const WINDOW_SEGMENTS = 30;
const LEASE_S = 30;
const LOOP_FRAMES = LOOP_PARTS * PART_S * FRAME_RATE;

type Item = { t: 'card' | 'pin'; sku: string } | { t: 'offer'; sku: string; id: string; until: string };

interface Cue {
  readonly q: number;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  readonly items: readonly Item[];
}

/** One channel: a loop of pictures that began some time ago, and what the shop showed when. */
export class Channel {
  /** `absent`: 404. `broken`: the connection is cut. `stalled`: the playlist stands still. */
  state: 'live' | 'absent' | 'broken' | 'stalled' | 'complete' = 'live';
  private cues: Cue[] = [];
  private frozenAt: number | undefined;
  private readonly timescales: ReadonlyMap<number, number>;

  constructor(
    readonly name: string,
    readonly loop: Loop,
    /** Media date of the first frame, ms. */
    readonly began: number,
  ) {
    this.timescales = timescalesOf(loop.init);
  }

  get poster(): Buffer {
    return this.loop.poster;
  }

  /** Number of parts that are complete. */
  private get edge(): number {
    if (this.state === 'stalled' || this.state === 'complete') {
      this.frozenAt ??= Date.now();
    } else {
      this.frozenAt = undefined;
    }
    return Math.floor(((this.frozenAt ?? Date.now()) - this.began) / (PART_S * 1000));
  }

  /** Media date of the newest frame, ms. */
  get edgeDate(): number {
    return this.began + this.edge * PART_S * 1000;
  }

  /** The number that is painted into the frame of a media date. */
  frameAt(date: number): number {
    return Math.round(((date - this.began) * FRAME_RATE) / 1000) % LOOP_FRAMES;
  }

  /** How many frames the second is after the first, the shorter way round the loop. */
  framesBetween(first: number, second: number): number {
    return ((second - first + 1.5 * LOOP_FRAMES) % LOOP_FRAMES) - LOOP_FRAMES / 2;
  }

  /** Shows exactly these items from a date on (default: the edge), until the next cue or the lease's end. */
  cue(items: readonly Item[], start = this.edgeDate, leaseSeconds = LEASE_S): number {
    const q = this.cues.length + 1;
    this.cues.push({ q, start, end: start + leaseSeconds * 1000, reason: items[0]?.t ?? 'clear', items });
    return q;
  }

  clearCues(): void {
    this.cues = [];
  }

  cueList(): object {
    return {
      epoch: 'k7x2m9qa',
      cues: this.cues.map(({ q, start, end, reason, items }) => ({
        id: `k7x2m9qa-${q}`,
        q,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
        reason,
        state: items,
      })),
    };
  }

  multivariant(): string {
    const { width, height } = this.loop.shape;
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      `#EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=${width}x${height},FRAME-RATE=${FRAME_RATE}.000`,
      'media.m3u8',
      '',
    ].join('\n');
  }

  /** Whether the playlist holds this part already (RFC 8216bis §6.2.5.2). */
  has(msn: number, part: number): boolean {
    return this.edge > msn * PARTS_PER_SEGMENT + part;
  }

  media(): string {
    const parts = this.edge;
    const segments = Math.floor(parts / PARTS_PER_SEGMENT);
    const first = Math.max(0, segments - WINDOW_SEGMENTS);
    const complete = this.state === 'complete';
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      `#EXT-X-TARGETDURATION:${SEGMENT_S}`,
      `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=${3 * SEGMENT_S},PART-HOLD-BACK=1.5`,
      `#EXT-X-PART-INF:PART-TARGET=${PART_S}`,
      `#EXT-X-MEDIA-SEQUENCE:${first}`,
      '#EXT-X-MAP:URI="init.mp4"',
      ...this.cues.map(dateRange),
    ];
    for (let msn = first; msn <= segments; msn++) {
      const there = Math.min(PARTS_PER_SEGMENT, parts - msn * PARTS_PER_SEGMENT);
      if (complete && there < PARTS_PER_SEGMENT) {
        break;
      }
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(this.began + msn * SEGMENT_S * 1000).toISOString()}`);
      for (let part = 0; part < there && msn > segments - 4; part++) {
        lines.push(`#EXT-X-PART:DURATION=${PART_S},URI="p${msn}.${part}.m4s",INDEPENDENT=YES`);
      }
      if (there === PARTS_PER_SEGMENT) {
        lines.push(`#EXTINF:${SEGMENT_S.toFixed(5)},`, `s${msn}.m4s`);
      }
    }
    lines.push(
      complete ? '#EXT-X-ENDLIST' : `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p${segments}.${parts % PARTS_PER_SEGMENT}.m4s"`,
      '',
    );
    return lines.join('\n');
  }

  part(msn: number, part: number): Buffer {
    const index = msn * PARTS_PER_SEGMENT + part;
    const source = this.loop.parts[index % LOOP_PARTS];
    return source ? shifted(source, Math.floor(index / LOOP_PARTS), this.timescales) : Buffer.alloc(0);
  }

  segment(msn: number): Buffer {
    return Buffer.concat(Array.from({ length: PARTS_PER_SEGMENT }, (_, part) => this.part(msn, part)));
  }
}

function dateRange({ q, start, end, reason, items }: Cue): string {
  const json = JSON.stringify({ q, r: reason, s: items });
  return (
    `#EXT-X-DATERANGE:ID="k7x2m9qa-${q}",CLASS="dev.vitrine.shop.v1",START-DATE="${new Date(start).toISOString()}",` +
    `END-DATE="${new Date(end).toISOString()}",X-DEV-VITRINE-STATE="v1.${Buffer.from(json).toString('base64url')}"`
  );
}

/** The server's public side, small enough to be obvious: pages, playlists, catalogue, events. */
export class Fixture {
  readonly channels = new Map<string, Channel>();
  products: readonly object[] = PRODUCTS;
  productsDown = false;
  accent = '#b3263a';
  /** A page of somebody else's, at /shop, without our policy. */
  shopPage = '';
  private version = 1;
  private readonly listeners = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly pageHeaders: Readonly<Record<string, string>>,
  ) {}

  static async start(port = 0): Promise<Fixture> {
    const loops = await Promise.all(SHAPES.map(loadLoop));
    const server = createServer();
    const fixture = new Fixture(server, { 'content-security-policy': POLICY });
    for (const loop of loops) {
      fixture.channels.set(loop.shape.name, new Channel(loop.shape.name, loop, anchor()));
    }
    server.on('request', (request, response) => {
      fixture.answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return fixture;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  channel(name: string): Channel {
    const channel = this.channels.get(name);
    if (!channel) {
      throw new Error(`no channel '${name}'; there are ${[...this.channels.keys()].join(', ')}`);
    }
    return channel;
  }

  /** A channel that has just begun to exist, with the pictures of another. */
  add(name: string, like: 'wide' | 'tall', began = anchor()): Channel {
    const channel = new Channel(name, this.channel(like).loop, began);
    this.channels.set(name, channel);
    return channel;
  }

  setProducts(products: readonly object[]): void {
    this.products = products;
    this.version++;
    for (const listener of this.listeners) {
      listener.write(`event: products\ndata: {"version":${this.version}}\n\n`);
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    response.setHeader('access-control-allow-origin', '*');
    const [, top = '', name = '', file = ''] = url.pathname.split('/');
    const channel = this.channels.get(name);
    if (top === 'live' && channel) {
      return this.answerLive(channel, file, url, response);
    }
    if (top === 'watch' || top === 'overlay') {
      return this.answerPage(top, name, url, response);
    }
    if (top === 'embed') {
      return url.pathname.includes('.')
        ? this.answerFile(url.pathname.slice('/embed/'.length), response)
        : this.answerPage('embed', name, url, response);
    }
    if (top === 'shop') {
      return send(response, 200, 'text/html; charset=utf-8', this.shopPage);
    }
    if (url.pathname === '/products.json') {
      return this.productsDown
        ? send(response, 503, 'text/plain', 'down')
        : send(response, 200, 'application/json', JSON.stringify({ version: this.version, products: this.products }));
    }
    const image = top === 'images' ? IMAGES[name.replace('.svg', '')] : undefined;
    return image ? send(response, 200, 'image/svg+xml', image) : send(response, 404, 'text/plain', 'not found');
  }

  private async answerLive(channel: Channel, file: string, url: URL, response: ServerResponse): Promise<void> {
    if (file === 'poster.jpg') {
      return send(response, 200, 'image/jpeg', channel.poster);
    }
    if (file === 'events') {
      return this.listen(response);
    }
    if (channel.state === 'broken') {
      response.destroy();
      return;
    }
    if (channel.state === 'absent') {
      return send(response, 404, 'text/plain', 'not on air');
    }
    const playlist = 'application/vnd.apple.mpegurl';
    if (file === 'index.m3u8') {
      return send(response, 200, playlist, channel.multivariant());
    }
    if (file === 'cues.json') {
      return send(response, 200, 'application/json', JSON.stringify(channel.cueList()));
    }
    if (file === 'media.m3u8') {
      const msn = Number(url.searchParams.get('_HLS_msn') ?? -1);
      const part = Number(url.searchParams.get('_HLS_part') ?? PARTS_PER_SEGMENT - 1);
      if (msn >= 0 && !(await until(() => channel.state !== 'live' || channel.has(msn, part)))) {
        return send(response, 503, 'text/plain', 'too long');
      }
      return send(response, 200, playlist, channel.media());
    }
    if (file === 'init.mp4') {
      return send(response, 200, 'video/mp4', channel.loop.init);
    }
    const [, kind, msn, part] = /^([sp])(\d+)(?:\.(\d+))?\.m4s$/.exec(file) ?? [];
    if (kind === 'p' && (await until(() => channel.has(Number(msn), Number(part))))) {
      return send(response, 200, 'video/mp4', channel.part(Number(msn), Number(part)));
    }
    if (kind === 's') {
      return send(response, 200, 'video/mp4', channel.segment(Number(msn)));
    }
    return send(response, 404, 'text/plain', 'not found');
  }

  private async answerPage(page: string, name: string, url: URL, response: ServerResponse): Promise<void> {
    const html = await readFile(new URL(`pages/${page}.html`, dist), 'utf8');
    const values: Readonly<Record<string, string>> = {
      title: 'Tết đến xuân về',
      channel: name,
      brandName: 'Nhà Lụa',
      accent: this.accent,
      lang: url.searchParams.get('lang') ?? 'vi',
      publicUrl: `${this.origin}/watch/${name}`,
      poster: `/live/${name}/poster.jpg`,
      hls: `/live/${name}/index.m3u8`,
      products: '/products.json',
    };
    const filled = html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => escape(values[key] ?? ''));
    for (const [header, value] of Object.entries(this.pageHeaders)) {
      response.setHeader(header, value);
    }
    return send(response, 200, 'text/html; charset=utf-8', filled);
  }

  private async answerFile(path: string, response: ServerResponse): Promise<void> {
    const type = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }[path.split('.').at(-1) ?? ''];
    try {
      return send(response, 200, type ?? 'application/octet-stream', await readFile(new URL(path, dist)));
    } catch {
      return send(response, 404, 'text/plain', 'not found');
    }
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }
}

/** A show that began a minute ago, on a whole part. */
function anchor(): number {
  return Math.floor(Date.now() / 500) * 500 - 60_000;
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Waits for a condition as a blocked playlist request does: three target durations, then false. */
async function until(condition: () => boolean): Promise<boolean> {
  const deadline = Date.now() + 3 * SEGMENT_S * 1000;
  while (!condition()) {
    if (Date.now() > deadline) {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
