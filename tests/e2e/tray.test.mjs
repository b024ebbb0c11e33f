// The window is closed while the program continues: tray, notifications, opening it again and quitting.
import assert from 'node:assert/strict';
import { access, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startBrowser } from './support/browser.mjs';
import { ANY_PORT, DEMO, desk, log, patient } from './support/desk.mjs';
import { Panel } from './support/panel.mjs';
import { GUIDE_BOOKING } from './support/patient.mjs';
import { Program, SERVER, temporaryFolder } from './support/program.mjs';
import { closeWindow, windowsShown } from './support/screen.mjs';
import { Toasts, clearToasts, clickToast } from './support/toasts.mjs';
import { until } from './support/until.mjs';

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

const shown = (count) =>
  until(`${count} windows are shown`, async () => (await windowsShown()).length === count);
const answers = (base) => fetch(base).then(() => true, () => false);

const written = (file) => readFile(file, 'utf8').catch(() => '');

/** A program whose window has been closed to the tray of a panel. */
async function deskInTray(t) {
  const panel = await Panel.start(t);
  const { window, data, opened } = await desk(t);
  const base = await window.portal();
  await window.see('[data-testid=queue-empty]');
  await panel.hasIcon();
  await shown(1);
  const toasts = await Toasts.fromNow();
  await closeWindow();
  await shown(0);
  await toasts.about(/fortsetter ved klokken/);
  await clearToasts();
  return { panel, window, base, data, opened };
}

test('a closed window waits in the tray, which counts on and brings it back', async (t) => {
  const { panel, window, base } = await deskInTray(t);
  await panel.entry('Ingen venter');
  assert.ok(await answers(base), 'the portal goes on');
  const kurt = await patient(t, browser, base);
  await kurt.book();
  await panel.entry('1 venter');
  await panel.click('Åpne Ressurstimebok');
  await shown(1);
  await window.see('[data-testid=queue-row]', 'Kurt Håkon Grytten');
  const toasts = await Toasts.fromNow();
  await closeWindow();
  await shown(0);
  await panel.click('1 venter');
  await shown(1);
  assert.doesNotMatch(await toasts.recorded(), /ved klokken/, 'it is said once');
});

test('a click on the notification of a closed window opens it at the request', async (t) => {
  const { window, base } = await deskInTray(t);
  const kurt = await patient(t, browser, base);
  const toasts = await Toasts.fromNow();
  await kurt.book();
  await toasts.about(/Ny timebestilling: Vaksine/);
  assert.deepEqual(await windowsShown(), []);
  await clickToast();
  await shown(1);
  await window.see('[data-testid=queue-row][aria-selected=true]', 'Kurt Håkon Grytten');
  await window.see('[data-testid=detail]', 'Tirsdag 21. januar 2025 kl. 13:30 - 13:45');
});

test('the tray opens the folder of the log, where the program says that it started', async (t) => {
  const { panel, data, opened } = await deskInTray(t);
  await panel.click('Åpne loggmappen');
  const folder = join(data, 'log');
  await until('the file manager opens it', async () => (await written(opened)) === `${folder}\n`);
  assert.match(await log(data), /the program starts/);
});

/** Kurt's request is confirmed in the window, with the undo window still open. */
async function decided(t, window, base) {
  const kurt = await patient(t, browser, base);
  await kurt.book();
  await (await window.see('[data-testid=queue-row] td', 'Kurt')).click();
  await window.see('[data-testid=detail]', 'Kurt Håkon Grytten');
  await window.press('b');
  await window.see('[data-testid=undo]');
  assert.equal(await kurt.status(), 'Sendt');
}

/** The program ended in good order: its database file alone has the whole clinic, and the decision was sent. */
async function endedInOrder(t, base, data) {
  await until('the portal has ended', async () => !(await answers(base)));
  const file = 'ressurstimebok.sqlite';
  const exists = (name) => access(join(data, name)).then(() => true, () => false);
  await until('the write-ahead log is gone', async () => !(await exists(`${file}-wal`)));
  const elsewhere = await temporaryFolder(t);
  await copyFile(join(data, file), join(elsewhere, file));
  const server = new Program(SERVER, [...DEMO, ...ANY_PORT, '--data', elsewhere]);
  t.after(() => server.stop());
  const kurt = await patient(t, browser, await server.portal());
  assert.equal(await kurt.status(), 'Tildelt');
}

test('«Avslutt» in the tray ends the program in good order', async (t) => {
  const { panel, window, base, data } = await deskInTray(t);
  await panel.click('Åpne Ressurstimebok');
  await shown(1);
  await decided(t, window, base);
  await panel.click('Avslutt');
  await endedInOrder(t, base, data);
});

test('where no panel shows a tray, closing the window ends the program in good order', async (t) => {
  const { window, data } = await desk(t);
  const base = await window.portal();
  await window.see('[data-testid=queue-empty]');
  await shown(1);
  await decided(t, window, base);
  await closeWindow();
  await endedInOrder(t, base, data);
});

test('requests that come together are told of together, and none is left out', async (t) => {
  const { base } = await deskInTray(t);
  const names = ['Kurt Håkon Grytten', 'Line Danser', 'Berit Aas', 'Ola Nordmann', 'Emma Lie', 'Arne Moe'];
  const times = ['13:00', '13:15', '13:30', '13:45', '14:00', '14:15'];
  const sends = [];
  for (const [at, name] of names.entries()) {
    const someone = await patient(t, browser, base, name);
    await someone.walkToReview({ ...GUIDE_BOOKING, time: times[at] });
    sends.push(await someone.sending());
  }
  const toasts = await Toasts.fromNow();
  assert.deepEqual(await Promise.all(sends.map((send) => send())), names.map(() => 303));
  let told = 0;
  const words = [];
  while (told < names.length) {
    const { summary } = await toasts.about(/timebestilling/i);
    words.push(summary);
    told += Number(/^\d+/.exec(summary)?.[0] ?? 1);
  }
  assert.equal(told, names.length, words.join('\n'));
  assert.match(words[0], /^Ny timebestilling: Vaksine$/);
  assert.ok(words.length < names.length, words.join('\n'));
});
