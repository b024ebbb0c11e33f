import type {
  BasedOn,
  CommandError,
  Location,
  LocationDraft,
  ProfileDraft,
  Setup,
  SetupPart,
  Timebook,
  TimebookDraft,
} from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import { Form } from '../../shared/form.svelte';
import type { Session } from '../../shared/session.svelte';
import { refusalText, typeName } from '../../shared/words';
import { locationDraft, profileDraft, sendable, sendableProfile, timebookDraft } from './drafts';

/** The key of a form: the id of what it changes, or `NEW`. */
export const NEW = 'new';

/** What a save is based on: the part and the revision in its form; null for a new one. */
function basedOn<D extends object>(id: string | null, form: Form<D>): BasedOn | null {
  return id === null ? null : { id, revision: form.revision ?? 0 };
}

/** The id of the item that was just saved. A colleague may have made another one meanwhile; names are unique. */
function newOne(items: { id: string; name: string }[] | undefined, before: Set<string>, name: string): string {
  const made = items?.filter((one) => !before.has(one.id)) ?? [];
  const saved = made.find((one) => one.name === name.trim()) ?? made[0];
  return saved?.id ?? NEW;
}

function isGone(items: { id: string }[], id: string): boolean {
  return id !== NEW && items.every((one) => one.id !== id);
}

/** The forms of the items that exist, and the one of a new item. */
function kept<D extends object>(forms: Record<string, Form<D>>, items: { id: string }[]): Record<string, Form<D>> {
  const ids = new Set([NEW, ...items.map((one) => one.id)]);
  return Object.fromEntries(Object.entries(forms).filter(([id]) => ids.has(id)));
}

/** The clinic's set-up: what is saved, and a form for each part that keeps what is typed until it is saved. */
export class SetupModel {
  setup = $state.raw<Setup | null>(null);
  readonly profile = new Form<ProfileDraft>(profileDraft(null));
  locations = $state.raw<Record<string, Form<LocationDraft>>>({ [NEW]: new Form(locationDraft(null)) });
  timebooks = $state.raw<Record<string, Form<TimebookDraft>>>({ [NEW]: new Form(timebookDraft(null)) });
  /** The location and timebook shown in the forms: an id, or {@link NEW}. */
  locationId = $state<string>(NEW);
  timebookId = $state<string>(NEW);
  publishing = $state(false);
  /** Why a timebook was not published or hidden, until it is. */
  publishRefusal = $state.raw<{ id: string; error: CommandError } | null>(null);

  constructor(readonly session: Session) {
    session.onRefresh(() => this.read());
    session.onEvent((event) => {
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

  /** Why the chosen timebook was not published or hidden, as text. */
  get publishProblem(): string | null {
    return this.publishRefusal?.id === this.timebookId ? refusalText(this.publishRefusal.error) : null;
  }

  get #newLocation(): Form<LocationDraft> {
    return this.locations[NEW] as Form<LocationDraft>;
  }

  get #newTimebook(): Form<TimebookDraft> {
    return this.timebooks[NEW] as Form<TimebookDraft>;
  }

  /** Which parts have unsaved changes. */
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
    return this.#save(this.profile, draft, () => host.saveProfile(this.profile.revision, draft));
  }

  async saveLocation(): Promise<boolean> {
    const { host } = this.session;
    const form = this.locationForm;
    const id = this.location?.id ?? null;
    const before = new Set(this.setup?.locations.map((one) => one.id));
    const draft = form.snapshot();
    const saved = await this.#save(form, draft, () => host.saveLocation(basedOn(id, form), draft));
    if (saved && id === null) {
      this.locationId = newOne(this.setup?.locations, before, draft.name);
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
    const saved = await this.#save(form, draft, () => host.saveTimebook(basedOn(id, form), sendable(draft)));
    if (saved && id === null) {
      this.timebookId = newOne(this.setup?.timebooks, before, draft.name);
      this.timebookForm.justSaved = true;
      this.#newTimebook.reset(this.#emptyTimebook());
    }
    return saved;
  }

  /** Publishes what the form shows: unsaved changes are saved first. */
  async publish(on: boolean): Promise<boolean> {
    if (this.publishing) return false;
    if (on && this.timebookForm.dirty && !(await this.saveTimebook())) return false;
    if (!this.timebook) return false;
    const { host } = this.session;
    const { id, edit } = this.timebook;
    this.publishing = true;
    this.publishRefusal = null;
    const answer = await this.session.attempt(() =>
      on ? host.publishTimebook(id, edit.revision) : host.unpublishTimebook(id, edit.revision),
    );
    this.publishing = false;
    if (!answer.ok) {
      this.publishRefusal = { id, error: answer.error };
      if (answer.error.code === 'conflict') await this.read();
    }
    if (answer.ok) {
      this.#adopt(answer.value);
      await this.session.readStart();
    }
    return answer.ok;
  }

  /** Deletes the chosen location, and chooses another; answers why not when it is refused. */
  async deleteLocation(): Promise<CommandError | null> {
    const { host } = this.session;
    const { id, edit } = this.location ?? { id: NEW, edit: { revision: 0 } };
    return this.#delete(() => host.deleteLocation(id, edit.revision));
  }

  /** As {@link deleteLocation}, of the chosen timebook. */
  async deleteTimebook(): Promise<CommandError | null> {
    const { host } = this.session;
    const { id, edit } = this.timebook ?? { id: NEW, edit: { revision: 0 } };
    return this.#delete(() => host.deleteTimebook(id, edit.revision));
  }

  async #delete(call: () => Promise<Setup>): Promise<CommandError | null> {
    const answer = await this.session.attempt(call);
    if (!answer.ok) {
      if (answer.error.code === 'conflict') await this.read();
      return answer.error;
    }
    this.#adopt(answer.value);
    await this.session.readStart();
    return null;
  }

  async #save<D extends object>(form: Form<D>, sent: D, call: () => Promise<Setup>): Promise<boolean> {
    if (form.saving || form.conflicting.length > 0) return false;
    form.saving = true;
    const answer = await this.session.attempt(call);
    if (answer.ok) form.accept(sent);
    form.answered();
    if (!answer.ok) {
      form.refusal = answer.error;
      if (answer.error.code === 'invalid') form.refuse(answer.error.fields);
      if (answer.error.code === 'conflict') this.#meet(answer.error.now);
      return false;
    }
    this.#adopt(answer.value);
    await this.session.readStart();
    return true;
  }

  /** Handles a conflict: the colleague's version is shown beside what is typed here. */
  #meet(now: SetupPart): void {
    const { edit } = now.value;
    if (now.part === 'profile') this.profile.follow(profileDraft(now.value), edit);
    else if (now.part === 'location') this.locations[now.value.id]?.follow(locationDraft(now.value), edit);
    else this.timebooks[now.value.id]?.follow(timebookDraft(now.value), edit);
    void this.read();
  }

  #emptyTimebook(): TimebookDraft {
    const used = this.setup?.timebooks.some((one) => one.name === typeName('vaccine'));
    return timebookDraft(null, this.setup?.locations[0]?.id ?? '', used ? '' : typeName('vaccine'));
  }

  /** Takes over the saved set-up; forms with unsaved changes keep their text. */
  #adopt(setup: Setup): void {
    const known = this.setup;
    this.setup = setup;
    this.profile.follow(profileDraft(setup.profile), setup.profile?.edit);
    if (isGone(setup.locations, this.locationId)) this.locationId = setup.locations[0]?.id ?? NEW;
    if (isGone(setup.timebooks, this.timebookId)) this.timebookId = setup.timebooks[0]?.id ?? NEW;
    const locations = kept(this.locations, setup.locations);
    for (const one of setup.locations) {
      const draft = locationDraft(one);
      if (locations[one.id]) locations[one.id]?.follow(draft, one.edit);
      else locations[one.id] = new Form(draft, one.edit);
    }
    const timebooks = kept(this.timebooks, setup.timebooks);
    for (const one of setup.timebooks) {
      const draft = timebookDraft(one);
      if (timebooks[one.id]) timebooks[one.id]?.follow(draft, one.edit);
      else timebooks[one.id] = new Form(draft, one.edit);
    }
    this.locations = locations;
    this.timebooks = timebooks;
    const firstName = setup.locations.length === 0 ? (setup.profile?.name ?? '') : '';
    this.#newLocation.follow(locationDraft(null, firstName));
    this.#newTimebook.follow(this.#emptyTimebook());
    this.#chooseFirst(known);
  }

  /** If there was nothing to choose from, chooses what a colleague has made, unless a new one is being typed. */
  #chooseFirst(known: Setup | null): void {
    const { locations = [], timebooks = [] } = this.setup ?? {};
    const isFirst = (list: unknown[] | undefined): boolean => list?.length === 0;
    if (isFirst(known?.locations) && !this.#newLocation.dirty) this.locationId = locations[0]?.id ?? NEW;
    if (isFirst(known?.timebooks) && !this.#newTimebook.dirty) this.timebookId = timebooks[0]?.id ?? NEW;
  }
}
