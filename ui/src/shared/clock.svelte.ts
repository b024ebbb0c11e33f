const SLOW = 1000;
const QUICK = 200;

/** The program's clock, as the window knows it: what it last said plus the time that has run here. */
export class Clock {
  /** Milliseconds since 1970 by the program's clock; moves while {@link run} runs. */
  now = $state(Date.now());
  #ahead = 0;

  /** Takes over the time that the program gave. */
  set(instant: string): void {
    this.#ahead = Date.parse(instant) - Date.now();
    this.tick();
  }

  tick(): void {
    this.now = Date.now() + this.#ahead;
  }

  /** Moves the clock until the answer is called; quickly while somebody counts seconds. */
  run(quick: boolean): () => void {
    this.tick();
    const timer = setInterval(() => this.tick(), quick ? QUICK : SLOW);
    return () => clearInterval(timer);
  }
}
