// Somebody who has a keyboard and no mouse: nothing here can do what keys cannot.
import assert from 'node:assert/strict';

/** Presses of Tab that lead through any page of ours, its calendar included. */
const LONG_WAY = 120;

/** What has the focus: its label, or what a screen reader calls it. */
const FOCUSED = () => {
  const element = document.activeElement;
  return `${element.labels?.[0]?.textContent ?? element.ariaLabel ?? element.textContent}`.trim();
};

/** A page that is used by its keys alone. */
export class Keyboard {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** An address in the browser's own field. */
  async types(address) {
    await this.#page.goto(address);
  }

  /** Presses Tab until what is named so has the focus. */
  async tabsTo(name) {
    await this.movesTo(name, 'Tab');
  }

  /** Presses a key again and again until what is named so has the focus. */
  async movesTo(name, key) {
    const passed = [];
    for (let press = 0; press < LONG_WAY; press += 1) {
      const focused = await this.#page.evaluate(FOCUSED);
      if (name.test(focused)) return;
      passed.push(focused);
      await this.#page.keyboard.press(key);
    }
    assert.fail(`${key} does not reach ${name}, only:\n${passed.join('\n')}`);
  }

  /** Goes to what is named so and presses a key on it; the page with this heading opens. */
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

  /** Writes where the focus is. */
  async writes(text) {
    await this.#page.keyboard.type(text);
  }
}
