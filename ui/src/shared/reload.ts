const EDITABLE = 'input:not([type=checkbox]):not([type=radio]), textarea, [contenteditable]';

/** True for the keys that reload a page in a browser: F5 and Ctrl R, with or without Shift. */
export function isReloadKey(event: KeyboardEvent): boolean {
  const isR = event.key.toLowerCase() === 'r';
  return event.key === 'F5' || (isR && (event.ctrlKey || event.metaKey) && !event.altKey);
}

/** The browser's context menu offers to reload, so only fields keep it, for cut and paste. */
export function hasOwnMenu(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest(EDITABLE) !== null;
}
