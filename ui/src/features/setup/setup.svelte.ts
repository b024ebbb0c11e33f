import type {
  BasedOn,
  CommandError,
  ExceptionDraft,
  Location,
  LocationDraft,
  OpeningException,
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
import { exceptionDraft, locationDraft, profileDraft, sendable, sendableProfile, timebookDraft } from './drafts';
import { Items } from './items.svelte';

/** Chosen on the page of exceptions: the list of public holidays. */
export const HOLIDAYS = 'holidays';

function isNamed(item: { name: string }, draft: { name: string }): boolean {
  return item.name === draft.name.trim();
}

/** The clinic's set-up: what is saved, and a form for each part that keeps what is typed until it is saved. */
export class SetupModel {
  setup = $state.raw<Setup | null>(null);
  readonly profile = new Form<ProfileDraft>(profileDraft(null));
  readonly locations = new Items<Location, LocationDraft>({
    draftOf: locationDraft,
    empty: () => locationDraft(null, this.setup?.locations.length === 0 ? (this.setup.profile?.name ?? '') : ''),
    isFrom: isNamed,
  });
  readonly timebooks = new Items<Timebook, TimebookDraft>({
    draftOf: timebookDraft,
    empty: () => this.#emptyTimebook(),
    isFrom: isNamed,
  });
  readonly exceptions = new Items<OpeningException, ExceptionDraft>({
    draftOf: exceptionDraft,
    empty: () => exceptionDraft(null),
    isFrom: (item, draft) => item.change === draft.change && item.note === (draft.note.trim() || null),
    home: HOLIDAYS,
  });
  publishing = $state(false);
  /** Why a timebook was not published or hidden, until it is. */
  publishRefusal = $state.raw<{ id: string; error: CommandError } | null>(null);

  constructor(readonly session: Session) {
    session.onRefresh(() => this.read());
    session.onEvent((event) => {
      if (event.kind === 'setupChanged' && session.opened) void this.read();
    });
  }

  /** Why the chosen timebook was not published or hidden, as text. */
  get publishProblem(): string | null {
    return this.publishRefusal?.id === this.timebooks.chosenId ? refusalText(this.publishRefusal.error) : null;
  }

  /** Which parts have unsaved changes. */
  get unsaved(): Record<'profile' | 'locations' | 'timebooks' | 'exceptions', boolean> {
    const { profile, locations, timebooks, exceptions } = this;
    return {
      profile: profile.dirty,
      locations: locations.dirty,
      timebooks: timebooks.dirty,
      exceptions: exceptions.dirty,
    };
  }

  readonly read = coalesce(async () => {
    const answer = await this.session.attempt(() => this.session.host.readSetup());
    if (answer.ok) this.#adopt(answer.value);
  });

  async saveProfile(): Promise<boolean> {
    const { host } = this.session;
    const draft = sendableProfile(this.profile.snapshot());
    return this.#save(this.profile, draft, () => host.saveProfile(this.profile.revision, draft));
  }

  saveLocation(): Promise<boolean> {
    return this.#saveItem(this.locations, (basedOn, draft) => this.session.host.saveLocation(basedOn, draft));
  }

  saveTimebook(): Promise<boolean> {
    const { host } = this.session;
    return this.#saveItem(this.timebooks, (basedOn, draft) => host.saveTimebook(basedOn, sendable(draft)));
  }

  saveException(): Promise<boolean> {
    return this.#saveItem(this.exceptions, (basedOn, draft) => this.session.host.saveException(basedOn, draft));
  }

  /** Publishes what the form shows: unsaved changes are saved first. */
  async publish(on: boolean): Promise<boolean> {
    if (this.publishing) return false;
    if (on && this.timebooks.form.dirty && !(await this.saveTimebook())) return false;
    if (!this.timebooks.chosen) return false;
    const { host } = this.session;
    const { id, revision } = this.timebooks.shown;
    this.publishing = true;
    this.publishRefusal = null;
    const error = await this.change(() =>
      on ? host.publishTimebook(id, revision) : host.unpublishTimebook(id, revision),
    );
    this.publishing = false;
    if (error) this.publishRefusal = { id, error };
    return error === null;
  }

  /** Deletes the chosen location, and chooses another; answers why not when it is refused. */
  deleteLocation(): Promise<CommandError | null> {
    const { id, revision } = this.locations.shown;
    return this.change(() => this.session.host.deleteLocation(id, revision));
  }

  /** As {@link deleteLocation}, of the chosen timebook. */
  deleteTimebook(): Promise<CommandError | null> {
    const { id, revision } = this.timebooks.shown;
    return this.change(() => this.session.host.deleteTimebook(id, revision));
  }

  /** As {@link deleteLocation}, of the chosen exception. */
  deleteException(): Promise<CommandError | null> {
    const { id, revision } = this.exceptions.shown;
    return this.change(() => this.session.host.deleteException(id, revision));
  }

  /** Changes the set-up apart from a form; answers why not when it is refused. */
  async change(call: () => Promise<Setup>): Promise<CommandError | null> {
    const answer = await this.session.attempt(call);
    if (!answer.ok) {
      if (answer.error.code === 'conflict') await this.read();
      return answer.error;
    }
    this.#adopt(answer.value);
    await this.session.readStart();
    return null;
  }

  async #saveItem<T extends Location | Timebook | OpeningException, D extends object>(
    items: Items<T, D>,
    call: (basedOn: BasedOn | null, draft: D) => Promise<Setup>,
  ): Promise<boolean> {
    const { form, basedOn } = items;
    const before = new Set(items.list.map((one) => one.id));
    const draft = form.snapshot();
    const saved = await this.#save(form, draft, () => call(basedOn, draft));
    if (saved && basedOn === null) items.chooseSaved(draft, before);
    return saved;
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
    if (now.part === 'profile') this.profile.follow(profileDraft(now.value), now.value.edit);
    else if (now.part === 'location') this.locations.meet(now.value);
    else if (now.part === 'timebook') this.timebooks.meet(now.value);
    else this.exceptions.meet(now.value);
    void this.read();
  }

  #emptyTimebook(): TimebookDraft {
    const used = this.setup?.timebooks.some((one) => one.name === typeName('vaccine'));
    return timebookDraft(null, this.setup?.locations[0]?.id ?? '', used ? '' : typeName('vaccine'));
  }

  /** Takes over the saved set-up; forms with unsaved changes keep their text. */
  #adopt(setup: Setup): void {
    this.setup = setup;
    this.profile.follow(profileDraft(setup.profile), setup.profile?.edit);
    this.locations.follow(setup.locations);
    this.timebooks.follow(setup.timebooks);
    this.exceptions.follow(setup.exceptions);
  }
}
