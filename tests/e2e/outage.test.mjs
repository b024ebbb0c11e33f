// A database that becomes unavailable while the window is open, and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBrowser } from './support/browser.mjs';
import { arrivals, emptyDatabase } from './support/database.mjs';
import { ANY_PORT, DEMO, desk, log, patient } from './support/desk.mjs';
import { GUIDE_BOOKING, LINE } from './support/patient.mjs';
import { DESKTOP, Program, temporaryFolder } from './support/program.mjs';
import { Proxy } from './support/proxy.mjs';
import { until } from './support/until.mjs';

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

test('the database goes and comes back: the list stays under a banner, and nothing is lost', async (t) => {
  const database = await emptyDatabase(t);
  const proxy = await Proxy.before(t, database.hostname, Number(database.port));
  database.port = String(proxy.port);
  const { window } = await desk(t, [...DEMO, ...ANY_PORT, '--database', database.href]);
  const base = await window.portal();
  const kurt = await patient(t, browser, base);
  await kurt.book();
  const row = '[data-testid=queue-row]';
  await (await window.see(`${row} td`, 'Kurt Håkon Grytten')).click();
  await window.see('[data-testid=detail]', 'Kurt Håkon Grytten');

  await proxy.cut();
  await window.press('b');
  await window.see('[data-testid=trouble]');
  await window.see(row, 'Kurt Håkon Grytten');
  await window.picture('window-database-lost');
  const answer = await kurt.page.goto('/innboks');
  assert.equal(answer.status(), 503);

  await proxy.restore();
  await window.gone('[data-testid=trouble]', '', 40);
  await window.see(row, 'Kurt Håkon Grytten');
  await until('the portal is back', async () => (await kurt.page.goto('/innboks')).status() === 200);
  const line = await patient(t, browser, base, LINE);
  await line.book({ ...GUIDE_BOOKING, time: '14:15' });
  await window.see(row, LINE);
  await (await window.see(`${row} td`, 'Kurt Håkon Grytten')).click();
  await window.see('[data-testid=confirm]');
  await window.press('b');
  await until('the patient reads «Tildelt»', async () => (await kurt.status()) === 'Tildelt', 40);
});

test('requests that arrive while the program quits do not hold it up', async (t) => {
  const database = await emptyDatabase(t);
  const data = await temporaryFolder(t);
  const options = [...DEMO, ...ANY_PORT, '--database', database.href, '--data', data];
  const program = new Program(DESKTOP, options, { RESSURSTIMEBOK_TRACE_START: '1' });
  t.after(() => program.stop());
  await program.portal();
  await program.line(/window painted/);
  const noMore = await arrivals(database);
  program.child.kill('SIGTERM');
  assert.equal(await program.exit, 0);
  await noMore();
  const ended = await log(data);
  assert.doesNotMatch(ended, /before all tasks have ended/);
  assert.match(ended, /the program ends; waiting notifications were released/);
});
