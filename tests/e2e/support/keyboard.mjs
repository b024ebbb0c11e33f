// A user with a keyboard and no mouse. Everything here uses only keys.
import assert from 'node:assert/strict';

/** Enough presses of Tab to go through any of our pages, the calendar included. */
const MOST_PRESSES = 120;

/** The accessible name of the focused element. */
const FOCUSED = () => {
  const element = document.activeElement;
  return `${element.labels?.[0]?.textContent ?? element.ariaLabel ?? element.textContent}`.trim();
};

/** A page used with the keyboard only. */
export class Keyboard {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Opens a URL, as when it is typed in the address bar. */
  async types(address) {
    await this.#page.goto(address);
  }

  /** Presses Tab until the element with this name has the focus. */
  async tabsTo(name) {
    await this.movesTo(name, 'Tab');
  }

  /** Presses a key until the element with this name has the focus. */
  async movesTo(name, key) {
    const passed = [];
    for (let press = 0; press < MOST_PRESSES; press += 1) {
      const focused = await this.#page.evaluate(FOCUSED);
      if (name.test(focused)) return;
      passed.push(focused);
      await this.#page.keyboard.press(key);
    }
    assert.fail(`${key} does not reach ${name}, only:\n${passed.join('\n')}`);
  }

  /** Moves to the element with this name, presses a key, and waits for the page with this heading. */
  async goes(name, key, heading) {
    const before = this.#page.url();
    await this.tabsTo(name);
    await this.#page.keyboard.press(key);
    await this.#page.waitForURL((url) => url.href !== before);
    await this.#page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** Presses one key. */
  async presses(key) {
    await this.#page.keyboard.press(key);
  }

  /** Types text into the focused element. */
  async writes(text) {
    await this.#page.keyboard.type(text);
  }
}
