// The patient in a browser: the guide's six steps as methods. The texts on the pages are the guide's.
import assert from 'node:assert/strict';

/** The guide's own patient. */
export const KURT = 'Kurt Håkon Grytten';

/** Another of the demo's synthetic patients. */
export const LINE = 'Line Danser';

/** What the guide's patient books, as its pictures show it. */
export const GUIDE_BOOKING = {
  type: 'Vaksine',
  place: 'Influensavaksine 2',
  day: '21. januar',
  time: '13:30',
  reason: 'Test',
};

/** A patient on a page of the portal. */
export class Patient {
  constructor(page) {
    this.page = page;
  }

  async logIn(name = KURT) {
    await this.page.goto('/logg-inn');
    await this.press(new RegExp(`^${name}`));
    await this.reads('Dine tjenester');
  }

  /** Steps 1 and 2: from the list of services to the type of appointment. */
  async chooseType(type) {
    await this.page.goto('/');
    await this.press('Bestill time');
    await this.reads('Hva trenger du?');
    await this.page.getByRole('radio', { name: type, exact: true }).check();
    await this.press('Neste');
    await this.reads('Velg time');
  }

  /** Step 3: a place, a day and a time. */
  async chooseTime({ place, day, time }) {
    await this.choosePlace(place);
    await this.page.getByRole('link', { name: day }).click();
    await this.timeAt(time).check();
  }

  async choosePlace(place) {
    await this.placeNamed(place).click();
    await this.page.locator('[aria-current=true]', { hasText: place }).waitFor();
  }

  /** Places are links whose names begin with the name of the place. */
  placeNamed(place) {
    const name = this.page.getByText(place, { exact: true });
    return this.page.getByRole('main').getByRole('link').filter({ has: name });
  }

  timeAt(time) {
    return this.page.getByRole('radio', { name: new RegExp(`^${time} `) });
  }

  /** Steps 1 to 4, up to the review page. */
  async walkToReview(booking) {
    await this.chooseType(booking.type);
    await this.chooseTime(booking);
    await this.press('Neste');
    await this.reads('Se gjennom før du sender');
    await this.reasonField().fill(booking.reason);
  }

  reasonField() {
    return this.page.getByRole('textbox', { name: 'Hva gjelder det?' });
  }

  /** Steps 1 to 5. */
  async book(booking = GUIDE_BOOKING) {
    await this.walkToReview(booking);
    await this.press('Send bestilling');
    await this.reads('Timebestillingen er sendt');
  }

  /** Returns a function that sends the form on this page immediately and returns the status code. */
  async sending() {
    const form = this.page.locator('form[method=post]').filter({ hasText: 'Send bestilling' });
    const { action, fields } = await form.evaluate((element) => ({
      action: element.action,
      fields: Object.fromEntries(new FormData(element)),
    }));
    return async () => (await this.page.request.post(action, { form: fields, maxRedirects: 0 })).status();
  }

  /** Step 6: the status on the newest appointment's page. */
  async status() {
    await this.page.goto('/timeavtaler');
    const text = await this.page.getByText(/Status:\s*\S+/).first().textContent();
    return /Status:\s*(\S+)/.exec(text)[1];
  }

  /** Opens the details of the newest appointment. */
  async openNewest() {
    await this.page.goto('/timeavtaler');
    await this.page.locator('summary', { hasText: 'Se detaljer' }).first().click();
  }

  /** Opens the newest message from the list in the inbox. */
  async openNewestMessage() {
    await this.page.goto('/innboks');
    await this.page.getByRole('main').getByRole('list').getByRole('link').first().click();
  }

  /** Clicks the link or button with exactly this name, or one that matches. */
  async press(name) {
    const { page } = this;
    const wanted = { name, exact: true };
    await page.getByRole('link', wanted).or(page.getByRole('button', wanted)).first().click();
  }

  /** Waits for the page's main heading. */
  async reads(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  async saysAll(...sentences) {
    const text = (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
    for (const sentence of sentences) assert.ok(text.includes(sentence), `«${sentence}» in:\n${text}`);
  }
}
