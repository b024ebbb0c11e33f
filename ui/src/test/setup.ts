import { configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

import { singleKeys } from '../shared/keys.svelte';
import { speak } from '../shared/texts.svelte';

// Waiting ends as soon as the page is right; the limit only has to suit a busy machine.
configure({ asyncUtilTimeout: 10_000 });

// jsdom knows the dialog element, but not how it opens.
HTMLDialogElement.prototype.showModal = function showModal(): void {
  this.setAttribute('open', '');
};
HTMLDialogElement.prototype.close = function close(): void {
  this.removeAttribute('open');
};

// Accessibility checks ask for a canvas to measure letters; there is none to give.
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(async () => {
  singleKeys.on = true;
  await speak('nb');
});
