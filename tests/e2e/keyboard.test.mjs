// A day at the desk with the keyboard alone, in Chromium with the fake host: every step is a key, with no
// click and no focus set by a script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertQuiet, openPage, startBrowser } from './support/browser.mjs';
import { serveWindow } from './support/built.mjs';
import { WindowKeyboard } from './support/windowKeyboard.mjs';

const ROW = '[data-testid=queue-row]';
const CHOSEN = `${ROW}[aria-selected=true]`;
const testid = (id) => `[data-testid=${id}]`;

let browser;
let server;
before(async () => {
  server = await serveWindow();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens the window of a clinic with its queue on the screen. */
async function window(t, scene = '') {
  const page = await openPage(browser, server.base);
  t.after(() => page.context().close());
  await page.goto(`/${scene}`);
  await page.locator(testid('queue-row')).first().waitFor();
  return { page, keys: new WindowKeyboard(page) };
}

/** Opens the second row of the queue with the keys, ready to be decided. */
async function openSecond(page, keys) {
  await keys.press('ArrowDown');
  await keys.press('ArrowDown');
  const row = await keys.on(ROW);
  await page.locator(`${testid('confirm')}[aria-disabled=false]`).waitFor();
  return row;
}

test('Tab goes through everything in reading order, and shows where it is', async (t) => {
  const { page, keys } = await window(t);
  const stops = await keys.walk();
  const wanted = ['language', 'nav-queue', 'nav-done', 'nav-profile', 'order-arrival', 'queue-row', 'shortcuts'];
  const found = wanted.map((id) => stops.indexOf(id));
  assert.deepEqual(found, found.toSorted((a, b) => a - b), `${wanted} in ${stops}`);
  assert.ok(!found.includes(-1), `${wanted} in ${stops}`);
  assertQuiet(page);
});

test('a request is opened, confirmed and undone', async (t) => {
  const { page, keys } = await window(t);
  await keys.tabTo(ROW);
  const second = await openSecond(page, keys);
  await keys.press('ArrowUp');
  await keys.press('j');
  assert.equal(await keys.on(ROW), second);
  await keys.press('Enter');
  await keys.on(testid('detail'));
  await keys.press('Escape');
  assert.equal(await keys.on(ROW), second);
  await page.locator(`${testid('confirm')}[aria-disabled=false]`).waitFor();

  await keys.press('b');
  await page.locator(`${ROW}[data-id="${second}"]`).waitFor({ state: 'detached' });
  await page.locator(`${CHOSEN}:focus`).waitFor();
  await keys.press('z');
  await page.locator(`${CHOSEN}[data-id="${second}"]:focus`).waitFor();
  await keys.press('Enter');
  await keys.tabTo(testid('confirm'));
  await keys.press('Space');
  await page.locator(`${ROW}[data-id="${second}"]`).waitFor({ state: 'detached' });
  await page.locator(`${CHOSEN}:focus`).waitFor();
  assertQuiet(page);
});

test('a rejection keeps its words and its place when it is left, and is sent', async (t) => {
  const { page, keys } = await window(t);
  const second = await openSecond(page, keys);
  await keys.press('a');
  await keys.on(testid('reject-text'));
  await keys.type('Ring oss.');
  const inside = await keys.walk();
  assert.ok(inside.includes('reject-text') && inside.includes('reject-send'), `${inside}`);
  assert.ok(!inside.includes('nav-queue') && !inside.includes('queue-row'), `the dialog keeps the focus: ${inside}`);

  await keys.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  assert.equal(await keys.on(ROW), second);
  await keys.press('Enter');
  await keys.tabTo(testid('reject'));
  await keys.press('Enter');
  await keys.on(testid('reject-text'));
  await keys.press('Escape');
  await keys.on(testid('reject'));
  await keys.press('a');
  await keys.on(testid('reject-text'));
  assert.equal(await page.locator(testid('reject-text')).inputValue(), 'Ring oss.');
  await keys.press('Control+Enter');
  await page.locator(`${ROW}[data-id="${second}"]`).waitFor({ state: 'detached' });
  await page.locator(`${CHOSEN}:focus`).waitFor();
  assertQuiet(page);
});

test('Esc leaves a help dialog and gives back the focus', async (t) => {
  const { page, keys } = await window(t);
  await keys.tabTo(testid('shortcuts'));
  await keys.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await keys.press('Escape');
  await keys.on(testid('shortcuts'));
  assertQuiet(page);
});

test('the queue is emptied without losing the place', async (t) => {
  const { page, keys } = await window(t);
  await keys.press('ArrowDown');
  for (let left = await page.locator(ROW).count(); left > 0; left -= 1) {
    await page.locator(`${CHOSEN}:focus`).waitFor();
    await page.locator(`${testid('confirm')}[aria-disabled=false]`).waitFor();
    await keys.press('b');
    await page.locator(ROW).nth(left - 1).waitFor({ state: 'detached' });
  }
  await keys.on(testid('queue-empty'));
  assertQuiet(page);
});

test('the profile is changed and saved', async (t) => {
  const { page, keys } = await window(t);
  await keys.tabTo(testid('nav-profile'));
  await keys.press('Enter');
  await page.locator(testid('setup-profile-form')).waitFor();
  await keys.tabTo('[name=phone]');
  await keys.press('Control+a');
  await keys.type('22334455');
  await keys.tabTo(testid('save-profile'));
  await keys.press('Enter');
  await page.locator('.saved').waitFor();
  await keys.on(testid('save-profile'));
  await keys.tabTo('[name=name]', { back: true });
  await keys.press('Control+a');
  await keys.press('Delete');
  await keys.press('Enter');
  await page.locator('[aria-invalid=true]').waitFor();
  await keys.on('[name=name]');
  await keys.tabTo(testid('nav-queue'), { back: true });
  await keys.press('Enter');
  await page.locator(ROW).first().waitFor();
  await keys.on(testid('nav-queue'));
  assertQuiet(page);
});
