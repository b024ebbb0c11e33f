import type { Location, LocationDraft, ProfileDraft, Setup, Timebook, TimebookDraft } from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import { Form } from '../../shared/form.svelte';
import type { Session } from '../../shared/session.svelte';
import { typeName } from '../../shared/words';
import { locationDraft, profileDraft, sendable, sendableProfile, timebookDraft } from './drafts';

/** The key of a form: the id of what it changes, or `NEW`. */
export const NEW = 'new';

/** The clinic's set-up: what is saved, and a form for each part that keeps what is typed until saved. */
export class SetupModel {
  setup = $state.raw<Setup | null>(null);
  readonly profile = new Form<ProfileDraft>(profileDraft(null));
  locations = $state.raw<Record<string, Form<LocationDraft>>>({ [NEW]: new Form(locationDraft(null)) });
  timebooks = $state.raw<Record<string, Form<TimebookDraft>>>({ [NEW]: new Form(timebookDraft(null)) });
  /** The chosen location and timebook; none while the list has them all to choose from. */
  locationId = $state<string>(NEW);
  timebookId = $state<string>(NEW);
  publishing = $state(false);

  constructor(readonly session: Session) {
    session.reads(() => this.read());
    session.hears((event) => {
      if (event.kind === 'setupChanged' && session.opened) void this.read();
    });
  }

  get location(): Location | null {
    return this.setup?.locations.find((one) => one.id === this.locationId) ?? null;
  }

  get timebook(): Timebook | null {
    return this.setup?.timebooks.find((one) => one.id === this.timebookId) ?? null;
  }

  get locationForm(): Form<LocationDraft> {
    return this.locations[this.locationId] ?? this.#newLocation;
  }

  get timebookForm(): Form<TimebookDraft> {
    return this.timebooks[this.timebookId] ?? this.#newTimebook;
  }

  get #newLocation(): Form<LocationDraft> {
    return this.locations[NEW] as Form<LocationDraft>;
  }

  get #newTimebook(): Form<TimebookDraft> {
    return this.timebooks[NEW] as Form<TimebookDraft>;
  }

  /** Parts with something typed that is not saved. */
  get unsaved(): { profile: boolean; locations: boolean; timebooks: boolean } {
    return {
      profile: this.profile.dirty,
      locations: Object.values(this.locations).some((form) => form.dirty),
      timebooks: Object.values(this.timebooks).some((form) => form.dirty),
    };
  }

  readonly read = coalesce(async () => {
    const first = this.setup === null;
    const answer = await this.session.attempt(() => this.session.host.readSetup());
    if (!answer.ok) return;
    this.#adopt(answer.value);
    if (!first) return;
    this.locationId = answer.value.locations[0]?.id ?? NEW;
    this.timebookId = answer.value.timebooks[0]?.id ?? NEW;
  });

  async saveProfile(): Promise<boolean> {
    const { host } = this.session;
    const draft = sendableProfile(this.profile.snapshot());
    return this.#save(this.profile, draft, () => host.saveProfile(draft));
  }

  async saveLocation(): Promise<boolean> {
    const { host } = this.session;
    const form = this.locationForm;
    const id = this.location?.id ?? null;
    const before = new Set(this.setup?.locations.map((one) => one.id));
    const draft = form.snapshot();
    const saved = await this.#save(form, draft, () => host.saveLocation(id, draft));
    if (saved && id === null) {
      this.locationId = this.setup?.locations.find((one) => !before.has(one.id))?.id ?? NEW;
      this.locationForm.justSaved = true;
      this.#newLocation.reset(locationDraft(null));
    }
    return saved;
  }

  async saveTimebook(): Promise<boolean> {
    const { host } = this.session;
    const form = this.timebookForm;
    const id = this.timebook?.id ?? null;
    const before = new Set(this.setup?.timebooks.map((one) => one.id));
    const draft = form.snapshot();
    const saved = await this.#save(form, draft, () => host.saveTimebook(id, sendable(draft)));
    if (saved && id === null) {
      this.timebookId = this.setup?.timebooks.find((one) => !before.has(one.id))?.id ?? NEW;
      this.timebookForm.justSaved = true;
      this.#newTimebook.reset(this.#emptyTimebook());
    }
    return saved;
  }

  /** Publishes what the form shows: unsaved changes are saved first. */
  async publish(on: boolean): Promise<boolean> {
    if (this.publishing) return false;
    if (on && this.timebookForm.dirty && !(await this.saveTimebook())) return false;
    const id = this.timebook?.id;
    if (id === undefined) return false;
    const { host } = this.session;
    this.publishing = true;
    const answer = await this.session.attempt(() => (on ? host.publishTimebook(id) : host.unpublishTimebook(id)));
    this.publishing = false;
    if (answer.ok) {
      this.#adopt(answer.value);
      await this.session.readStart();
    }
    return answer.ok;
  }

  async #save<D extends object>(form: Form<D>, sent: D, call: () => Promise<Setup>): Promise<boolean> {
    if (form.saving) return false;
    form.saving = true;
    const answer = await this.session.attempt(call);
    form.saving = false;
    if (!answer.ok) {
      if (answer.error.code === 'invalid') form.refuse(answer.error.fields);
      return false;
    }
    form.accept(sent);
    this.#adopt(answer.value);
    await this.session.readStart();
    return true;
  }

  #emptyTimebook(): TimebookDraft {
    const used = this.setup?.timebooks.some((one) => one.name === typeName('vaccine'));
    return timebookDraft(null, this.setup?.locations[0]?.id ?? '', used ? '' : typeName('vaccine'));
  }

  /** Takes over what the program holds; forms that a person is in the middle of keep their text. */
  #adopt(setup: Setup): void {
    this.setup = setup;
    this.profile.follow(profileDraft(setup.profile));
    const locations = { ...this.locations };
    for (const one of setup.locations) {
      const draft = locationDraft(one);
      if (locations[one.id]) locations[one.id]?.follow(draft);
      else locations[one.id] = new Form(draft);
    }
    const timebooks = { ...this.timebooks };
    for (const one of setup.timebooks) {
      const draft = timebookDraft(one);
      if (timebooks[one.id]) timebooks[one.id]?.follow(draft);
      else timebooks[one.id] = new Form(draft);
    }
    this.locations = locations;
    this.timebooks = timebooks;
    const firstName = setup.locations.length === 0 ? (setup.profile?.name ?? '') : '';
    this.#newLocation.follow(locationDraft(null, firstName));
    this.#newTimebook.follow(this.#emptyTimebook());
  }
}
