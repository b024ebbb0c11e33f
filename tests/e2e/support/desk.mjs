// A desk with the program's window on it, and the patients who write to it.
import { openPage } from './browser.mjs';
import { Patient } from './patient.mjs';
import { DESKTOP, GUIDE_DAY, temporaryFolder } from './program.mjs';
import { clearToasts } from './toasts.mjs';
import { Window } from './webdriver.mjs';

export const DEMO = ['--demo', ...GUIDE_DAY];
export const ANY_PORT = ['--portal', '127.0.0.1:0'];

/** The program's window on a data folder of its own, its portal on a port of its own. */
export async function desk(t, options = [...DEMO, ...ANY_PORT]) {
  await clearToasts();
  const data = await temporaryFolder(t);
  const window = await Window.open(DESKTOP, [...options, '--data', data]);
  t.after(() => window.close());
  return { window, data };
}

/** Somebody who has logged in to the portal, in a browser context of their own. */
export async function patient(t, browser, base, name) {
  const page = await openPage(browser, base);
  t.after(() => page.context().close());
  const someone = new Patient(page);
  await someone.logIn(name);
  return someone;
}
