import type { Host } from '../host';
import type { TextKind, TextMeasure } from '../host/types';

/** Counts a text as the program counts it while the person types; late answers are dropped. */
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
      // The counter is a help; saving says what is wrong.
    }
  }
}
