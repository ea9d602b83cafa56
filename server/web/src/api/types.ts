/** The JSON of docs/api.md, member by member. Dates stay ISO 8601 text; durations name their unit. */

export interface Session {
  user: string;
  csrf: string;
}

export type ChannelState = 'offline' | 'live' | 'hold';

export interface VideoInput {
  codec: string | null;
  codecs: string | null;
  width: number | null;
  height: number | null;
  frameRate: number | null;
  gopSeconds: number | null;
  /** Bits per second, measured. */
  bitrate: number | null;
}

export interface AudioInput {
  codec: string | null;
  codecs: string | null;
  sampleRate: number | null;
  channels: number | null;
  /** Bits per second, measured. */
  bitrate: number | null;
}

export interface Advice {
  level: 'info' | 'warn' | 'error';
  text: string;
}

export interface RunningShow {
  id: string;
  epoch: string;
  title: string;
  start: string;
}

export interface Channel {
  id: string;
  title: string;
  captureDelayMillis: number;
  /** Whether the encoder may place cues with its own messages. */
  encoderCues: boolean;
  /** Networks that may publish; empty: all. */
  allowFrom: string[];
  state: ChannelState;
  live: boolean;
  since: string | null;
  show: RunningShow | null;
  /** Media date of the newest frame at ingest. */
  edge: string | null;
  encoder: string | null;
  publisher: string | null;
  video: VideoInput | null;
  audio: AudioInput | null;
  viewers: number;
  lastError: { at: string; message: string } | null;
  advice: Advice[];
  cue: { q: number; start: string; state: ShopItem[] } | null;
  keySource: 'database' | 'configuration';
  urls: { watch: string; hls: string; embed: string; overlay: string; poster: string; rtmp: string };
}

export interface CreatedChannel extends Channel {
  /** Shown this once; the server keeps only a hash. */
  streamKey: string;
}

/** One item of the overlay's state, as the cue format names it. Unknown kinds pass through untouched. */
export interface ShopItem {
  t: string;
  sku?: string;
  id?: string;
  until?: string;
}

export type CueVerb = 'show' | 'pin' | 'unpin' | 'hide' | 'offer' | 'clear';

export interface CueOrder {
  do: CueVerb;
  sku?: string;
  /** `live`, or a media date of the running show. */
  at: string;
  until?: string;
  note?: string;
}

export interface CueReceipt {
  id: string;
  q: number;
  start: string;
  state: ShopItem[];
}

export interface Cue extends CueReceipt {
  end?: string | null;
  reason: string;
  note?: string;
  by?: string;
}

export interface CueTimeline {
  epoch: string | null;
  cues: Cue[];
}

export interface CueEvent extends CueReceipt {
  channel: string;
  reason: string;
  by?: string;
}

export interface Money {
  /** An integer in the currency's minor unit. */
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
}

export const AVAILABILITIES = ['in_stock', 'out_of_stock', 'preorder', 'backorder'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export interface Product {
  sku: string;
  title: string;
  description?: string;
  brand?: string;
  code?: string;
  price: Money;
  compareAt?: Money;
  availability?: Availability;
  stock?: number;
  link: string;
  cart?: string;
  images?: string[];
  group?: string;
  options?: Record<string, string>;
}

export interface ImportReport {
  format: string;
  read: number;
  created: number;
  updated: number;
  products: Product[];
}

export interface Show {
  id: string;
  channel: string;
  title: string;
  epoch: string | null;
  start: string | null;
  end: string | null;
  state: 'planned' | 'live' | 'hold' | 'ended';
  /** null while it is not over, and when its media is not kept any more. */
  replay?: { bytes: number; page: string; hls: string; download: string } | null;
}

/** The room that shows take, as of half a minute ago at most. */
export interface Storage {
  replayBytes: number;
  liveBytes: number;
  quotaBytes: number;
  freeBytes: number;
  /** Media is not kept at the moment, for want of room. */
  full: boolean;
}
