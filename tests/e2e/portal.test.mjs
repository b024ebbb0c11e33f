// The portal in Chromium, served by the server program with the guide's clinic.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertForEverybody, assertQuiet, openPage, startBrowser } from './support/browser.mjs';
import { Keyboard } from './support/keyboard.mjs';
import { GUIDE_BOOKING, LINE, Patient } from './support/patient.mjs';
import { GUIDE_DAY, Program, SERVER, temporaryFolder } from './support/program.mjs';

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

/** Every test has its own clinic, so that none sees another's bookings. */
async function clinic(t, options = ['--demo', ...GUIDE_DAY]) {
  const data = await temporaryFolder(t);
  const server = new Program(SERVER, [...options, '--data', data, '--portal', '127.0.0.1:0']);
  t.after(() => server.stop());
  return server.portal();
}

async function patient(t, base, options) {
  const page = await openPage(browser, base, options);
  t.after(() => page.context().close());
  return new Patient(page);
}

/** The address is directly under the row of the chosen time (four times per row), and is read aloud with it. */
async function assertUnderItsRow(page, time) {
  const box = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());
  const labels = await Promise.all((await page.locator('.grid label').all()).map(box));
  const chosen = await box(page.locator('.grid label', { hasText: time }));
  const where = await box(page.locator('.grid .where:visible'));
  const row = labels.filter((label) => label.top === chosen.top);
  assert.equal(row.length, 4);
  const next = Math.min(...labels.map((label) => label.top).filter((top) => top > chosen.top));
  assert.ok(chosen.bottom <= where.top && where.bottom <= next, JSON.stringify({ chosen, where, next }));
  const described = await page.getByRole('radio', { name: time }).getAttribute('aria-describedby');
  assert.match(await page.locator(`#${described}`).textContent(), /^Oppmøtested: Influensaveien 3a/);
}

for (const javaScriptEnabled of [true, false]) {
  test(`the guide's six steps, to the letter, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async (t) => {
    const base = await clinic(t);
    const kurt = await patient(t, base, { javaScriptEnabled });
    const { page } = kurt;
    const look = async (name) => javaScriptEnabled && assertForEverybody(page, name);
    const at = (path) => assert.equal(new URL(page.url()).pathname, path);

    await page.goto('/logg-inn');
    await look('0-logg-inn');
    await kurt.logIn();
    at('/');
    await kurt.saysAll('Bestill time', 'Innboks', 'Timeavtaler', 'Kurt Håkon Grytten');
    await look('1-dine-tjenester');

    await kurt.press('Bestill time');
    at('/bestill');
    await kurt.reads('Hva trenger du?');
    await kurt.saysAll('Informasjon fra legekontoret', 'Vaksine', 'Tilbake', 'Neste', 'Avbryt');
    await look('2-hva-trenger-du');

    await kurt.chooseType(GUIDE_BOOKING.type);
    assert.match(new URL(page.url()).pathname, /^\/bestill\/[^/]+\/tid$/);
    await kurt.saysAll('Velg sted', 'Influensa', 'Influensavaksine', 'Influensavaksine 2',
      'Dette er en test av influensavaksine', 'Finner du ikke ledig time?');
    await kurt.chooseTime(GUIDE_BOOKING);
    await kurt.saysAll('Januar 2025', 'Ledige timer 21. jan. 2025', '13:00 - 13:15', '15:00 - 15:15',
      'Oppmøtested: Influensaveien 3a, 1325 Lysaker');
    assert.equal(await page.getByRole('radio').count(), 9);
    await assertUnderItsRow(page, '13:30 - 13:45');
    await page.getByText('Finner du ikke ledig time?').click();
    await kurt.saysAll('Du kan:', 'Sjekk senere for avbestilte timer');
    await look('3-velg-time');

    await kurt.press('Neste');
    assert.match(new URL(page.url()).pathname, /^\/bestill\/[^/]+\/se-gjennom$/);
    await kurt.reads('Se gjennom før du sender');
    await kurt.saysAll('Tirsdag 21. januar 2025 kl. 13:30 - 13:45', 'Time hos', 'Influensavaksine 2',
      'Influensaveien 3a, 1325 Lysaker', 'Antatt varighet: 15 min', 'Henvendelsen vil bli journalført.',
      'Hva gjelder det?', 'Maksimum 50 tegn', '0/50');
    await look('4-se-gjennom');

    await kurt.reasonField().fill(GUIDE_BOOKING.reason);
    await kurt.press('Send bestilling');
    at('/bestill/sendt');
    await kurt.reads('Timebestillingen er sendt');
    await kurt.saysAll(
      'Bestillingen er kun en forespørsel. Timen er ikke tildelt før du mottar en bekreftelse.',
      'Hvis helsetilstanden din endrer seg før timeavtalen, må du ta kontakt med legekontoret.',
      'Du finner informasjon om timebestillingen i innboksen.');
    await look('5-sendt');

    await kurt.press('Gå til innboksen');
    at('/innboks');
    await kurt.saysAll('Influensavaksine');
    await look('6-innboks');
    await kurt.openNewestMessage();
    await kurt.saysAll('Ønsket timeavtale: 21. januar 2025 kl. 13:30 - 13:45.', 'Denne meldingen kan ikke besvares.');
    await look('6-melding');

    await page.goto('/timeavtaler');
    await kurt.saysAll('21. januar 2025 kl. 13:30');
    await look('6-timeavtaler');
    await page.getByText(/^Se detaljer/).first().click();
    at('/timeavtaler');
    await kurt.saysAll('Antatt varighet: 15 min', 'Timen gjelder: Test', 'Behandler: Fastlege August September',
      'Status: Sendt');
    await look('6-timeavtale');
    assertQuiet(page);
  });
}

test('«Tilbake», «Neste» and «Avbryt» keep what was chosen', async (t) => {
  const kurt = await patient(t, await clinic(t));
  await kurt.logIn();
  await kurt.walkToReview({ ...GUIDE_BOOKING, reason: 'vondt i armen' });
  await kurt.press('Tilbake');
  await kurt.reads('Velg time');
  assert.ok(await kurt.timeAt('13:30').isChecked());
  assert.equal(await kurt.placeNamed('Influensavaksine 2').getAttribute('aria-current'), 'true');
  await kurt.press('Tilbake');
  await kurt.reads('Hva trenger du?');
  assert.ok(await kurt.page.getByRole('radio', { name: 'Vaksine', exact: true }).isChecked());
  await kurt.press('Neste');
  assert.ok(await kurt.timeAt('13:30').isChecked());
  await kurt.press('Neste');
  await kurt.saysAll('Tirsdag 21. januar 2025 kl. 13:30 - 13:45');
  assert.equal(await kurt.reasonField().inputValue(), 'vondt i armen');
  await kurt.press('Avbryt');
  await kurt.reads('Dine tjenester');
  await kurt.press('Fortsett bestillingen');
  await kurt.saysAll('Tirsdag 21. januar 2025 kl. 13:30 - 13:45');
  assert.equal(await kurt.reasonField().inputValue(), 'vondt i armen');
  assertQuiet(kurt.page);
});

test('the counter counts what a person counts, and too much is said beside the field with nothing lost', async (t) => {
  const kurt = await patient(t, await clinic(t));
  await kurt.logIn();
  await kurt.walkToReview({ ...GUIDE_BOOKING, reason: '' });
  const family = '👨‍👩‍👧‍👦';
  await kurt.reasonField().pressSequentially('abc');
  await kurt.page.getByText('3/50').waitFor();
  await kurt.reasonField().fill(family.repeat(50));
  await kurt.page.getByText('50/50').waitFor();
  await kurt.reasonField().fill('x'.repeat(51));
  await kurt.page.getByText('51/50').waitFor();
  await kurt.press('Send bestilling');
  await kurt.reads('Se gjennom før du sender');
  assert.equal(await kurt.reasonField().inputValue(), 'x'.repeat(51));
  assert.equal(await kurt.reasonField().getAttribute('aria-invalid'), 'true');
});

for (const javaScriptEnabled of [true, false]) {
  test(`a double-clicked «Send bestilling» makes one booking, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async (t) => {
    const kurt = await patient(t, await clinic(t), { javaScriptEnabled });
    await kurt.logIn();
    await kurt.walkToReview(GUIDE_BOOKING);
    await kurt.page.getByRole('button', { name: 'Send bestilling' }).dblclick();
    await kurt.reads('Timebestillingen er sendt');
    await kurt.page.goto('/timeavtaler');
    assert.equal(await kurt.page.locator('summary', { hasText: 'Se detaljer' }).count(), 1);
  });
}

test('a time that somebody else took: told so, fresh times, the reason kept', async (t) => {
  const base = await clinic(t);
  const [kurt, other] = [await patient(t, base), await patient(t, base)];
  await kurt.logIn();
  await other.logIn(LINE);
  await kurt.walkToReview({ ...GUIDE_BOOKING, reason: 'mitt eget ord' });
  await other.book();

  const answer = kurt.page.waitForResponse((response) => response.request().method() === 'POST');
  await kurt.press('Send bestilling');
  assert.equal((await answer).status(), 409);
  await kurt.page.getByRole('alert').waitFor();
  assert.equal(await kurt.page.evaluate(() => document.activeElement.getAttribute('role')), 'alert');
  assert.equal(await kurt.timeAt('13:30').count(), 0);
  await kurt.timeAt('13:45').check();
  await kurt.press('Neste');
  assert.equal(await kurt.reasonField().inputValue(), 'mitt eget ord');
  await kurt.press('Send bestilling');
  await kurt.reads('Timebestillingen er sendt');
});

test('from the login to the inbox with keys alone', async (t) => {
  const page = await openPage(browser, await clinic(t));
  t.after(() => page.context().close());
  const keys = new Keyboard(page);
  await keys.types('/logg-inn');
  await keys.goes(/^Kurt Håkon Grytten/, 'Enter', 'Dine tjenester');
  await keys.goes(/^Bestill time/, 'Enter', 'Hva trenger du?');
  await keys.tabsTo(/^Konsultasjon med fastlegen/);
  await keys.movesTo(/^Vaksine/, 'ArrowDown');
  await keys.goes(/^Neste/, 'Enter', 'Velg time');
  await keys.goes(/^Influensavaksine 2/, 'Enter', 'Velg time');
  await keys.goes(/^onsdag 22\. januar/, 'Enter', 'Velg time');
  await keys.tabsTo(/^13:00 - 13:15/);
  await keys.movesTo(/^13:30 - 13:45/, 'ArrowRight');
  await keys.goes(/^Neste/, 'Enter', 'Se gjennom før du sender');
  await keys.tabsTo(/^Hva gjelder det/);
  await keys.writes('bare tastatur');
  await keys.presses('Enter');
  await new Patient(page).reads('Timebestillingen er sendt');
  await keys.goes(/^Gå til innboksen/, 'Enter', 'Innboks');
  await new Patient(page).saysAll('Influensavaksine 2', 'Ønsket timeavtale: 22. januar 2025 kl. 13:30 - 13:45.');
  assertQuiet(page);
});

test('a forged form without its token is refused', async (t) => {
  const kurt = await patient(t, await clinic(t));
  await kurt.logIn();
  await kurt.walkToReview(GUIDE_BOOKING);
  const action = await kurt.page.locator('form[method=post]').filter({ hasText: 'Send bestilling' }).getAttribute('action');
  const target = new URL(action ?? '', kurt.page.url()).href;
  const answer = await kurt.page.request.post(target, { form: { grunn: 'falsk' }, maxRedirects: 0 });
  assert.equal(answer.status(), 403);
  assert.equal(await kurt.page.request.get('/timeavtaler').then((page) => page.text()).then((text) => /13:30/.test(text)), false);
});

test('without a login the portal is closed', async (t) => {
  const stranger = await patient(t, await clinic(t, []));
  await stranger.page.goto('/bestill');
  await stranger.reads('Innlogging er ikke åpnet');
  assert.equal(await stranger.page.getByRole('button').count(), 0);
  await assertForEverybody(stranger.page, 'stengt');
});
