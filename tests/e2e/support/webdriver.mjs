// A small WebDriver client for the real window: WebKitWebDriver starts the program and drives its page.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PICTURES, Program, freePort } from './program.mjs';
import { until } from './until.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebDriver's codes for keys without a letter. */
export const KEYS = { enter: '\uE007', tab: '\uE004', down: '\uE015', up: '\uE013', escape: '\uE00C' };

/** The window of a program started by WebKitWebDriver. */
export class Window {
  /** Starts the program with these options and waits until its page can be controlled. */
  static async open(binary, args, more = {}) {
    const port = await freePort();
    // Makes Tauri allow automation of its web view.
    const env = { TAURI_AUTOMATION: 'true', TAURI_WEBVIEW_AUTOMATION: 'true', ...more };
    const driver = new Program('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], env);
    const window = new Window(driver, `http://127.0.0.1:${port}`);
    try {
      await until('WebKitWebDriver answers', async () => (await fetch(`${window.base}/status`)).ok);
      const options = { 'webkitgtk:browserOptions': { binary, args } };
      const session = await window.#send('POST', '/session', { capabilities: { alwaysMatch: options } });
      window.session = `/session/${session.sessionId}`;
      return window;
    } catch (error) {
      await window.close();
      throw new Error(`the window did not open:\n${driver.output.join('\n')}`, { cause: error });
    }
  }

  constructor(driver, base) {
    this.driver = driver;
    this.base = base;
  }

  /** The program's output is part of the driver's output. */
  portal() {
    return this.driver.portal();
  }

  /** All elements that match this selector now. */
  async all(css) {
    const found = await this.#send('POST', `${this.session}/elements`, { using: 'css selector', value: css });
    return found.map((element) => new Element(this, element[ELEMENT]));
  }

  /** Waits for the first element that matches the selector and contains the text. */
  see(css, text = '', seconds = 20) {
    const wanted = text === '' ? css : `${css} with «${text}»`;
    return until(`the window shows ${wanted}`, async () => {
      for (const element of await this.all(css)) {
        if ((await element.isShown()) && (await element.text()).includes(text)) return element;
      }
    }, seconds);
  }

  /** Waits until no visible element that matches the selector contains the text. */
  gone(css, text = '', seconds = 20) {
    return until(`${css} «${text}» has gone`, async () => {
      const texts = await Promise.all((await this.all(css)).map((element) => element.text()));
      return texts.every((shown) => !shown.includes(text));
    }, seconds);
  }

  /** Presses and releases one key. */
  async press(key) {
    const actions = [{ type: 'keyDown', value: key }, { type: 'keyUp', value: key }];
    await this.#send('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Runs a function body in the page. */
  run(body, ...args) {
    return this.#send('POST', `${this.session}/execute/sync`, { script: body, args });
  }

  /** Saves a screenshot of the window after it has painted the latest change. */
  async picture(name) {
    const painted = 'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))';
    await this.#send('POST', `${this.session}/execute/async`, { script: painted, args: [] });
    await mkdir(PICTURES, { recursive: true });
    const png = await this.#send('GET', `${this.session}/screenshot`);
    await writeFile(join(PICTURES, `${name}.png`), Buffer.from(png, 'base64'));
  }

  /**
   * Ends the program with a signal to its pid, then the driver. Ending the driver's session instead only
   * closes the page, and the program keeps running if the driver ends first.
   */
  async close() {
    for (const pid of await childrenOf(this.driver.child.pid)) endIfRunning(pid);
    await this.driver.stop();
  }

  /** A command on an element, used by {@link Element}. */
  onElement(method, id, path, body) {
    return this.#send(method, `${this.session}/element/${id}${path}`, body);
  }

  async #send(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

/** Ends a program, unless it has already ended. */
function endIfRunning(pid) {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The pids of a process's children, started by any of its threads. */
async function childrenOf(pid) {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''));
  return (await Promise.all(lists)).join(' ').split(' ').filter(Boolean).map(Number);
}

/** One element of the page. */
class Element {
  constructor(window, id) {
    this.window = window;
    this.id = id;
  }

  text() {
    return this.window.onElement('GET', this.id, '/text');
  }

  attribute(name) {
    return this.window.onElement('GET', this.id, `/attribute/${name}`);
  }

  isShown() {
    return this.window.onElement('GET', this.id, '/displayed');
  }

  click() {
    return this.window.onElement('POST', this.id, '/click');
  }

  /** Replaces the text of the field. */
  async write(text) {
    await this.window.onElement('POST', this.id, '/clear');
    if (text !== '') await this.window.onElement('POST', this.id, '/value', { text });
  }
}
