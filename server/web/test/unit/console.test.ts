import { describe, expect, test } from 'vitest';
import type { Channel, CueEvent } from '../../src/api/types.ts';
import { type ChannelSnapshot, withCue } from '../../src/model/console.ts';

const pin = (q: number, sku: string): CueEvent => ({
  ...{ id: `e-${q}`, channel: 'main', q, start: '2026-11-22T18:07:21.250Z', reason: 'pin' },
  state: [{ t: 'pin', sku }],
});

const snapshot = (cue: Channel['cue']): ChannelSnapshot => ({ channel: { id: 'main', cue } as Channel, receivedAt: 5 });

describe('a cue that is heard of', () => {
  test('is what its channel shows from then on', () => {
    const before = new Map([['main', snapshot(null)]]);
    const after = withCue(withCue(before, pin(1, 'TS-01')), pin(2, 'TS-02'));
    expect(after.get('main')?.channel.cue?.state).toEqual([{ t: 'pin', sku: 'TS-02' }]);
    expect(after.get('main')?.receivedAt).toBe(5);
    expect(before.get('main')?.channel.cue).toBeNull();
  });

  test('changes nothing when a newer one is known, or nothing of its channel', () => {
    const known = withCue(new Map([['main', snapshot(null)]]), pin(2, 'TS-02'));
    expect(withCue(known, pin(1, 'TS-01'))).toBe(known);
    expect(withCue(new Map(), pin(1, 'TS-01')).size).toBe(0);
  });
});
