/** The steps of the text size; 1 is the system's size. */
const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const STORED = 'zoom';

/** The size last chosen on this machine; 1 when there is none or it is not one of the steps. */
export function rememberedZoom(): number {
  try {
    const stored = Number(localStorage.getItem(STORED));
    return STEPS.includes(stored) ? stored : 1;
  } catch {
    return 1;
  }
}

export function rememberZoom(factor: number): void {
  try {
    localStorage.setItem(STORED, String(factor));
  } catch {
    // Without storage the choice lasts until the window is closed.
  }
}

/** The size after Ctrl +, Ctrl − or Ctrl 0, starting from `current`; null for every other key. */
export function zoomAfter(event: KeyboardEvent, current: number): number | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const larger = STEPS.find((step) => step > current) ?? current;
  const smaller = STEPS.findLast((step) => step < current) ?? current;
  switch (event.key) {
    case '+':
    case '=':
      return larger;
    case '-':
    case '_':
      return smaller;
    case '0':
      return 1;
    default:
      return null;
  }
}
