// The desktop's panel, which shows the tray, and clicks on it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Program } from './program.mjs';
import { until } from './until.mjs';

const PANEL = process.env.RESSURSTIMEBOK_PANEL ?? fileURLToPath(new URL('../../../target/debug/panel', import.meta.url));
const run = promisify(execFile);

/** A panel in the test's own D-Bus session. */
export class Panel {
  static async start(t) {
    const panel = new Panel(new Program(PANEL, []));
    t.after(() => panel.program.stop());
    await panel.program.line(/^ready$/);
    return panel;
  }

  constructor(program) {
    this.program = program;
  }

  /** Waits until the program has a tray icon. */
  async hasIcon() {
    const [, bus, path] = await this.program.line(/^item (\S+) (\S+)$/);
    const menu = await call(bus, path, 'org.freedesktop.DBus.Properties.Get', 'org.kde.StatusNotifierItem', 'Menu');
    this.menu = { bus, path: /'(\/[^']*)'/.exec(menu)[1] };
  }

  /** The menu's entries with a label: id and label. */
  async entries() {
    const layout = await this.#call('GetLayout', '0', '-1', '[]');
    return [...layout.matchAll(/\((\d+), \{[^{}]*'label': <'([^']*)'>/g)].map(([, id, label]) => ({ id, label }));
  }

  /** Waits for the entry with this label. */
  entry(words) {
    return until(`the tray says «${words}»`, async () => (await this.entries()).find(({ label }) => label === words));
  }

  /** Clicks the entry with this label. */
  async click(words) {
    const { id } = await this.entry(words);
    await this.#call('Event', id, 'clicked', '<0>', '0');
  }

  #call(method, ...args) {
    return call(this.menu.bus, this.menu.path, `com.canonical.dbusmenu.${method}`, ...args);
  }
}

async function call(bus, path, method, ...args) {
  const target = ['call', '--session', '--timeout', '10', '--dest', bus, '--object-path', path, '--method', method];
  return (await run('gdbus', [...target, '--', ...args])).stdout;
}
