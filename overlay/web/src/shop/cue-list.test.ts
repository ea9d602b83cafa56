import { expect, it } from 'vitest';
import { newestState } from './cue-list.ts';

const cue = (q: number, sku: string): object => ({
  id: `e-${q}`,
  q,
  start: '2026-11-22T18:07:21.250Z',
  reason: 'pin',
  state: [{ t: 'pin', sku }],
});

it('takes the change with the highest q, wherever it stands', () => {
  expect(newestState({ epoch: 'e', cues: [cue(1, 'A'), cue(7, 'B'), cue(3, 'C')] })).toMatchObject({
    q: 7,
    state: [{ t: 'pin', sku: 'B' }],
  });
});

it.each([
  ['no cues yet', { epoch: 'e', cues: [] }],
  ['another shape', { cues: {} }],
  ['damaged entries', { cues: [{ q: 1, state: [] }, { q: '2', start: '2026-11-22T18:07:21.250Z', state: [] }, null] }],
  ['nothing', null],
])('answers nothing for %s', (_, json) => {
  expect(newestState(json)).toBeUndefined();
});
