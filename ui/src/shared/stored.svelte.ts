/** A setting of this user that is on or off, kept in the web view's storage; on until it is turned off. */
export class Stored {
  #on = $state(true);

  constructor(private readonly key: string) {
    try {
      this.#on = localStorage.getItem(key) !== 'off';
    } catch {
      // Without storage the choice lasts until the window is closed.
    }
  }

  get on(): boolean {
    return this.#on;
  }

  set on(value: boolean) {
    this.#on = value;
    try {
      localStorage.setItem(this.key, value ? 'on' : 'off');
    } catch {
      // As above.
    }
  }
}
