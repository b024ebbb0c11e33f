// Every view of the staff window in Chromium, with the fake host: axe with contrast, light and dark, and at
// 200 %.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertQuiet, assertReadable, openPage, startBrowser } from './support/browser.mjs';
import { serveWindow } from './support/built.mjs';

const ROW = '[data-testid=queue-row]';
const testid = (id) => `[data-testid=${id}]`;
const click = (...selectors) => async (page) => {
  for (const selector of selectors) await page.locator(selector).first().click();
};

/** Each view: its scene, how the user gets there, and what shows that it is open. */
const VIEWS = [
  { name: 'queue', shows: ROW },
  { name: 'by-start', go: click(testid('order-start')), shows: '[aria-sort]' },
  { name: 'request', go: click(ROW), shows: testid('confirm') },
  { name: 'undo', go: click(ROW, testid('confirm')), shows: testid('undo') },
  { name: 'reject', go: click(ROW, testid('reject')), shows: testid('reject-text') },
  { name: 'done', go: click(ROW, testid('confirm'), testid('nav-done')), shows: ROW },
  { name: 'colleague', go: colleagueWasFirst, shows: testid('already-decided') },
  { name: 'identity', go: identityShown, shows: testid('identity-copy') },
  { name: 'away', go: trouble('unavailable'), shows: testid('trouble') },
  { name: 'unknown', go: trouble('unknown'), shows: testid('trouble') },
  { name: 'not-ready', go: trouble('notReady'), shows: testid('trouble') },
  { name: 'not-found', go: trouble('notFound'), shows: testid('trouble') },
  { name: 'panicked', go: programPanicked, shows: testid('trouble') },
  { name: 'unreadable', scene: 'unreadable', shows: testid('row-unreadable') },
  { name: 'crowd', scene: 'crowd', shows: ROW },
  { name: 'shortcuts', go: click(testid('shortcuts')), shows: 'dialog[open]' },
  { name: 'profile', go: click(testid('nav-profile')), shows: testid('setup-profile-form') },
  { name: 'profile-wrong', go: saveWrong, shows: '[aria-invalid=true]' },
  { name: 'profile-conflict', go: colleagueSavedTheProfile, shows: testid('conflict') },
  { name: 'location-conflict', go: colleagueMoved, shows: testid('conflict') },
  { name: 'hours-conflict', go: colleagueSavedHours, shows: testid('conflict') },
  { name: 'locations', go: click(testid('nav-locations')), shows: testid('setup-location-form') },
  { name: 'timebooks', go: click(testid('nav-timebooks')), shows: testid('setup-timebook-form') },
  { name: 'hours-effect', go: addPause, shows: testid('effects') },
  { name: 'conflicts', go: closeToday, shows: testid('conflict-row') },
  { name: 'cancel', go: cancelFirst, shows: testid('cancel-text') },
  { name: 'cancel-wrong', go: cancelWithoutText, shows: '[name=text][aria-invalid=true]' },
  { name: 'holidays', go: openHoliday, shows: '[name="holiday.17.05.2025"]:checked' },
  { name: 'holiday-close', go: closeBookedHoliday, shows: 'dialog[open]' },
  { name: 'exception-new', go: newException, shows: testid('effects') },
  { name: 'exception-wrong', go: saveWrongException, shows: '[name="periods.0.to"][aria-invalid=true]' },
  { name: 'exception', go: savedException, shows: testid('delete-exception') },
  { name: 'exception-conflict', go: colleagueSavedException, shows: testid('conflict') },
  { name: 'exception-delete', go: deletedException, shows: `dialog ${testid('effects')}` },
  { name: 'rules', go: chooseWeekly, shows: '[name="release.weeksBefore"]' },
  { name: 'rules-wrong', go: saveWrongRules, shows: '[name="release.date"][aria-invalid=true]' },
  { name: 'number-wrong', go: saveNoNumber, shows: '[name=horizonDays][aria-invalid=true]' },
  {
    name: 'delete',
    go: click(testid('nav-locations'), testid('delete-location'), testid('delete-confirm')),
    shows: testid('delete-refused'),
  },
  { name: 'undelivered', scene: 'undelivered', go: click(testid('nav-undelivered')), shows: testid('undelivered') },
  {
    name: 'undelivered-many',
    scene: 'undeliveredMany',
    go: click(testid('nav-undelivered')),
    shows: testid('undelivered-more'),
  },
  { name: 'save-refused', go: saveRefused, shows: testid('save-refused') },
  { name: 'publish-refused', go: publishRefused, shows: testid('publish-refused') },
  { name: 'empty', scene: 'quiet', shows: testid('queue-empty') },
  { name: 'guide', scene: 'setup', shows: testid('setup-profile-form') },
  { name: 'guide-location', scene: 'setup', go: guideTo(2), shows: testid('setup-location-form') },
  { name: 'guide-timebook', scene: 'setup', go: guideTo(3), shows: testid('setup-timebook-form') },
  { name: 'guide-publish', scene: 'setup', go: guideTo(4), shows: testid('publish-timebook') },
  { name: 'guide-done', scene: 'setup', go: guideTo(5), shows: testid('guide-done') },
  { name: 'taken', scene: 'taken', shows: testid('portal-taken') },
  { name: 'portal-off', scene: 'off', shows: ROW },
  { name: 'portal-closed', scene: 'closed', shows: ROW },
  { name: 'starting', scene: 'starting', shows: testid('database-problem') },
  { name: 'unavailable', scene: 'unavailable', shows: testid('database-problem') },
  { name: 'newer', scene: 'newer', shows: testid('database-problem') },
  { name: 'not-writable', scene: 'notwritable', shows: testid('database-problem') },
  { name: 'in-use', scene: 'inuse', shows: testid('database-problem') },
  { name: 'not-moved', scene: 'notmoved', shows: testid('database-problem') },
  { name: 'stalled', scene: 'stalled', shows: testid('stalled') },
  { name: 'several', scene: 'several', shows: testid('database-problem') },
  { name: 'not-the-demo', scene: 'notdemo', shows: testid('database-problem') },
  { name: 'broken', scene: 'broken', shows: testid('database-problem') },
];

let browser;
let server;
let base;
before(async () => {
  server = await serveWindow();
  base = server.base;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
});

for (const colorScheme of ['light', 'dark']) {
  for (const { name, scene, go, shows } of VIEWS) {
    test(`${name}, ${colorScheme}`, async (t) => {
      const page = await openPage(browser, base, { colorScheme, reducedMotion: 'reduce' });
      t.after(() => page.context().close());
      await page.goto(scene ? `/?scene=${scene}` : '/');
      await go?.(page);
      await page.locator(shows).first().waitFor();
      await assertReadable(page, `window-${name}-${colorScheme}`);
      assertQuiet(page);
    });
  }
}

for (const colorScheme of ['light', 'dark']) {
  test(`the mark of unsaved changes stands out, ${colorScheme}`, async (t) => {
    const page = await openPage(browser, base, { colorScheme, reducedMotion: 'reduce' });
    t.after(() => page.context().close());
    await page.goto('/');
    await page.locator(testid('nav-locations')).click();
    await page.locator('[name=street]').fill('Influensaveien 5');
    await page.locator(testid('unsaved')).first().waitFor();
    const contrasts = await page.locator(testid('unsaved')).evaluateAll((dots) => {
      const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const light = (color) => {
        paint.fillStyle = color;
        paint.fillRect(0, 0, 1, 1);
        const parts = [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
        const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      return dots.map((dot) => {
        const both = [dot, dot.closest('button')].map((one) => light(getComputedStyle(one).backgroundColor));
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
      });
    });
    assert.equal(contrasts.length, 2);
    for (const contrast of contrasts) assert.ok(contrast >= 3, `${contrast}`);
  });
}

test('axe sees a text that is too pale', async (t) => {
  const page = await openPage(browser, base, { colorScheme: 'light' });
  t.after(() => page.context().close());
  await page.goto('/');
  await page.locator(ROW).first().waitFor();
  await page.addStyleTag({ content: 'td { color: #c8c8c8 !important }' });
  await assert.rejects(assertReadable(page, 'window-too-pale'), /color-contrast/);
});

async function colleagueWasFirst(page) {
  await page.locator(ROW).first().click();
  const id = await page.locator(testid('detail')).getAttribute('data-id');
  await page.locator(`${testid('confirm')}:enabled`).waitFor();
  await page.evaluate((decided) => globalThis.fake.colleagueConfirms(decided, false), id);
  await page.locator(testid('confirm')).click();
}

/** Every call is refused with this code from now on. */
function trouble(code) {
  return async (page) => {
    await page.locator(ROW).first().waitFor();
    await page.evaluate((down) => {
      globalThis.fake.down = { code: down };
      globalThis.fake.sendEvent({ kind: 'refresh' });
    }, code);
  };
}

async function programPanicked(page) {
  await page.locator(ROW).first().waitFor();
  const reference = '01a21385-4e82-73b7-9338-25aaabb88dd6';
  await page.evaluate((seen) => globalThis.fake.sendEvent({ kind: 'panicked', reference: seen }), reference);
}

/** The database refuses what is done next, and answers again afterwards. */
async function refused(page, ...selectors) {
  await page.evaluate(() => (globalThis.fake.down = { code: 'unavailable' }));
  await click(...selectors)(page);
  await page.locator(testid('trouble')).waitFor();
  await page.evaluate(() => {
    globalThis.fake.down = null;
    globalThis.fake.sendEvent({ kind: 'stateChanged' });
  });
  await page.locator(testid('trouble')).waitFor({ state: 'detached' });
}

async function saveRefused(page) {
  await page.locator(testid('nav-profile')).click();
  await page.locator('[name=phone]').fill('90000001');
  await refused(page, testid('save-profile'));
}

async function publishRefused(page) {
  await page.locator(testid('nav-timebooks')).click();
  await refused(page, testid('unpublish-timebook'));
}

async function identityShown(page) {
  await page.locator(ROW).nth(1).click();
  await page.locator(testid('identity-show')).click();
  await page.locator(testid('identity'), { hasText: '139169 31063' }).waitFor();
}

/** Goes through the first-run guide up to this step. */
function guideTo(step) {
  const steps = [
    ['profile', { name: 'Fjordgløtt legekontor', phone: '22 33 44 55', info: 'Husk munnbind.' }],
    ['location', { street: 'Strandgata 1', postalCode: '5003', city: 'Bergen' }],
    ['timebook', { name: 'Influensavaksine' }],
  ];
  return async (page) => {
    for (const [form, fields] of steps.slice(0, step - 1)) {
      const within = page.locator(testid(`setup-${form}-form`));
      for (const [name, text] of Object.entries(fields)) await within.locator(`[name=${name}]`).fill(text);
      await page.locator(testid(`save-${form}`)).click();
    }
    if (step === 5) await page.locator(testid('publish-timebook')).click();
  };
}

async function colleagueMoved(page) {
  await page.locator(testid('nav-locations')).click();
  await page.locator('[name=street]').fill('Influensaveien 5');
  await page.evaluate(() => window.fake.colleagueSaves({ location: 'location-1', change: { street: 'Strandgata 1' } }));
}

async function saveWrong(page) {
  await page.locator(testid('nav-profile')).click();
  await page.locator('[name=name]').fill('');
  await page.locator(testid('save-profile')).click();
}

async function chooseWeekly(page) {
  await page.locator(testid('nav-timebooks')).click();
  await page.locator('[name=leadMinutes]').selectOption({ index: 4 });
  await page.locator('[name=horizonDays]').fill('30');
  await page.locator('[name=release][value=weekly]').check();
}

async function addPause(page) {
  await page.locator(testid('nav-timebooks')).click();
  await page.locator('[data-id=timebook-5]').click();
  await page.locator('[name=pauseMinutes]').fill('5');
}

/** The clinic closes today although patients have times. */
async function closeToday(page) {
  await page.locator(ROW).first().waitFor();
  await page.evaluate(() => {
    const closed = { scope: { kind: 'clinic' }, first: '21.01.2025', last: '', change: 'closed', periods: [], note: '' };
    return window.fake.saveException(null, closed);
  });
  await page.locator(testid('nav-conflicts')).click();
}

async function cancelFirst(page) {
  await closeToday(page);
  await page.locator(testid('cancel-booking')).first().click();
}

async function cancelWithoutText(page) {
  await cancelFirst(page);
  await page.locator(testid('cancel-text')).fill('');
  await page.locator(testid('cancel-send')).click();
}

async function openHoliday(page) {
  await page.locator(testid('nav-exceptions')).click();
  await page.locator('[name="holiday.17.05.2025"]').click();
}

/** Somebody has booked a time on a day that is open although it is a holiday. */
async function closeBookedHoliday(page) {
  await page.locator(testid('nav-exceptions')).click();
  await page.evaluate(() => window.fake.holidayIsBooked());
  await page.locator('[name="holiday.17.04.2025"]').click();
}

/** Blocks times that somebody has booked. */
async function newException(page) {
  await page.locator(testid('nav-exceptions')).click();
  await page.locator('[data-id=new]').click();
  await page.locator('[name=first]').fill('21.01.2025');
  await page.locator('[name=last]').fill('24.01.2025');
  await page.locator('[name=change][value=blocked]').check();
  await page.locator('[name="periods.0.from"]').fill('13');
  await page.locator('[name="periods.0.to"]').fill('14:30');
  await page.locator('[name=note]').fill('Kurs i førstehjelp');
  await page.locator('[name=note]').press('Tab');
}

async function saveWrongException(page) {
  await newException(page);
  await page.locator('[name=last]').fill('31.2.2025');
  await page.locator('[name="periods.0.to"]').fill('12:00');
  await page.locator(testid('save-exception')).click();
}

async function savedException(page) {
  await newException(page);
  await page.locator(testid('save-exception')).click();
  await page.locator(testid('delete-exception')).waitFor();
}

async function deletedException(page) {
  await savedException(page);
  await page.locator(testid('delete-exception')).click();
}

async function colleagueSavedException(page) {
  await savedException(page);
  await page.locator('[name=note]').fill('Kurs');
  await page.locator('[name=change][value=closed]').check();
  await page.evaluate(async () => {
    const [{ id }] = (await window.fake.readSetup()).exceptions;
    window.fake.colleagueSaves({ exception: id, change: { change: 'holidayOpen', note: 'Planleggingsdag' } });
  });
}

async function saveWrongRules(page) {
  await chooseWeekly(page);
  await page.locator('[name=horizonDays]').fill('400');
  await page.locator('[name=release][value=from]').check();
  await page.locator('[name="release.date"]').fill('31.2.2026');
  await page.locator(testid('save-timebook')).click();
}

/** What is not a number is refused, also where the field may be empty. */
async function saveNoNumber(page) {
  await page.locator(testid('nav-timebooks')).click();
  await page.locator('[name=horizonDays]').pressSequentially('3-');
  await page.locator(testid('save-timebook')).click();
}

async function colleagueSavedTheProfile(page) {
  await page.locator(testid('nav-profile')).click();
  await page.locator('[name=phone]').fill('90000001');
  await page.locator('[name=info]').fill('Vi har sommerstengt.');
  await page.evaluate(() => window.fake.colleagueSaves({ profile: { phone: '90000002', info: '' } }));
}

async function colleagueSavedHours(page) {
  await page.locator(testid('nav-timebooks')).click();
  await page.locator('[name="hours.0.to"]').fill('14:00');
  await page.locator('[name=slotMinutes]').fill('20');
  await page.evaluate(async () => {
    const [{ id }] = (await window.fake.readSetup()).timebooks;
    const hours = [1, 2].map((weekday) => ({ weekday, from: '10:00', to: '12:00' }));
    window.fake.colleagueSaves({ timebook: id, change: { hours, slotMinutes: 30 } });
  });
}
