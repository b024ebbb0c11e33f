import type { Session } from '../../shared/session.svelte';

/** So long a row that was only passed must stand open before somebody has looked at it, in milliseconds. */
export const DWELL = 1000;

/**
 * Tells the program what was opened, for the access log: once for each time a person looked. A row that is
 * chosen deliberately counts when its details are on the screen; one that the arrow keys pass only when it
 * stands for a second, or is acted on. Reading again is nothing new.
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

  /** The person means this one: pressed Enter, clicked, decided, or stayed. */
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
      // Not noted: the next time that it is read counts.
      if (!answer.ok && answer.error.code === 'unavailable' && this.#id === null) this.#id = id;
    });
  }
}
