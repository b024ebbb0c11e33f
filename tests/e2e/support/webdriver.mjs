// A small WebDriver client for the real window: WebKitWebDriver starts the program and drives its page.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PICTURES, Program, freePort } from './program.mjs';
import { until } from './until.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Keys that have no letter, as WebDriver writes them. */
export const KEYS = { enter: '\uE007', tab: '\uE004', down: '\uE015', up: '\uE013', escape: '\uE00C' };

/** The open window of a program that WebKitWebDriver has started. */
export class Window {
  /** Starts the program with these options and waits until its page can be driven. */
  static async open(binary, args, more = {}) {
    const port = await freePort();
    // What makes Tauri let its web view be driven.
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

  /** The program's own output passes through its driver's. */
  portal() {
    return this.driver.portal();
  }

  /** Every element that this selector finds now. */
  async all(css) {
    const found = await this.#send('POST', `${this.session}/elements`, { using: 'css selector', value: css });
    return found.map((element) => new Element(this, element[ELEMENT]));
  }

  /** The first element of this selector whose text has the words, waited for. */
  see(css, words = '', seconds = 20) {
    const wanted = words === '' ? css : `${css} with «${words}»`;
    return until(`the window shows ${wanted}`, async () => {
      for (const element of await this.all(css)) {
        if ((await element.isShown()) && (await element.text()).includes(words)) return element;
      }
    }, seconds);
  }

  /** Waits until nothing shown by this selector has the words. */
  gone(css, words = '', seconds = 20) {
    return until(`${css} «${words}» has gone`, async () => {
      const texts = await Promise.all((await this.all(css)).map((element) => element.text()));
      return texts.every((text) => !text.includes(words));
    }, seconds);
  }

  /** Presses and lets go of one key, as on the keyboard. */
  async press(key) {
    const actions = [{ type: 'keyDown', value: key }, { type: 'keyUp', value: key }];
    await this.#send('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Runs a function body in the page. */
  run(body, ...args) {
    return this.#send('POST', `${this.session}/execute/sync`, { script: body, args });
  }

  /** Saves what the window shows, once it has painted what it was told last. */
  async picture(name) {
    const painted = 'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))';
    await this.#send('POST', `${this.session}/execute/async`, { script: painted, args: [] });
    await mkdir(PICTURES, { recursive: true });
    const png = await this.#send('GET', `${this.session}/screenshot`);
    await writeFile(join(PICTURES, `${name}.png`), Buffer.from(png, 'base64'));
  }

  /**
   * Ends the program as the system would, by its pid, then its driver. Ending the driver's session instead
   * only closes the page, and leaves the program when the driver goes before it has ended it.
   */
  async close() {
    for (const pid of await childrenOf(this.driver.child.pid)) endIfItRuns(pid);
    await this.driver.stop();
  }

  /** For elements: a command on one of them. */
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

/** Ends a program; one that has ended by itself meanwhile needs no signal. */
function endIfItRuns(pid) {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The pids that a process has started, whichever of its threads did. */
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

  /** Replaces what stands in the field. */
  async write(text) {
    await this.window.onElement('POST', this.id, '/clear');
    if (text !== '') await this.window.onElement('POST', this.id, '/value', { text });
  }
}
