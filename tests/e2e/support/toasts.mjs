// The notification daemon of the test's own D-Bus session, which writes down every toast it shows.
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { until } from './until.mjs';

const FILE = process.env.RESSURSTIMEBOK_TOASTS;
const run = promisify(execFile);

/** The toasts shown from now on. */
export class Toasts {
  static async fromNow() {
    return new Toasts((await stat(FILE)).size);
  }

  constructor(from) {
    this.from = from;
  }

  /** What the next toast says, and nothing of what is said around it. */
  async next(seconds = 20) {
    const toast = await until('a toast is shown', () => this.#first(), seconds);
    this.from += toast.bytes;
    return toast;
  }

  /** The next toast that says this; others are passed by. */
  async about(words, seconds = 20) {
    const deadline = performance.now() + seconds * 1000;
    while (performance.now() < deadline) {
      const toast = await this.next((deadline - performance.now()) / 1000);
      if (words.test(toast.summary)) return toast;
    }
    throw new Error(`no toast about ${words} within ${seconds} s`);
  }

  /** Everything the daemon has heard since, as it wrote it down. */
  async heard() {
    return (await readFile(FILE)).subarray(this.from).toString();
  }

  async #first() {
    const text = await this.heard();
    const end = text.indexOf('\n}\n');
    if (end < 0) return undefined;
    const written = text.slice(0, end + 3);
    const field = (name) => new RegExp(`^\\t${name}: '([^]*?)'$`, 'm').exec(written)?.[1];
    return { written, summary: field('summary'), body: field('body'), bytes: Buffer.byteLength(written) };
  }
}

/** A click on the newest toast. */
export async function clickToast() {
  await run('dunstctl', ['action', '0']);
}

/** How many toasts stand on the screen. */
export async function toastsShown() {
  const { stdout } = await run('dunstctl', ['count', 'displayed']);
  return Number(stdout);
}

/** The toasts on the screen go away, so that a test begins with none. */
export async function clearToasts() {
  await run('dunstctl', ['close-all']);
}
