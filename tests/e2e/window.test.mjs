// The real window on a real D-Bus: what staff see and do while patients book in a browser.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startBrowser } from './support/browser.mjs';
import { ANY_PORT, DEMO, desk, log, patient as loggedIn } from './support/desk.mjs';
import { GUIDE_BOOKING, LINE } from './support/patient.mjs';
import { DESKTOP, Program, SERVER, freePort, temporaryFolder } from './support/program.mjs';
import { Toasts, clickToast, toastsShown } from './support/toasts.mjs';
import { KEYS, Window } from './support/webdriver.mjs';
import { windowsShown } from './support/screen.mjs';
import { until } from './support/until.mjs';

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

/** Clicks the row of a patient. WebKit's driver clicks cells, not rows. */
async function choose(window, name) {
  await (await window.see('[data-testid=queue-row] td', name)).click();
  await window.see('[data-testid=queue-row][aria-selected=true]', name);
  await window.see('[data-testid=detail]', name);
}

/** Opens a page of the window. */
const open = async (window, page) => (await window.see(`[data-testid=nav-${page}]`)).click();

const patient = (t, base, name) => loggedIn(t, browser, base, name);

test('a patient asks, the desk is told, decides, thinks again, and the patient reads the outcome', async (t) => {
  const { window, data } = await desk(t);
  const base = await window.portal();
  await window.see('[data-testid=queue-empty]');
  await window.run('window.stayed = true');
  const toasts = await Toasts.fromNow();
  const kurt = await patient(t, base);

  await t.test('at another page, a notification names the type of time and nobody', async () => {
    await open(window, 'profile');
    await kurt.book();
    const toast = await toasts.next();
    assert.match(`${toast.summary} ${toast.body}`, /vaksine/i);
    for (const secret of ['Kurt', 'Grytten', 'Test', '139169', 'Influensavaksine 2', '13:30']) {
      assert.ok(!`${toast.summary} ${toast.body}`.includes(secret), `«${secret}» in ${toast.written}`);
    }
  });

  await t.test('a click on it shows the window at that request', async () => {
    await clickToast();
    const row = await window.see('[data-testid=queue-row][aria-selected=true]', 'Kurt Håkon Grytten');
    for (const fact of ['I dag kl. 13:30', 'Influensavaksine 2', 'Vaksine', 'Test']) {
      assert.ok((await row.text()).includes(fact), fact);
    }
    assert.equal(await window.run('return window.stayed'), true, 'the page was loaded again');
    await window.picture('window-queue');
    await window.see('[data-testid=detail]', 'Tirsdag 21. januar 2025 kl. 13:30 - 13:45');
    const spare = 'return document.scrollingElement.scrollHeight - window.innerHeight';
    assert.ok((await window.run(spare)) <= 0, 'the lists scroll, never the window');
    await window.picture('window-request');
  });

  await t.test('confirmed with a key, undone with a key: the patient has heard nothing', async () => {
    await window.press('b');
    await window.see('[data-testid=undo]');
    await window.gone('[data-testid=queue-row]', 'Kurt');
    await window.picture('window-undo');
    assert.equal(await kurt.status(), 'Sendt');
    await window.press('z');
    await window.see('[data-testid=queue-row]', 'Kurt Håkon Grytten');
  });

  await t.test('confirmed again: after ten seconds the patient reads «Tildelt»', async () => {
    await choose(window, 'Kurt');
    await window.see('[data-testid=confirm]');
    await window.press('b');
    await window.see('[data-testid=undo]');
    assert.equal(await kurt.status(), 'Sendt');
    await until('the patient reads «Tildelt»', async () => (await kurt.status()) === 'Tildelt', 40);
  });

  await t.test('another is rejected with words, and the patient reads them', async () => {
    const line = await patient(t, base, LINE);
    await open(window, 'profile');
    await line.book({ ...GUIDE_BOOKING, time: '14:15', reason: 'nål' });
    await until('a notification stands there', async () => (await toastsShown()) === 1);
    await open(window, 'queue');
    await choose(window, LINE);
    await window.press('a');
    const words = 'Vi har dessverre ikke vaksine denne uken. Ring oss på mandag.';
    await (await window.see('[data-testid=reject-text]')).write(words);
    await window.picture('window-reject');
    await (await window.see('[data-testid=reject-send]')).click();
    await until('the notification is withdrawn', async () => (await toastsShown()) === 0, 5);
    await until('the patient reads «Avvist»', async () => (await line.status()) === 'Avvist', 40);
    await line.openNewest();
    await line.saysAll(words);
    await line.openNewestMessage();
    await line.saysAll(words, 'Denne meldingen kan ikke besvares.');
  });

  await t.test('what was done today stands under «Ferdig i dag»', async () => {
    await (await window.see('[data-testid=nav-done]')).click();
    await window.see('[data-testid=queue-row]', 'Kurt Håkon Grytten');
    await window.see('[data-testid=queue-row]', LINE);
    await window.picture('window-done');
  });

  await t.test('the log says nothing of anybody', async () => {
    const written = await log(data);
    assert.match(written, /the program starts/);
    for (const secret of ['Kurt', 'Grytten', LINE, '13916931063', GUIDE_BOOKING.reason, 'nål', 'mandag']) {
      assert.ok(!written.includes(secret), `«${secret}» in ${written}`);
    }
  });
});

test('requests appear by themselves and unnotified in a queue in view; arrow keys walk it, oldest first', async (t) => {
  const { window } = await desk(t);
  const base = await window.portal();
  await window.see('[data-testid=queue-empty]');
  const toasts = await Toasts.fromNow();
  const [kurt, line] = [await patient(t, base), await patient(t, base, LINE)];
  await kurt.book();
  await line.book({ ...GUIDE_BOOKING, time: '13:00' });
  await window.see('[data-testid=queue-row]', LINE);
  assert.doesNotMatch(await toasts.recorded(), /timebestilling/i);
  const names = await Promise.all((await window.all('[data-testid=queue-row]')).map((row) => row.text()));
  assert.ok(names[0].includes('Kurt') && names[1].includes(LINE), names.join('\n'));
  await window.press(KEYS.down);
  await window.see('[data-testid=queue-row][aria-selected=true]', 'Kurt');
  await window.press(KEYS.down);
  await window.see('[data-testid=queue-row][aria-selected=true]', LINE);
  await window.press(KEYS.up);
  await window.see('[data-testid=queue-row][aria-selected=true]', 'Kurt');
});

test('from nothing to the first free time in the window, in under two minutes', async (t) => {
  const { window } = await desk(t, ANY_PORT);
  const started = performance.now();
  const press = async (id) => (await window.see(`[data-testid=${id}]`)).click();
  const write = async (form, fields) => {
    for (const [name, text] of Object.entries(fields)) {
      await (await window.see(`[data-testid=setup-${form}-form] [name=${name}]`)).write(text);
    }
  };

  await write('profile', { name: 'Fjordgløtt legekontor', phone: '22 33 44 55', info: 'Husk munnbind.' });
  await window.see('[data-testid=counter]', '14/300');
  await window.see('[data-testid=info-preview]', 'Husk munnbind.');
  await window.picture('window-setup-profile');
  await press('save-profile');
  await write('location', { street: 'Strandgata 1', postalCode: '5003', city: 'Bergen' });
  await press('save-location');
  await write('timebook', { name: 'Influensavaksine' });
  await window.picture('window-setup-timebook');
  await press('save-timebook');
  await press('publish-timebook');
  await window.see('[data-testid=guide-done]', 'Første ledige time');
  await window.picture('window-setup-done');
  const seconds = (performance.now() - started) / 1000;
  t.diagnostic(`set up in ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 120, `${seconds} s`);
});

test('what is published or taken away in the window is so on the portal at once', async (t) => {
  const { window } = await desk(t);
  const kurt = await patient(t, await window.portal());
  const offered = async () => {
    await kurt.page.goto('/bestill');
    return (await kurt.page.getByRole('radio', { name: 'Koronatest' }).count()) === 1;
  };
  const press = async (css, words) => (await window.see(css, words)).click();
  await press('[data-testid=nav-timebooks]');
  await press('main button', 'Koronatest');
  assert.ok(await offered());
  await press('[data-testid=unpublish-timebook]');
  await window.see('[data-testid=publish-panel][data-published=false]');
  assert.ok(!(await offered()));
  await press('[data-testid=publish-timebook]');
  await window.see('[data-testid=publish-panel][data-published=true]');
  assert.ok(await offered());
  await window.picture('window-timebooks');
});

test('what nobody foresaw has a reference that stands in the log, and the log is one click away', async (t) => {
  const { window, data, opened } = await desk(t);
  await window.see('[data-testid=queue-empty]');
  await window.run("queueMicrotask(() => Promise.reject(new RangeError('Kurt Håkon Grytten')))");
  const banner = await window.see('[data-testid=trouble]');
  const [reference] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(await banner.text());
  await until('the log has the reference', async () => (await log(data)).includes(reference));
  assert.doesNotMatch(await log(data), /Kurt/);
  await (await window.see('[data-testid=open-log]')).click();
  const folder = `${join(data, 'log')}\n`;
  await until('the file manager opens it', async () => (await readFile(opened, 'utf8').catch(() => '')) === folder);
});

test('a field that is wrong says so beside itself, and nothing typed is lost', async (t) => {
  const { window } = await desk(t, ANY_PORT);
  await (await window.see('[name=info]')).write('Informasjon som skal stå');
  await (await window.see('[data-testid=save-profile]')).click();
  await window.see('[name=name][aria-invalid=true]');
  const kept = await window.run('return document.querySelector("[name=info]").value');
  assert.equal(kept, 'Informasjon som skal stå');
  await window.picture('window-setup-problem');
});

test('a second start brings the first window forward and ends; the headless twin says who is there', async (t) => {
  const data = await temporaryFolder(t);
  const options = [...DEMO, ...ANY_PORT, '--data', data];
  const first = new Program(DESKTOP, [...options, '--hidden']);
  t.after(() => first.stop());
  await first.portal();
  assert.deepEqual(await windowsShown(), []);

  const twin = new Program(SERVER, options);
  assert.notEqual(await twin.exit, 0);
  assert.match(twin.output.join('\n'), new RegExp(`in use|i bruk`));

  const second = new Program(DESKTOP, options);
  assert.equal(await second.exit, 0, second.output.join('\n'));
  await until('the first window comes forward', async () => (await windowsShown()).length === 1);
  assert.ok(first.running);
});

test('a portal address that is taken: the window opens and says so', async (t) => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const address = `127.0.0.1:${other.address().port}`;
  const { window } = await desk(t, [...DEMO, '--portal', address]);
  await window.see('[data-testid=portal-taken]', address);
  await window.see('[data-testid=queue-empty]');
  await window.picture('window-address-taken');
});

test('a data folder that cannot be made: the window opens and says so', async (t) => {
  const file = join(await temporaryFolder(t), 'a-file');
  await writeFile(file, '');
  const window = await Window.open(DESKTOP, [...DEMO, ...ANY_PORT, '--data', join(file, 'data')]);
  t.after(() => window.close());
  await window.see('[data-testid=database-problem][data-kind=folderNotWritable]', file);
  await window.picture('window-folder');
});

test('a database that does not answer: the window opens and says so', async (t) => {
  const nobody = `postgres://postgres@127.0.0.1:${await freePort()}/clinic`;
  const { window } = await desk(t, [...DEMO, ...ANY_PORT, '--database', nobody]);
  await window.see('[data-testid=database-problem][data-kind=unavailable]');
  await window.picture('window-database');
});
