// The notification daemon of the test's own D-Bus session. It records every notification it shows.
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { until } from './until.mjs';

const FILE = process.env.RESSURSTIMEBOK_TOASTS;
const run = promisify(execFile);

/** The notifications shown from now on. */
export class Toasts {
  static async fromNow() {
    return new Toasts((await stat(FILE)).size);
  }

  constructor(from) {
    this.from = from;
  }

  /** The text of the next notification. */
  async next(seconds = 20) {
    const toast = await until('a toast is shown', () => this.#first(), seconds);
    this.from += toast.bytes;
    return toast;
  }

  /** The next notification with this text; others are skipped. */
  async about(pattern, seconds = 20) {
    const deadline = performance.now() + seconds * 1000;
    while (performance.now() < deadline) {
      const toast = await this.next((deadline - performance.now()) / 1000);
      if (pattern.test(toast.summary)) return toast;
    }
    throw new Error(`no toast about ${pattern} within ${seconds} s`);
  }

  /** Everything the daemon has recorded since the start. */
  async recorded() {
    return (await readFile(FILE)).subarray(this.from).toString();
  }

  async #first() {
    const text = await this.recorded();
    const end = text.indexOf('\n}\n');
    if (end < 0) return undefined;
    const written = text.slice(0, end + 3);
    const field = (name) => new RegExp(`^\\t${name}: '([^]*?)'$`, 'm').exec(written)?.[1];
    return { written, summary: field('summary'), body: field('body'), bytes: Buffer.byteLength(written) };
  }
}

/** Clicks the newest notification. */
export async function clickToast() {
  await run('dunstctl', ['action', '0']);
}

/** The number of notifications on the screen. */
export async function toastsShown() {
  const { stdout } = await run('dunstctl', ['count', 'displayed']);
  return Number(stdout);
}

/** Removes the notifications from the screen, so that a test begins with none. */
export async function clearToasts() {
  await run('dunstctl', ['close-all']);
}
