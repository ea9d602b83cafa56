import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const source = new URL('../src/', import.meta.url);

/**
 * The page templates: src/pages/*.html go to pages/ with `%pages.css%`, `%overlay.js%` and `%icon.svg%` replaced by
 * the hashed files. `{{…}}` stays for the server, which fills in escaped text.
 */
export function pages(): Plugin {
  return {
    name: 'pages',
    apply: 'build',
    generateBundle(_, bundle) {
      const tokens = read('tokens.css');
      const css = `${tokens}\n${read('pages/pages.css')}`;
      const style = this.emitFile({ type: 'asset', name: 'pages.css', source: css });
      const icon = this.emitFile({ type: 'asset', name: 'icon.svg', source: read('pages/icon.svg') });
      this.emitFile({ type: 'asset', fileName: 'pages.css', source: css });
      this.emitFile({ type: 'asset', fileName: 'tokens.css', source: tokens });
      const overlay = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'overlay');
      if (!overlay) {
        throw new Error('no chunk is called "overlay"');
      }
      const names: Readonly<Record<string, string>> = {
        'pages.css': this.getFileName(style),
        'icon.svg': this.getFileName(icon),
        'overlay.js': overlay.fileName,
      };
      for (const page of readdirSync(new URL('pages/', source)).filter((name) => name.endsWith('.html'))) {
        const html = read(`pages/${page}`).replace(/%([a-z.]+)%/g, (_match, name: string) => {
          const file = names[name];
          if (file === undefined) {
            throw new Error(`src/pages/${page} asks for %${name}%; there are ${Object.keys(names).join(', ')}`);
          }
          return file;
        });
        this.emitFile({ type: 'asset', fileName: `pages/${page}`, source: html });
      }
    },
  };
}

function read(name: string): string {
  return readFileSync(new URL(name, source), 'utf8');
}
