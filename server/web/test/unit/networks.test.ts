import { describe, expect, test } from 'vitest';
import { readNetworks } from '../../src/model/networks.ts';

describe('networks as people type them', () => {
  test('one a line, or with commas or spaces', () => {
    expect(readNetworks(' 10.0.0.0/8,203.0.113.7\n\nfd00::/8 ::1 ')).toEqual({
      networks: ['10.0.0.0/8', '203.0.113.7', 'fd00::/8', '::1'],
      wrong: [],
    });
    expect(readNetworks(' \n')).toEqual({ networks: [], wrong: [] });
  });

  test.each(['studio', '10.0.0.0/33', '10.0.0.256', '10.0.0', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/', '/8'])(
    'not %s',
    (text) => {
      expect(readNetworks(`::1 ${text}`).wrong).toEqual([text]);
    },
  );
});
