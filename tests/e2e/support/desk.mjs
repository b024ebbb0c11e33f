// The program's window, and patients in browsers who use its portal.
import { chmod, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openPage } from './browser.mjs';
import { Patient } from './patient.mjs';
import { DESKTOP, GUIDE_DAY, temporaryFolder } from './program.mjs';
import { clearToasts } from './toasts.mjs';
import { Window } from './webdriver.mjs';

export const DEMO = ['--demo', ...GUIDE_DAY];
export const ANY_PORT = ['--portal', '127.0.0.1:0'];

/**
 * Opens the program's window with its own data folder and portal port. The file manager is replaced by one
 * that only records in `opened` what it is asked to open.
 */
export async function desk(t, options = [...DEMO, ...ANY_PORT]) {
  await clearToasts();
  const data = await temporaryFolder(t);
  const tools = await temporaryFolder(t);
  const opened = join(tools, 'opened');
  await writeFile(join(tools, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`);
  await chmod(join(tools, 'xdg-open'), 0o755);
  const env = { PATH: `${tools}:${process.env.PATH}` };
  const window = await Window.open(DESKTOP, [...options, '--data', data], env);
  t.after(() => window.close());
  return { window, data, opened };
}

/** The text of the log files beside the data. */
export async function log(data) {
  const folder = join(data, 'log');
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('');
}

/** A patient who has logged in to the portal, in their own browser context. */
export async function patient(t, browser, base, name) {
  const page = await openPage(browser, base);
  t.after(() => page.context().close());
  const someone = new Patient(page);
  await someone.logIn(name);
  return someone;
}
