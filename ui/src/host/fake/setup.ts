import { HostError } from '../host';
import type { FieldProblem, LocationDraft, ProfileDraft, Setup, TimebookDraft } from '../types';
import { demoTimebooks, LOCATIONS, PROFILE, title } from './demo';
import { withPlaces } from './places';
import { checkLocation, checkProfile, checkTimebook } from './rules';
import type { Scene } from './scene';
import { replace } from './values';

/** What the set-up needs of the clinic around it. */
type Clinic = {
  /** Refuses when the clinic is away, or for these problems. */
  answer: (problems?: FieldProblem[]) => void;
  /** Tells that something was saved. */
  changed: () => void;
  /** A number that was not there before. */
  serial: () => number;
};

/** The set-up of the fake clinic, with the rules by which it is saved. */
export class FakeSetup {
  #setup: Setup;

  constructor(
    scene: Scene,
    readonly clinic: Clinic,
  ) {
    this.#setup = {
      profile: scene.empty ? null : PROFILE,
      locations: scene.empty ? [] : LOCATIONS,
      timebooks: scene.empty ? [] : demoTimebooks().map(withPlaces),
      unreadable: scene.unreadable,
      portalUrl: scene.portal.kind === 'listening' ? scene.portal.url : null,
    };
  }

  get clinicName(): string | null {
    return this.#setup.profile?.name ?? null;
  }

  get isPublished(): boolean {
    return this.#setup.timebooks.some((timebook) => timebook.published);
  }

  read(): Setup {
    return structuredClone(this.#setup);
  }

  saveProfile(draft: ProfileDraft): Setup {
    this.clinic.answer(checkProfile(draft));
    const text = (value: string) => value.trim() || null;
    const profile = {
      name: draft.name.trim(),
      orgNumber: text(draft.orgNumber),
      herId: text(draft.herId),
      phone: text(draft.phone),
      info: text(draft.info),
      limitOfType: draft.limitOfType ?? 0,
      limitInAll: draft.limitInAll ?? 0,
    };
    return this.#change({ profile });
  }

  saveLocation(id: string | null, draft: LocationDraft): Setup {
    this.clinic.answer(checkLocation(draft));
    this.#known(id, this.#setup.locations);
    const addressText = `${draft.street.trim()}, ${draft.postalCode.trim()} ${draft.city.trim()}`;
    const location = { ...draft, id: id ?? `location-new-${this.clinic.serial()}`, addressText };
    return this.#change({ locations: replace(this.#setup.locations, location) });
  }

  saveTimebook(id: string | null, draft: TimebookDraft): Setup {
    const others = this.#setup.timebooks.filter((timebook) => timebook.id !== id && timebook.kind === draft.kind);
    const locations = this.#setup.locations.map((location) => location.id);
    this.clinic.answer(checkTimebook(draft, locations, others.map((timebook) => timebook.name)));
    this.#known(id, this.#setup.timebooks);
    const known = this.#setup.timebooks.find((timebook) => timebook.id === id);
    const timebook = withPlaces({
      ...structuredClone(draft),
      slotMinutes: draft.slotMinutes ?? 0,
      capacity: draft.capacity ?? 0,
      weeksAhead: draft.weeksAhead ?? 0,
      id: id ?? `timebook-new-${this.clinic.serial()}`,
      titleText: title(draft.kind, this.#setup.profile?.name ?? ''),
      name: draft.name.trim(),
      description: draft.description.trim() || null,
      practitioner: draft.practitioner.trim() || null,
      published: known?.published ?? false,
      freePlaces: 0,
      firstFreeText: null,
      conflicts: known?.conflicts ?? 0,
    });
    return this.#change({ timebooks: replace(this.#setup.timebooks, timebook) });
  }

  publishTimebook(id: string): Setup {
    return this.#publish(id, true);
  }

  unpublishTimebook(id: string): Setup {
    return this.#publish(id, false);
  }

  #known(id: string | null, among: { id: string }[]): void {
    if (id !== null && !among.some((one) => one.id === id)) throw new HostError({ code: 'notFound' });
  }

  #publish(id: string, published: boolean): Setup {
    this.clinic.answer();
    const timebook = this.#setup.timebooks.find((one) => one.id === id);
    if (!timebook) throw new HostError({ code: 'notFound' });
    return this.#change({ timebooks: replace(this.#setup.timebooks, withPlaces({ ...timebook, published })) });
  }

  #change(part: Partial<Setup>): Setup {
    this.#setup = { ...this.#setup, ...part };
    this.clinic.changed();
    return structuredClone(this.#setup);
  }
}
