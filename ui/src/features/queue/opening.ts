import type { Session } from '../../shared/session.svelte';

/** How long a row passed with the arrow keys must stay open to count as opened, in milliseconds. */
export const DWELL = 1000;

/**
 * Reports opened requests to the program for the access log: once for each time a person looked. A
 * deliberately chosen row counts when its details are on the screen. A row passed with the arrow keys counts
 * only when it stays open for a second or is acted on. Reading it again is not reported.
 */
export class Opening {
  #id: string | null = null;
  #deliberate = false;
  #shown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly session: Session) {}

  /** Another request is chosen, or none. */
  begin(id: string | null, deliberate: boolean): void {
    clearTimeout(this.#timer);
    this.#id = id;
    this.#deliberate = deliberate;
    this.#shown = false;
    if (id !== null && !deliberate) this.#timer = setTimeout(() => this.meant(), DWELL);
  }

  /** The details are on the screen. */
  shown(id: string): void {
    if (id !== this.#id) return;
    this.#shown = true;
    this.#note();
  }

  /** The user opened this one deliberately: pressed Enter, clicked, decided, or stayed. */
  meant(): void {
    this.#deliberate = true;
    this.#note();
  }

  #note(): void {
    const id = this.#id;
    if (id === null || !this.#shown || !this.#deliberate) return;
    clearTimeout(this.#timer);
    this.#id = null;
    void this.session.attempt(() => this.session.host.noteOpened(id)).then((answer) => {
      // It was not logged, so the next read is reported.
      if (!answer.ok && answer.error.code === 'unavailable' && this.#id === null) this.#id = id;
    });
  }
}
