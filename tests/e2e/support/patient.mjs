// The patient at the browser: the guide's six steps as verbs. The words on the pages are the guide's.
import assert from 'node:assert/strict';

/** The guide's own patient. */
export const KURT = 'Kurt Håkon Grytten';

/** Another of the demo's synthetic patients. */
export const LINE = 'Line Danser';

/** What the guide's patient asks for, as its pictures show it. */
export const GUIDE_WISH = {
  type: 'Vaksine',
  place: 'Influensavaksine 2',
  day: '21. januar',
  time: '13:30',
  reason: 'Test',
};

/** Somebody in front of a page of the portal. */
export class Patient {
  constructor(page) {
    this.page = page;
  }

  async logIn(name = KURT) {
    await this.page.goto('/logg-inn');
    await this.press(new RegExp(`^${name}`));
    await this.reads('Dine tjenester');
  }

  /** Steps 1 and 2: from the services to the type of time. */
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

  /** The places are links, whose names begin with the place's own. */
  placeNamed(place) {
    const name = this.page.getByText(place, { exact: true });
    return this.page.getByRole('main').getByRole('link').filter({ has: name });
  }

  timeAt(time) {
    return this.page.getByRole('radio', { name: new RegExp(`^${time} `) });
  }

  /** Steps 1 to 4, up to the page to look over. */
  async walkToReview(wish) {
    await this.chooseType(wish.type);
    await this.chooseTime(wish);
    await this.press('Neste');
    await this.reads('Se gjennom før du sender');
    await this.reasonField().fill(wish.reason);
  }

  reasonField() {
    return this.page.getByRole('textbox', { name: 'Hva gjelder det?' });
  }

  /** Steps 1 to 5. */
  async book(wish = GUIDE_WISH) {
    await this.walkToReview(wish);
    await this.press('Send bestilling');
    await this.reads('Timebestillingen er sendt');
  }

  /** What sends the form on this page at once when it is called, and answers with its status. */
  async sending() {
    const form = this.page.locator('form[method=post]').filter({ hasText: 'Send bestilling' });
    const { action, fields } = await form.evaluate((element) => ({
      action: element.action,
      fields: Object.fromEntries(new FormData(element)),
    }));
    return async () => (await this.page.request.post(action, { form: fields, maxRedirects: 0 })).status();
  }

  /** Step 6: the newest appointment's own page says this status. */
  async status() {
    await this.page.goto('/timeavtaler');
    const text = await this.page.getByText(/Status:\s*\S+/).first().textContent();
    return /Status:\s*(\S+)/.exec(text)[1];
  }

  /** The details of the newest appointment. */
  async openNewest() {
    await this.page.goto('/timeavtaler');
    await this.page.locator('summary', { hasText: 'Se detaljer' }).first().click();
  }

  /** The newest message, from the list in the inbox. */
  async openNewestMessage() {
    await this.page.goto('/innboks');
    await this.page.getByRole('main').getByRole('list').getByRole('link').first().click();
  }

  /** The link or button of that very name, or of a name like it. */
  async press(name) {
    const { page } = this;
    const wanted = { name, exact: true };
    await page.getByRole('link', wanted).or(page.getByRole('button', wanted)).first().click();
  }

  /** This page's own heading. */
  async reads(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  async saysAll(...sentences) {
    const text = (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
    for (const sentence of sentences) assert.ok(text.includes(sentence), `«${sentence}» in:\n${text}`);
  }
}
