// The patient's browser: Chromium, with checks for everything that a page of the portal must never do.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { PICTURES } from './program.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
/** A 1280 pixel window at 200 % has this many CSS pixels. */
const ENLARGED = { width: 640, height: 450 };

/** Starts Chromium without its own background network traffic. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-pings',
      '--disable-domain-reliability', '--no-first-run', '--disable-features=OptimizationHints,MediaRouter'],
  });
}

/** Opens a page and records console errors and requests to other servers. */
export async function openPage(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: 'nb-NO', baseURL: base, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') page.complaints.push(`failed: ${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== base) page.complaints.push(`third party: ${url}`);
  });
  return page;
}

/** Fails when the page caused an error or a request to another server. */
export function assertQuiet(page) {
  assert.deepEqual(page.complaints, []);
}

/** Checks accessibility with axe, contrast included, on a wide screen and on a phone, without horizontal scrolling. */
export async function assertForEverybody(page, name) {
  for (const [where, size] of Object.entries({ desk: DESK, phone: PHONE })) {
    await page.setViewportSize(size);
    await assertNoFaults(page, `${name} (${where})`);
    await picture(page, `portal-${name}-${where}`);
    await assertFits(page, `${name} (${where})`);
  }
  await page.setViewportSize(ENLARGED);
  await assertFits(page, `${name} (200 %)`);
  await page.setViewportSize(DESK);
}

/** Checks a view of the window with axe, contrast included, and that there is no horizontal scrolling at 200 %. */
export async function assertReadable(page, name) {
  await picture(page, name);
  await assertNoFaults(page, name);
  await page.setViewportSize(ENLARGED);
  await picture(page, `${name}-200`);
  await assertNoFaults(page, `${name} (200 %)`);
  await assertFits(page, `${name} (200 %)`);
  await page.setViewportSize(DESK);
}

/** Fails with the axe rules that the page breaks, the contrast rule included. */
async function assertNoFaults(page, name) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const faults = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  assert.deepEqual(faults, [], `${name}: ${faults.join('; ')}`);
}

async function assertFits(page, name) {
  const { needs, has } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { needs: scrollWidth, has: clientWidth };
  });
  assert.ok(needs <= has, `${name}: ${needs} px wide in ${has}`);
}

/** Saves a screenshot of the page. */
export async function picture(page, name) {
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}
