// A database that becomes unavailable while the window is open, and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startBrowser } from './support/browser.mjs';
import { emptyDatabase } from './support/database.mjs';
import { ANY_PORT, DEMO, desk, patient } from './support/desk.mjs';
import { GUIDE_BOOKING, LINE } from './support/patient.mjs';
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
