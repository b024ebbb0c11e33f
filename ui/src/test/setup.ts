import { configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

import { singleKeys } from '../shared/keys.svelte';
import { loadLanguage } from '../shared/texts.svelte';

// Waiting ends as soon as the condition is true; the limit only matters on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has the dialog element but cannot open it.
HTMLDialogElement.prototype.showModal = function showModal(): void {
  this.setAttribute('open', '');
};
HTMLDialogElement.prototype.close = function close(): void {
  this.removeAttribute('open');
};

// jsdom has no layout: its window is wide.
window.matchMedia = (media) =>
  ({ media, matches: false, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList;

// axe uses a canvas to measure letters; jsdom has none.
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(async () => {
  singleKeys.on = true;
  await loadLanguage('nb');
});
