import { decodeState, isRecord } from './cue.ts';
import type { CueRange } from './timeline.ts';

/** The last change in `cues.json` (changes only, oldest first): what the shop shows at the live edge. */
export function newestState(json: unknown): CueRange | undefined {
  if (!isRecord(json) || !Array.isArray(json['cues'])) {
    return undefined;
  }
  const ranges = (json['cues'] as unknown[]).map(decodeEntry).filter((range) => range !== undefined);
  return ranges.reduce<CueRange | undefined>((best, range) => (best && best.q > range.q ? best : range), undefined);
}

function decodeEntry(value: unknown): CueRange | undefined {
  if (!isRecord(value) || typeof value['q'] !== 'number' || !Array.isArray(value['state'])) {
    return undefined;
  }
  const start = Date.parse(typeof value['start'] === 'string' ? value['start'] : '');
  if (Number.isNaN(start)) {
    return undefined;
  }
  const { id, reason } = value;
  return {
    id: typeof id === 'string' ? id : `${value['q']}`,
    q: value['q'],
    reason: typeof reason === 'string' ? reason : '',
    state: decodeState(value['state']),
    start,
    end: Number.POSITIVE_INFINITY,
  };
}
