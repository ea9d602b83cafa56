import { readFileSync } from 'node:fs';
import { STATE_ATTRIBUTE } from './cue.ts';
import type { DateRangeTag } from './timeline.ts';

/** For tests: the files that the server's tests write and read. Both sides of the format stand on the same ground. */
const folder = new URL('../../../src/test/resources/golden/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

export interface GoldenState {
  at: string;
  q: number | null;
  state: unknown[];
  why?: string;
}

export const golden = JSON.parse(read('cue-states.json')) as { playlist: string; class: string; states: GoldenState[] };

/** Attributes of each date range, by name. Enough of a reader for this file; in the browser a player does this. */
export const goldenRanges: ReadonlyMap<string, string>[] = read(golden.playlist)
  .split('\n')
  .filter((line) => line.startsWith('#EXT-X-DATERANGE:'))
  .map((line) => new Map([...line.matchAll(/([A-Z0-9-]+)="([^"]*)"/g)].map((m) => [m[1] ?? '', m[2] ?? ''])));

export const goldenTags: DateRangeTag[] = goldenRanges.map((attributes) => ({
  id: attributes.get('ID') ?? '',
  class: attributes.get('CLASS') ?? '',
  start: Date.parse(attributes.get('START-DATE') ?? ''),
  end: Date.parse(attributes.get('END-DATE') ?? ''),
  value: attributes.get(STATE_ATTRIBUTE),
}));
