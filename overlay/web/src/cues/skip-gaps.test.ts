import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { behindGap, GAP_TAG, skipGaps } from './skip-gaps.ts';
import type { VhsPlaylist, VideoJsPlayer } from './video-js.ts';

const DATE = 1_000_000;

/** Segments of two seconds; `m` with media, `.` a gap. VHS knows the place of the first `loaded` ones. */
function playlist(segments: string, loaded: number): VhsPlaylist {
  return {
    segments: [...segments].map((kind, index) => ({
      duration: 2,
      programDateTime: DATE + index * 2_000,
      ...(index < loaded ? { start: 10 + index * 2 } : {}),
      ...(kind === '.' ? { custom: { gap: '#EXT-X-GAP' } } : {}),
    })),
  };
}

describe('behindGap', () => {
  it('is the start of the first segment with media behind the gap that the picture has come to', () => {
    expect(behindGap(playlist('mm...mm', 2), 13.9)).toBeCloseTo(20.05);
    expect(behindGap(playlist('mm...mm', 2), 15)).toBeCloseTo(20.05);
  });

  it('is nowhere before there is media again', () => {
    expect(behindGap(playlist('mm...', 2), 13.9)).toBeUndefined();
  });

  it('is nowhere while there is media to wait for, however near a gap is', () => {
    expect(behindGap(playlist('mm.m', 2), 13.4)).toBeUndefined();
    expect(behindGap(playlist('mmm', 2), 13.9)).toBeUndefined();
    expect(behindGap(playlist('mm..m', 0), 13.9)).toBeUndefined();
  });

  it('leaves out the next gap: the picture has not come to it', () => {
    expect(behindGap(playlist('m.m.m', 1), 11.8)).toBeCloseTo(14.05);
  });
});

describe('skipGaps', () => {
  const video = { currentTime: 13.9, paused: false };
  let media = playlist('mm..', 2);
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    Object.assign(video, { currentTime: 13.9, paused: false });
    media = playlist('mm..', 2);
    const player = { tech: () => ({ el: () => video, vhs: { playlists: { media: () => media } } }) };
    stop = skipGaps(player as unknown as VideoJsPlayer);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('waits at the gap, and goes on behind it as soon as media is listed', () => {
    vi.advanceTimersByTime(2_000);
    expect(video.currentTime).toBe(13.9);
    media = playlist('mm..m', 2);
    vi.advanceTimersByTime(250);
    expect(video.currentTime).toBeCloseTo(18.05);
  });

  it('leaves alone a picture that moves, and a viewer who paused', () => {
    media = playlist('mm..m', 2);
    for (let i = 0; i < 4; i++) {
      video.currentTime += 0.02;
      vi.advanceTimersByTime(250);
    }
    video.paused = true;
    vi.advanceTimersByTime(2_000);
    expect(video.currentTime).toBeCloseTo(13.98);
  });

  it('ends when it is told to', () => {
    stop();
    media = playlist('mm..m', 2);
    vi.advanceTimersByTime(2_000);
    expect(video.currentTime).toBe(13.9);
  });
});

it('GAP_TAG is what VHS wants of a parser', () => {
  expect(GAP_TAG.expression.test('#EXT-X-GAP')).toBe(true);
  expect(GAP_TAG.expression.test('#EXT-X-MAP:URI="x"')).toBe(false);
  expect(GAP_TAG).toMatchObject({ customType: 'gap', segment: true });
});
