const STORED = 'single-keys';

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

let enabled = $state(stored());

/** Single-key shortcuts, which each person may turn off (they collide with speech input). */
export const singleKeys = {
  get on(): boolean {
    return enabled;
  },
  set on(value: boolean) {
    enabled = value;
    try {
      localStorage.setItem(STORED, value ? 'on' : 'off');
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  },
};

const TYPED_IN = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';

/** True while the person writes or chooses in a field, where a letter is a letter. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(TYPED_IN) !== null;
}

/** True while a dialog lies over the page. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/**
 * The key of a shortcut, letters in lower case; nothing while typing, under a dialog, with Ctrl, Alt
 * or Meta held, or when a letter key is held down so long that it repeats.
 */
export function shortcutKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return null;
  if (isTyping(event) || isDialogOpen()) return null;
  const isLetter = event.key.length === 1;
  if (isLetter && !singleKeys.on) return null;
  if (event.repeat && isLetter && !'jk'.includes(event.key.toLowerCase())) return null;
  return isLetter ? event.key.toLowerCase() : event.key;
}
