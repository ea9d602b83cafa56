import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESTART_MS, STILL_MS, stayLive } from './stay-live.ts';

describe('stayLive', () => {
  let video: { currentTime: number; duration: number; paused: boolean; ended: boolean; error: object | null };
  let over: boolean;
  let done: string[];
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    video = { currentTime: 10, duration: Infinity, paused: false, ended: false, error: null };
    over = false;
    done = [];
    stop = stayLive(video as HTMLMediaElement, {
      goLive: () => done.push('live'),
      restart: () => done.push('restart'),
      isOver: () => over,
    });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  function pass(ms: number, moving: boolean): void {
    for (let left = ms; left > 0; left -= 500) {
      video.currentTime += moving ? 0.5 : 0;
      vi.advanceTimersByTime(500);
    }
  }

  it('leaves a picture alone that moves, or that a viewer has stopped', () => {
    pass(60_000, true);
    video.paused = true;
    pass(60_000, false);
    expect(done).toEqual([]);
  });

  it('first goes to the live edge, then begins anew, again and again', () => {
    pass(STILL_MS + 500, false);
    expect(done).toEqual(['live']);
    pass(RESTART_MS * 1.2 + 500, false);
    expect(done).toEqual(['live', 'restart']);
    pass(RESTART_MS * 6, false);
    expect(done.length).toBeGreaterThanOrEqual(6);
    expect(new Set(done.slice(1))).toEqual(new Set(['restart']));
  });

  it('begins with the mild remedy again after the picture has moved', () => {
    pass(STILL_MS + 500, false);
    pass(1_000, true);
    pass(STILL_MS + 500, false);
    expect(done).toEqual(['live', 'live']);
  });

  it('goes on helping a player that has paused itself over an error', () => {
    pass(STILL_MS + 500, false);
    video.paused = true;
    pass(RESTART_MS * 2, false);
    expect(done.slice(0, 2)).toEqual(['live', 'restart']);
  });

  it('goes on helping a player that has let go of its media and could not load it again', () => {
    pass(STILL_MS + 500, false);
    pass(RESTART_MS * 1.2 + 500, false);
    video.currentTime = 0;
    video.paused = true;
    pass(RESTART_MS * 3, false);
    expect(done.slice(0, 4)).toEqual(['live', 'restart', 'restart', 'restart']);
    video.paused = false;
    pass(1_000, true);
    video.paused = true;
    const { length } = done;
    pass(60_000, false);
    expect(done).toHaveLength(length);
  });

  it('leaves the end of a show alone, whatever was done before', () => {
    pass(STILL_MS + 500, false);
    video.ended = true;
    pass(60_000, false);
    expect(done).toEqual(['live']);
  });

  it('goes to the end of a show that ended in an outage, and does not begin it anew', () => {
    over = true;
    video.duration = 40;
    pass(STILL_MS + 500, false);
    expect(video.currentTime).toBe(39.75);
    pass(RESTART_MS * 3, false);
    expect(done).toEqual([]);
  });

  it('leaves a viewer who is further back in a show that is over where they are', () => {
    over = true;
    video.duration = 400;
    pass(RESTART_MS * 3, false);
    expect(video.currentTime).toBe(10);
    expect(done).toEqual([]);
  });

  it('ends when it is told to', () => {
    stop();
    pass(60_000, false);
    expect(done).toEqual([]);
  });
});
