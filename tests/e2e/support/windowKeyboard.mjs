import assert from 'node:assert/strict';

/** More stops of the Tab key than any view has. */
const MOST = 120;

/** The staff window used with the keyboard alone. */
export class WindowKeyboard {
  #page;

  constructor(page) {
    this.#page = page;
  }

  press(key) {
    return this.#page.keyboard.press(key);
  }

  type(text) {
    return this.#page.keyboard.type(text);
  }

  /** Waits until an element has the focus, and returns its `data-id`. */
  async on(selector) {
    const element = this.#page.locator(`${selector}:focus`);
    await element.waitFor();
    return element.getAttribute('data-id');
  }

  /** Presses Tab, or Shift+Tab, until an element has the focus. */
  async tabTo(selector, { back = false } = {}) {
    const seen = [];
    for (let stop = 0; stop < MOST; stop += 1) {
      await this.press(back ? 'Shift+Tab' : 'Tab');
      if ((await this.#page.locator(`${selector}:focus`).count()) > 0) return;
      seen.push((await this.#stop()).name);
    }
    assert.fail(`Tab never reaches ${selector}: ${seen.join(', ')}`);
  }

  /** Presses Tab until the focus is back where it was first, and returns the names of the stops in order. */
  async walk() {
    const names = [];
    let first = null;
    for (let stop = 0; stop < MOST; stop += 1) {
      await this.press('Tab');
      const { key, name, isShown } = await this.#stop();
      if (name === 'page') continue;
      if (key === first) return names;
      first ??= key;
      names.push(name);
      assert.ok(isShown, `the focus on ${name} cannot be seen`);
    }
    return assert.fail(`Tab never comes back: ${names.join(', ')}`);
  }

  /** The element with the focus: its name, something that tells it from others, and whether its focus is seen. */
  #stop() {
    return this.#page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return { key: null, name: 'page', isShown: true };
      const name = element.dataset.testid ?? element.getAttribute('name') ?? element.textContent.trim();
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const isMarked = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
      return { key: `${name} ${Math.round(box.left)} ${Math.round(box.top)}`, name, isShown: isInside && isMarked };
    });
  }
}
