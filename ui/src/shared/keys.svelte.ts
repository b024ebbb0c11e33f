import { Stored } from './stored.svelte';

/** Single-key shortcuts, which each user can turn off (they conflict with speech input). */
export const singleKeys = new Stored('single-keys');

const TYPED_IN = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_IN) !== null;
}

/** True while the user types or chooses in a field, where letters are not shortcuts. */
export function isTyping(event: KeyboardEvent): boolean {
  return isField(event.target);
}

/** True while a field has the keyboard or a dialog is open, so that nothing may move the user elsewhere. */
export function isWriting(): boolean {
  return isField(document.activeElement) || isDialogOpen();
}

/** True while a dialog is open. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/**
 * The key of a shortcut, letters in lower case. Null while typing, while a dialog is open, with Ctrl, Alt or
 * Meta held, and for repeats of a letter key that is held down.
 */
export function shortcutKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return null;
  if (isTyping(event) || isDialogOpen()) return null;
  const isLetter = event.key.length === 1;
  if (isLetter && !singleKeys.on) return null;
  if (event.repeat && isLetter && !'jk'.includes(event.key.toLowerCase())) return null;
  return isLetter ? event.key.toLowerCase() : event.key;
}
