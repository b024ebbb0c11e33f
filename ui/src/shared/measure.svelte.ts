import type { Host } from '../host';
import type { TextKind, TextMeasure } from '../host/types';

/** Counts a text with the program's own rules while the user types; late answers are dropped. */
export class Measure {
  value = $state.raw<TextMeasure | null>(null);
  #asked = 0;

  constructor(
    readonly host: Host,
    readonly kind: TextKind,
  ) {}

  async of(text: string): Promise<void> {
    const asked = ++this.#asked;
    try {
      const value = await this.host.measureText(this.kind, text);
      if (asked === this.#asked) this.value = value;
    } catch {
      // The counter is only a help; saving reports what is wrong.
    }
  }
}
