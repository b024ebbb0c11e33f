import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from '@fluent/bundle';

import nbCommon from '../../../locales/nb/common.ftl?raw';
import nbWindow from '../../../locales/nb/window.ftl?raw';
import type { Language } from '../host/types';

export type TextArgs = Record<string, string | number>;

/** Bokmål is always loaded; other languages are loaded when they are chosen. */
const SOURCES: Record<Language, () => Promise<string[]>> = {
  nb: () => Promise.resolve([nbCommon, nbWindow]),
  nn: async () => {
    const files = [import('../../../locales/nn/common.ftl?raw'), import('../../../locales/nn/window.ftl?raw')];
    return (await Promise.all(files)).map((file) => file.default);
  },
  en: async () => {
    const files = [import('../../../locales/en/common.ftl?raw'), import('../../../locales/en/window.ftl?raw')];
    return (await Promise.all(files)).map((file) => file.default);
  },
};

/** The languages of the window, each with its own name. */
export const LANGUAGES: { code: Language; name: string }[] = [
  { code: 'nb', name: 'Bokmål' },
  { code: 'nn', name: 'Nynorsk' },
  { code: 'en', name: 'English' },
];

function build(language: Language, sources: string[]): FluentBundle {
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const source of sources) bundle.addResource(new FluentResource(source));
  return bundle;
}

const bundles = new Map<Language, FluentBundle>([['nb', build('nb', [nbCommon, nbWindow])]]);

let current = $state<Language>('nb');

/** Loads the texts of a language and shows every text in it. */
export async function loadLanguage(language: Language): Promise<void> {
  if (!bundles.has(language)) bundles.set(language, build(language, await SOURCES[language]()));
  current = language;
  document.documentElement.lang = language;
}

/** The current language. */
export function currentLanguage(): Language {
  return current;
}

/** Numbers are written without grouping, as the Rust side writes them in the same catalogue. */
function variables(args: TextArgs): Record<string, FluentVariable> {
  const entries = Object.entries(args).map(([name, value]): [string, FluentVariable] => [
    name,
    typeof value === 'number' ? new FluentNumber(value, { useGrouping: false }) : value,
  ]);
  return Object.fromEntries(entries);
}

/** The text of a key in the current language; the key itself where the catalogue lacks it. */
export function t(key: string, args: TextArgs = {}): string {
  const catalogue = bundles.get(current);
  const pattern = catalogue?.getMessage(key)?.value;
  return catalogue && pattern ? catalogue.formatPattern(pattern, variables(args)) : key;
}
