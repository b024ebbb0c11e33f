const SLOW = 1000;
const QUICK = 200;

/** The program's clock in the window: the time it last gave plus the time elapsed since. */
export class Clock {
  /** Milliseconds since 1970 (UTC) by the program's clock; updated while {@link run} is active. */
  now = $state(Date.now());
  #ahead = 0;

  /** Sets the clock to the time from the program. */
  set(instant: string): void {
    this.#ahead = Date.parse(instant) - Date.now();
    this.tick();
  }

  tick(): void {
    this.now = Date.now() + this.#ahead;
  }

  /** Updates the clock until the returned function is called; more often when `quick`, for countdowns in seconds. */
  run(quick: boolean): () => void {
    this.tick();
    const timer = setInterval(() => this.tick(), quick ? QUICK : SLOW);
    return () => clearInterval(timer);
  }
}
