import { readdirSync, readFileSync } from 'node:fs';

import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

import { loadLanguage, t } from './texts.svelte';

const LANGUAGES = ['nb', 'nn', 'en'];
const FILES = ['common.ftl', 'window.ftl'];

function catalogue(language: string, file: string): Map<string, string[]> {
  const source = readFileSync(`../locales/${language}/${file}`, 'utf8');
  const messages = new FluentResource(source).body;
  return new Map(messages.map((message) => [message.id, variables(message)]));
}

/** Every variable `$name` of a message. */
function variables(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && node.type === 'var' && 'name' in node ? [String(node.name)] : [];
  return [...new Set([...own, ...Object.values(node).flatMap(variables)])].sort();
}

function sources(folder = 'src'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$/.test(file) && !file.startsWith('host'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
}

describe.each(FILES)('%s', (file) => {
  it.each(['nn', 'en'])('has the same keys and variables in %s as in nb', (language) => {
    expect(Object.fromEntries(catalogue(language, file))).toEqual(Object.fromEntries(catalogue('nb', file)));
  });

  it.each(LANGUAGES)('names no key twice in %s', (language) => {
    const ids = new FluentResource(readFileSync(`../locales/${language}/${file}`, 'utf8')).body.map((one) => one.id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe('the window', () => {
  const code = sources().join('\n');
  const used = new Set([...code.matchAll(/'((?:window|type|status|channel|weekday|problem|info)-[a-z-]+)'/g)].map((one) => one[1]));
  const window = [...catalogue('nb', 'window.ftl').keys()];
  const known = new Set([...window, ...catalogue('nb', 'common.ftl').keys()]);

  it('uses no text that is missing', () => {
    expect([...used].filter((key) => key && !known.has(key))).toEqual([]);
  });

  it('has no text that is never used', () => {
    expect(window.filter((key) => !used.has(key))).toEqual([]);
  });

  it('keeps its keys apart from other parts of the catalogue', () => {
    expect(window.filter((key) => !key.startsWith('window-'))).toEqual([]);
    const others = readdirSync('../locales/nb').filter((file) => file !== 'window.ftl');
    const taken = new Set(others.flatMap((file) => [...catalogue('nb', file).keys()]));
    expect(window.filter((key) => taken.has(key))).toEqual([]);
  });
});

describe('a text', () => {
  it('is filled in and counted in words', async () => {
    expect(t('window-timebook-free', { count: 1 })).toBe('1 ledig plass');
    expect(t('window-timebook-free', { count: 11520 })).toBe('11520 ledige plasser');
    await loadLanguage('nn');
    expect(t('window-undo-more', { count: 2 })).toBe('og 2 til');
  });

  it('that does not exist shows its key', () => {
    expect(t('no-such-text')).toBe('no-such-text');
  });
});
