import { beforeEach, describe, expect, it } from 'vitest';
import { retryDelayMs } from './backoff.ts';
import { type Answer, probe } from './probe.ts';
import { type Phase, QUIET_MS, Session, type SessionHost, STUCK_MS } from './session.ts';

/** A world with its own clock, in which a server answers what the test says. */
class World implements SessionHost {
  now = 0;
  answer: Answer = 'live';
  opens = 0;
  openFails = false;
  readonly asked: { at: number; deep: boolean }[] = [];
  readonly phases: Phase[] = [];
  private timers: { at: number; task: () => void }[] = [];

  probe(_: string, deep: boolean): Promise<Answer> {
    this.asked.push({ at: this.now, deep });
    return Promise.resolve(this.answer);
  }
  open(): Promise<void> {
    this.opens++;
    return this.openFails ? Promise.reject(new Error('no player')) : Promise.resolve();
  }
  close(): void {}
  later(ms: number, task: () => void): () => void {
    const timer = { at: this.now + ms, task };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((t) => t !== timer));
  }
  random(): number {
    return 0.5;
  }
  phaseChanged(phase: Phase): void {
    this.phases.push(phase);
  }

  /** Lets so many ms pass, with everything that is due on the way. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settle();
    for (;;) {
      const due = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) {
        break;
      }
      this.timers = this.timers.filter((t) => t !== due);
      this.now = due.at;
      due.task();
      await settle();
    }
    this.now = end;
  }
}

/** Every promise of this world is settled already; their continuations need a few turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.resolve();
  }
}

describe('Session', () => {
  let world: World;
  let session: Session;
  beforeEach(() => {
    world = new World();
    session = new Session(world);
  });

  async function onAir(): Promise<void> {
    session.start('/live/main/index.m3u8');
    await world.pass(0);
    session.onFrame();
  }

  it('opens what is there and is on air with the first frame', async () => {
    await onAir();
    expect(world.phases).toEqual(['onair']);
    expect(world.opens).toBe(1);
  });

  it('waits for a channel that is not on air, gently, and begins by itself', async () => {
    world.answer = 'absent';
    session.start('/live/main/index.m3u8');
    await world.pass(9_500);
    expect(world.phases).toEqual(['offline']);
    expect(world.asked.map(({ at }) => at)).toEqual([0, 3_000, 6_000, 9_000]);
    world.answer = 'live';
    await world.pass(3_000);
    session.onFrame();
    expect(world.phases).toEqual(['offline', 'connecting', 'onair']);
  });

  it('keeps asking a server that does not answer, ever less often, forever', async () => {
    world.answer = 'unreachable';
    session.start('/live/main/index.m3u8');
    await world.pass(600_000);
    expect(world.asked.slice(0, 6).map(({ at }) => at)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 25_000]);
    expect(world.asked.length).toBeGreaterThan(60);
    world.answer = 'live';
    await world.pass(10_000);
    expect(world.opens).toBe(1);
  });

  it('comes back after a restart of the server without a reload', async () => {
    await onAir();
    world.answer = 'unreachable';
    session.onFatal();
    await world.pass(20_000);
    expect(world.phases).toEqual(['onair', 'interrupted']);
    expect(world.opens).toBe(1);
    world.answer = 'live';
    await world.pass(10_000);
    expect(world.opens).toBe(2);
    session.onFrame();
    expect(world.phases).toEqual(['onair', 'interrupted', 'onair']);
  });

  it('says so when frames stop coming, and takes the word back with the next frame', async () => {
    await onAir();
    await world.pass(QUIET_MS - 1);
    expect(world.phases).toEqual(['onair']);
    await world.pass(1);
    expect(world.phases).toEqual(['onair', 'interrupted']);
    session.onFrame();
    expect(world.phases).toEqual(['onair', 'interrupted', 'onair']);
    expect(world.opens).toBe(1);
  });

  it('begins anew when the server answers and still no frame comes', async () => {
    await onAir();
    await world.pass(STUCK_MS);
    expect(world.opens).toBe(2);
    await world.pass(STUCK_MS);
    expect(world.opens).toBe(3);
  });

  it('does not mistake a pause for an outage', async () => {
    await onAir();
    session.onIdle();
    await world.pass(600_000);
    expect(world.phases).toEqual(['onair']);
    session.onExpecting();
    await world.pass(QUIET_MS);
    expect(world.phases).toEqual(['onair', 'interrupted']);
  });

  it('stays at the end of a show, and follows the channel into the next one', async () => {
    await onAir();
    world.answer = 'complete';
    session.onEnded();
    await world.pass(13_000);
    world.answer = 'absent';
    await world.pass(12_000);
    expect(world.phases).toEqual(['onair', 'ended']);
    expect(world.asked.slice(1).every(({ deep }) => deep)).toBe(true);
    world.answer = 'live';
    await world.pass(6_000);
    session.onFrame();
    expect(world.phases).toEqual(['onair', 'ended', 'connecting', 'onair']);
  });

  it('plays a complete show once more on request', async () => {
    await onAir();
    session.onEnded();
    session.onReplay();
    session.onFrame();
    await world.pass(3_000);
    expect(world.phases).toEqual(['onair', 'ended', 'onair']);
    expect(world.asked).toHaveLength(1);
  });

  it('tries again when the player itself could not be loaded', async () => {
    world.openFails = true;
    session.start('/live/main/index.m3u8');
    await world.pass(3_500);
    expect(world.opens).toBe(3);
  });

  it('is silent after stop, whatever comes late', async () => {
    await onAir();
    session.stop();
    session.onFrame();
    session.onFatal();
    session.onEnded();
    await world.pass(600_000);
    expect(world.phases).toEqual(['onair']);
    expect(world.asked).toHaveLength(1);
  });
});

describe('retryDelayMs', () => {
  it('doubles up to ten seconds and never comes back in step', () => {
    expect([0, 1, 2, 3, 4, 50].map((n) => retryDelayMs(n, 0.5))).toEqual([1000, 2000, 4000, 8000, 10000, 10000]);
    expect([retryDelayMs(0, 0), retryDelayMs(0, 0.999)]).toEqual([800, 1200]);
  });
});

describe('probe', () => {
  const MULTIVARIANT = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsource/live.m3u8\n';
  const server =
    (answers: Record<string, string | number>): typeof fetch =>
    (url) => {
      const answer = answers[url as string];
      if (answer === undefined) {
        return Promise.reject(new TypeError('network'));
      }
      return Promise.resolve(typeof answer === 'number' ? new Response('', { status: answer }) : new Response(answer));
    };
  const INDEX = 'https://live.example/live/main/index.m3u8';
  const MEDIA = 'https://live.example/live/main/source/live.m3u8';

  it.each([
    ['a playlist', { [INDEX]: MULTIVARIANT }, false, 'live'],
    ['404', { [INDEX]: 404 }, false, 'absent'],
    ['410', { [INDEX]: 410 }, false, 'absent'],
    ['503', { [INDEX]: 503 }, false, 'unreachable'],
    ['no answer', {}, false, 'unreachable'],
    ['a live child', { [INDEX]: MULTIVARIANT, [MEDIA]: '#EXTM3U\n' }, true, 'live'],
    ['a complete child', { [INDEX]: MULTIVARIANT, [MEDIA]: '#EXTM3U\n#EXT-X-ENDLIST\n' }, true, 'complete'],
    ['a child that is gone', { [INDEX]: MULTIVARIANT, [MEDIA]: 404 }, true, 'absent'],
    ['a complete media playlist', { [INDEX]: '#EXTM3U\n#EXT-X-ENDLIST' }, false, 'complete'],
  ] as const)('%s', async (_, answers, deep, expected) => {
    expect(await probe(INDEX, deep, server(answers))).toBe(expected);
  });
});
