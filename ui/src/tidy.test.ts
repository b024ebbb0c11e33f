import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const MOST_LINES = 400;

type Source = { path: string; text: string };

const files: Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(ts|svelte|css)$/.test(path) && path !== 'host/bindings.ts')
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

const shipped = files.filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('test/'));

function imports(text: string): string[] {
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((one) => one[1] ?? '');
}

function offenders(wrong: (file: Source) => boolean, among = shipped): string[] {
  return among.filter(wrong).map(({ path }) => path);
}

/** The other features whose files a file imports. */
function reaches({ path, text }: Source): string[] {
  const own = /^features\/([^/]+)\//.exec(path)?.[1];
  if (!own) return [];
  const others = imports(text).flatMap((one) => /^\.\.\/([a-z]+)\//.exec(one)?.[1] ?? []);
  return others.filter((feature) => feature !== own);
}

describe('the rules of the source of the window', () => {
  it('only the host imports Tauri', () => {
    const wrong = (file: Source): boolean =>
      !file.path.startsWith('host/') && imports(file.text).some((one) => one.startsWith('@tauri-apps'));
    expect(offenders(wrong, files.filter(({ path }) => path !== 'tidy.test.ts'))).toEqual([]);
  });

  it('only the host imports the bindings', () => {
    expect(offenders(({ path, text }) => !path.startsWith('host/') && text.includes("/bindings'"))).toEqual([]);
  });

  it('a feature imports at most one other feature', () => {
    const byFeature = new Map<string, Set<string>>();
    for (const file of shipped) {
      const own = /^features\/([^/]+)\//.exec(file.path)?.[1];
      if (!own) continue;
      const known = byFeature.get(own) ?? new Set<string>();
      for (const other of reaches(file)) known.add(other);
      byFeature.set(own, known);
    }
    expect([...byFeature].filter(([, others]) => others.size > 1)).toEqual([]);
  });

  it('shared files import no feature', () => {
    expect(offenders(({ path, text }) => path.startsWith('shared/') && text.includes('features/'))).toEqual([]);
  });

  it('files stay short', () => {
    expect(offenders(({ text }) => text.split('\n').length > MOST_LINES, files)).toEqual([]);
  });

  it('nothing needs inline styles or scripts, which the content security policy forbids', () => {
    const inline = /\sstyle="|\sstyle=\{|<svelte:head|cssText/;
    expect(offenders(({ path, text }) => path.endsWith('.svelte') && inline.test(text))).toEqual([]);
    expect(readFileSync('index.html', 'utf8')).not.toMatch(/<style|<script(?![^>]*src=)/);
  });

  it('dates are written by the program, never here', () => {
    const dates = /toLocale(Date|Time)?String|Intl\.DateTimeFormat|Temporal\./;
    expect(offenders(({ text }) => dates.test(text))).toEqual([]);
  });

  it('layout follows the writing direction', () => {
    const physical = /(margin|padding|border)-(left|right|top|bottom)|[\s;{](left|right|top|bottom|width|height):/;
    const styles = ({ path, text }: Source): string => (path.endsWith('.css') ? text : (text.split('<style>')[1] ?? ''));
    expect(offenders((file) => physical.test(styles(file)))).toEqual([]);
  });

  it('the lock file names no registry', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http');
  });
});
