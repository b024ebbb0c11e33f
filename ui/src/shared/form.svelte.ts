import type { Edit, FieldProblem } from '../host/types';
import { problemText } from './words';

/** A field that a colleague has saved otherwise than it is typed here. */
export type FieldConflict = {
  /** What the colleague saved, in words. */
  theirs: string;
  keep: () => void;
  take: () => void;
};

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A form: what the person has typed, what is saved, and what is wrong with each field. */
export class Form<D extends object> {
  draft = $state() as D;
  saving = $state(false);
  /** True from a save until the next change. */
  justSaved = $state(false);
  /** The edit by which a colleague changed what this form shows while there was something typed in it. */
  other = $state.raw<Edit | null>(null);
  #problems = $state.raw<FieldProblem[]>([]);
  #contested = $state.raw<(keyof D)[]>([]);
  #saved = $state('');
  #edit = $state.raw<Edit | null>(null);
  #waiting: { saved: D; edit: Edit | null } | null = null;

  /** `edit` is the one that stands; none for what is new. */
  constructor(saved: D, edit: Edit | null = null) {
    this.draft = structuredClone(saved);
    this.#saved = JSON.stringify(saved);
    this.#edit = edit;
  }

  get dirty(): boolean {
    return JSON.stringify(this.draft) !== this.#saved;
  }

  get problems(): FieldProblem[] {
    return this.#problems;
  }

  /** The revision that a save is based on; none for what is new. */
  get revision(): number | null {
    return this.#edit?.revision ?? null;
  }

  /** The fields that a person and a colleague have both changed, and between which nobody has chosen yet. */
  get contested(): (keyof D)[] {
    const theirs = JSON.parse(this.#saved) as D;
    return this.#contested.filter((field) => !same(this.draft[field], theirs[field]));
  }

  /** The form's content as a plain value, to send. */
  snapshot(): D {
    return $state.snapshot(this.draft) as D;
  }

  /** What is wrong with a field, in words. */
  problem(field: string): string | undefined {
    const found = this.#problems.find((one) => one.field === field);
    return found && problemText(field, found.problem);
  }

  /** What a colleague has saved in a field, and how to choose; `words` says a value as the form shows it. */
  conflict<F extends keyof D & string>(
    field: F,
    words: (value: D[F]) => string = (value) => String(value ?? ''),
  ): FieldConflict | undefined {
    if (!this.contested.includes(field)) return undefined;
    const theirs = (JSON.parse(this.#saved) as D)[field];
    const choose = (): void => {
      this.#contested = this.#contested.filter((one) => one !== field);
    };
    const take = (): void => {
      this.draft[field] = theirs;
      this.edited(field);
      choose();
    };
    return { theirs: words(theirs), keep: choose, take };
  }

  /** Shows these problems beside their fields. */
  refuse(problems: FieldProblem[]): void {
    this.#problems = problems;
  }

  /** The person changed a field: what was said of it, and of what lies under it, no longer holds. */
  edited(field: string): void {
    this.justSaved = false;
    this.#problems = this.#problems.filter(
      (one) => one.field !== field && !one.field.startsWith(`${field}.`),
    );
  }

  /** The program has taken what was sent; what was typed meanwhile is a change of its own. */
  accept(sent: D): void {
    this.#problems = [];
    this.#contested = [];
    this.other = null;
    this.#saved = JSON.stringify(sent);
    this.justSaved = !this.dirty;
  }

  /** What was sent is answered; what was heard meanwhile is followed now. */
  answered(): void {
    this.saving = false;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.follow(waiting.saved, waiting.edit);
  }

  /**
   * Saved elsewhere: fields that nobody has touched here follow. What is typed stays; where a colleague has
   * changed the same field, the person chooses.
   */
  follow(saved: D, edit: Edit | null = null): void {
    if (this.saving) {
      this.#waiting = { saved, edit };
      return;
    }
    // An answer that was on its way while something newer was saved.
    if (edit && edit.revision < (this.revision ?? 0)) return;
    this.#edit = edit;
    if (JSON.stringify(saved) === this.#saved) return;
    if (this.dirty) this.#merge(saved, edit);
    else this.draft = structuredClone(saved);
    this.#saved = JSON.stringify(saved);
  }

  /** Starts over. */
  reset(empty: D): void {
    this.#problems = [];
    this.#contested = [];
    this.other = null;
    this.justSaved = false;
    this.draft = structuredClone(empty);
    this.#saved = JSON.stringify(empty);
  }

  /** Gives up unsaved changes. */
  undo(): void {
    this.reset(JSON.parse(this.#saved) as D);
  }

  #merge(saved: D, edit: Edit | null): void {
    const base = JSON.parse(this.#saved) as D;
    const changed = (Object.keys(saved) as (keyof D)[]).filter((field) => !same(saved[field], base[field]));
    for (const field of changed) {
      if (same(this.draft[field], base[field])) this.draft[field] = structuredClone(saved[field]);
      else if (edit) this.#contested = [...this.#contested.filter((one) => one !== field), field];
    }
    this.other = edit;
  }
}
