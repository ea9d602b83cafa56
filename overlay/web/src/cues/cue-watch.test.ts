import { describe, expect, it } from 'vitest';
import { golden, goldenTags } from '../shop/golden.ts';
import type { CueRange } from '../shop/timeline.ts';
import { CueWatch, type PlaylistView } from './cue-watch.ts';

const ZERO = Date.parse('2026-11-22T18:07:04.000Z');

/** A media element that presents a frame when the test says so. */
class Video extends EventTarget {
  private presented: ((now: number, frame: { mediaTime: number }) => void) | undefined;

  requestVideoFrameCallback(callback: typeof this.presented): number {
    this.presented = callback;
    return 1;
  }
  cancelVideoFrameCallback(): void {
    this.presented = undefined;
  }
  show(date: string): void {
    this.presented?.(0, { mediaTime: (Date.parse(date) - ZERO) / 1000 });
  }
}

class World {
  readonly video = new Video();
  readonly told: (number | undefined)[] = [];
  reads = 0;
  view: PlaylistView | undefined = this.playlist(goldenTags);
  readonly watch = new CueWatch(
    this.video as unknown as HTMLVideoElement,
    () => this.view,
    (_, cue) => this.told.push(cue?.q),
  );

  playlist(tags: typeof goldenTags): PlaylistView {
    return {
      version: tags,
      tags: () => {
        this.reads++;
        return tags;
      },
      mediaDateAt: (mediaTime) => ZERO + mediaTime * 1000,
    };
  }
}

describe('CueWatch', () => {
  it('answers at every golden date what the golden file says, forth and back', () => {
    const world = new World();
    for (const { at, q } of [...golden.states, ...golden.states.toReversed()]) {
      // Frames are asked about with the rounding added: half a millisecond short of a date is that date.
      world.video.show(new Date(Date.parse(at) - 1).toISOString());
      expect([at, world.watch.cue?.q ?? null]).toEqual([at, q]);
    }
    expect(world.reads).toBe(1);
  });

  it('gives a cue its picture where the player dates pictures too early, as far as that is known of it', () => {
    const start = Math.min(...goldenTags.map((tag) => tag.start));
    const cueAt = (date: number, earlyByMs?: number): CueRange | undefined => {
      const world = new World();
      world.view = { ...world.playlist(goldenTags), ...(earlyByMs === undefined ? {} : { earlyByMs }) };
      world.video.show(new Date(date).toISOString());
      return world.watch.cue;
    };
    expect(cueAt(start - 4)).toBeUndefined();
    expect(cueAt(start - 4, 3)?.start).toBe(start);
    expect(cueAt(start - 5, 3)).toBeUndefined();
  });

  it('tells of changes, not of frames and not of renewals', () => {
    const world = new World();
    for (const at of ['18:07:04', '18:07:04.033', '18:07:18', '18:07:22', '18:07:22.033', '18:07:56', '18:09:30']) {
      world.video.show(`2026-11-22T${at.padEnd(12, at.includes('.') ? '' : '.000')}Z`);
    }
    expect(world.told).toEqual([1, 3, 8]);
    expect(world.watch.state).toEqual([]);
  });

  it('reads the tags anew with each version of the playlist', () => {
    const world = new World();
    world.video.show('2026-11-22T18:07:22.000Z');
    world.view = world.playlist(goldenTags.filter(({ id }) => !id.endsWith('-3')));
    world.video.show('2026-11-22T18:07:22.033Z');
    expect(world.told).toEqual([3, 2]);
    expect(world.reads).toBe(2);
  });

  it('keeps the last answer while the player cannot tell the date', () => {
    const world = new World();
    world.video.show('2026-11-22T18:07:22.000Z');
    world.view = undefined;
    world.video.show('2026-11-22T18:07:56.000Z');
    expect(world.told).toEqual([3]);
    expect(world.watch.cue?.q).toBe(3);
    expect(world.watch.mediaDate).toBeUndefined();
  });

  it('is silent after stop', () => {
    const world = new World();
    world.watch.stop();
    world.video.show('2026-11-22T18:07:22.000Z');
    world.video.dispatchEvent(new Event('seeked'));
    expect(world.told).toEqual([]);
  });
});
