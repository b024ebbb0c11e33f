// A desk with the program's window on it, and the patients who write to it.
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
 * The program's window on a data folder of its own, its portal on a port of its own. The system's file
 * manager only notes in `opened` what it is to open.
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

/** What stands in the files of the log beside the data. */
export async function log(data) {
  const folder = join(data, 'log');
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('');
}

/** Somebody who has logged in to the portal, in a browser context of their own. */
export async function patient(t, browser, base, name) {
  const page = await openPage(browser, base);
  t.after(() => page.context().close());
  const someone = new Patient(page);
  await someone.logIn(name);
  return someone;
}
