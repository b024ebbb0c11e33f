// Our programs as real processes, with the lines they print.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { until } from './until.mjs';

const target = (path) => fileURLToPath(new URL(`../../../target/${path}`, import.meta.url));
export const DESKTOP = process.env.RESSURSTIMEBOK ?? target('debug/ressurstimebok');
export const SERVER = process.env.RESSURSTIMEBOK_SERVER ?? target('debug/ressurstimebok-server');
/** The folder for the tests' screenshots. */
export const PICTURES = process.env.RESSURSTIMEBOK_PICTURES ?? target('pictures');

/** The guide's day, so that the pages can be compared with the guide word for word. */
export const GUIDE_DAY = ['--today', '2025-01-21T09:00'];

const READY = /^portal listening on (http:\/\/\S+)$/;

/** A started process and everything it has printed. */
export class Program {
  constructor(binary, args, env = {}) {
    this.name = binary.split('/').at(-1);
    this.output = [];
    this.child = spawn(binary, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => resolve(code ?? signal));
    });
    // The output closes when the last process that writes to it has ended.
    this.closed = false;
    this.child.once('close', () => {
      this.closed = true;
    });
    this.exit.catch((error) => this.output.push(String(error)));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.output.push(line));
    }
  }

  get running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The first printed line that matches. Fails at once when the program ends without printing it. */
  async line(pattern, seconds = 30) {
    const found = () => this.output.map((line) => pattern.exec(line)).find(Boolean);
    const seen = await until(`${this.name} prints ${pattern}`, () => found() ?? (!this.running && 'ended'), seconds);
    if (seen !== 'ended') return seen;
    await this.exit;
    throw new Error(`${this.name} ended before printing ${pattern}:\n${this.output.join('\n')}`);
  }

  /** Waits until the portal listens and returns its URL. */
  async portal(seconds) {
    return (await this.line(READY, seconds))[1];
  }

  /** Ends the program by its pid and waits until it and its child processes have ended. */
  async stop() {
    if (this.running) this.child.kill('SIGTERM');
    await until(`${this.name} ends`, () => !this.running, 10).catch(() => this.child.kill('SIGKILL'));
    await until(`what ${this.name} started ends`, () => this.closed, 20);
    return this.exit;
  }
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(test) {
  const folder = await mkdtemp(join(tmpdir(), 'ressurstimebok-e2e-'));
  test.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A port that is not in use. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
