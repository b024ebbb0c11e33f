import { expect, it } from 'vitest';

import { loadLanguage } from '../../shared/texts.svelte';
import { ageText } from './age';

const now = Date.parse('2025-01-21T09:00:00Z');
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

it.each([
  [-1, 'nå'],
  [0, 'nå'],
  [0.99, 'nå'],
  [1, '1 min'],
  [59, '59 min'],
  [60, '1 t 0 min'],
  [130, '2 t 10 min'],
  [1439, '23 t 59 min'],
  [1440, '1 d 0 t'],
  [1500 * 60, '62 d 12 t'],
])('a request of %d minutes has waited «%s»', (minutes, expected) => {
  expect(ageText(ago(minutes), now)).toBe(expected);
});

it('is written in the current language', async () => {
  await loadLanguage('en');
  expect(ageText(ago(130), now)).toBe('2 h 10 min');
});
