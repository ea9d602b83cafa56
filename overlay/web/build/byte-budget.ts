import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Budget = Readonly<Record<'embed' | 'hls' | 'overlay' | 'cues', number>>;

/**
 * Fails the build when a viewer would have to fetch more than budget.json allows, in gzipped bytes:
 * `embed` is v1.js with all it imports at once, `hls` what is added when the show begins, `overlay` the OBS page,
 * `cues` what an embedder's own player needs.
 * Raise a number only in the commit that needs it, and say there what the bytes buy.
 */
export function byteBudget(): Plugin {
  return {
    name: 'byte-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const budget = JSON.parse(readFileSync(new URL('../budget.json', import.meta.url), 'utf8')) as Budget;
        const embed = eager(bundle, 'v1');
        const sizes: Budget = {
          embed: weigh(bundle, embed),
          hls: weigh(bundle, difference(eager(bundle, 'hls-playback'), embed)),
          overlay: weigh(bundle, eager(bundle, 'overlay')),
          cues: weigh(bundle, eager(bundle, 'cues/v1')),
        };
        for (const [name, bytes] of Object.entries(sizes) as [keyof Budget, number][]) {
          this.info(`${name}: ${bytes} of ${budget[name]} bytes, gzipped`);
          if (bytes > budget[name]) {
            this.error(`${name} is ${bytes} bytes gzipped; budget.json allows ${budget[name]}`);
          }
        }
      },
    },
  };
}

/** The chunk of that name and everything that it imports statically. */
function eager(bundle: Rolldown.OutputBundle, name: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    const chunk = bundle[file];
    if (chunk?.type === 'chunk' && !found.has(file)) {
      found.add(file);
      chunk.imports.forEach(visit);
    }
  };
  const start = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.name === name);
  if (!start) {
    throw new Error(`no chunk is called '${name}'; byte-budget.ts must know what it weighs`);
  }
  visit(start.fileName);
  return found;
}

function difference(a: Set<string>, b: Set<string>): Set<string> {
  return new Set([...a].filter((file) => !b.has(file)));
}

function weigh(bundle: Rolldown.OutputBundle, files: Set<string>): number {
  return [...files]
    .map((file) => bundle[file])
    .map((chunk) => (chunk?.type === 'chunk' ? gzipSync(chunk.code, { level: 9 }).length : 0))
    .reduce((sum, bytes) => sum + bytes, 0);
}
