/** What a playlist's address answers: more media will come, it is complete, no such channel on air, or no answer. */
export type Answer = 'live' | 'complete' | 'absent' | 'unreachable';

const PATIENCE_MS = 8_000;

/**
 * Asks for a playlist without a player. With `deep` it also reads the first media playlist, which alone can tell
 * `complete` (EXT-X-ENDLIST) from `live`; otherwise whatever is there counts as live.
 */
export async function probe(src: string, deep: boolean, get: typeof fetch = fetch): Promise<Answer> {
  try {
    const multivariant = await ask(src, get);
    if (typeof multivariant === 'number') {
      return answerTo(multivariant);
    }
    const child = deep ? firstChild(multivariant) : undefined;
    if (child === undefined) {
      return isComplete(multivariant) ? 'complete' : 'live';
    }
    const media = await ask(new URL(child, src).href, get);
    return typeof media === 'number' ? answerTo(media) : isComplete(media) ? 'complete' : 'live';
  } catch {
    return 'unreachable';
  }
}

async function ask(src: string, get: typeof fetch): Promise<string | number> {
  const response = await get(src, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  return response.ok ? response.text() : response.status;
}

function answerTo(status: number): Answer {
  return status === 404 || status === 410 ? 'absent' : 'unreachable';
}

function firstChild(playlist: string): string | undefined {
  return /^#EXT-X-STREAM-INF:.*\r?\n\s*([^#\s].*)$/m.exec(playlist)?.[1]?.trim();
}

function isComplete(playlist: string): boolean {
  return /^#EXT-X-ENDLIST\s*$/m.test(playlist);
}
