import type { CommandError, Edit, FieldProblem } from '../host/types';
import { problemText } from './words';

/** A field that a colleague has saved with another value than the one typed here. */
export type FieldConflict = {
  /** The colleague's value, as text. */
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
  /** Why the latest save failed, until one succeeds. */
  refusal = $state.raw<CommandError | null>(null);
  /** The edit of a colleague who saved while this form had unsaved changes. */
  other = $state.raw<Edit | null>(null);
  #problems = $state.raw<FieldProblem[]>([]);
  #conflicting = $state.raw<(keyof D)[]>([]);
  #saved = $state('');
  #edit = $state.raw<Edit | null>(null);
  #waiting: { saved: D; edit: Edit | null } | null = null;
  /** The revision that this form's latest save made. */
  #own = 0;

  /** `edit` is the latest one; null for a new item. */
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

  /** The revision that a save is based on; null for a new item. */
  get revision(): number | null {
    return this.#edit?.revision ?? null;
  }

  /** The fields that both the user and a colleague have changed and that the user has not resolved. */
  get conflicting(): (keyof D)[] {
    const theirs = JSON.parse(this.#saved) as D;
    return this.#conflicting.filter((field) => !same(this.draft[field], theirs[field]));
  }

  /** The form's content as a plain value, to send. */
  snapshot(): D {
    return $state.snapshot(this.draft) as D;
  }

  /** What is wrong with a field, as text. */
  problem(field: string): string | undefined {
    const found = this.#problems.find((one) => one.field === field);
    return found && problemText(field, found.problem);
  }

  /** A field's conflict with a colleague's value, and how to resolve it; `format` writes a value as the form shows it. */
  conflict<F extends keyof D & string>(
    field: F,
    format: (value: D[F]) => string = (value) => String(value ?? ''),
  ): FieldConflict | undefined {
    if (!this.conflicting.includes(field)) return undefined;
    const theirs = (JSON.parse(this.#saved) as D)[field];
    const choose = (): void => {
      this.#conflicting = this.#conflicting.filter((one) => one !== field);
    };
    const take = (): void => {
      this.draft[field] = theirs;
      this.edited(field);
      choose();
    };
    return { theirs: format(theirs), keep: choose, take };
  }

  /** Shows these problems beside their fields. */
  refuse(problems: FieldProblem[]): void {
    this.#problems = problems;
  }

  /** The user changed a field: its problems, and those of the fields below it, no longer apply. */
  edited(field: string): void {
    this.justSaved = false;
    this.#problems = this.#problems.filter(
      (one) => one.field !== field && !one.field.startsWith(`${field}.`),
    );
  }

  /** The program has saved what was sent. What was typed meanwhile is a new unsaved change. */
  accept(sent: D): void {
    this.refusal = null;
    this.#problems = [];
    this.#conflicting = [];
    this.other = null;
    this.#own = (this.revision ?? 0) + 1;
    this.#saved = JSON.stringify(sent);
    this.justSaved = !this.dirty;
  }

  /** The save has been answered. Changes received meanwhile are applied now. */
  answered(): void {
    this.saving = false;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.follow(waiting.saved, waiting.edit);
  }

  /**
   * Applies a save: untouched fields are updated, and what is typed stays. Where a colleague has changed the
   * same field, the user chooses. The program may store this form's own save otherwise than it was sent.
   */
  follow(saved: D, edit: Edit | null = null): void {
    if (this.saving) {
      this.#waiting = { saved, edit };
      return;
    }
    // An outdated answer: something newer has been saved.
    if (edit && edit.revision < (this.revision ?? 0)) return;
    this.#edit = edit;
    if (JSON.stringify(saved) === this.#saved) return;
    if (this.dirty) this.#merge(saved, edit);
    else this.draft = structuredClone(saved);
    this.#saved = JSON.stringify(saved);
  }

  /** Clears the form. */
  reset(empty: D): void {
    this.refusal = null;
    this.#problems = [];
    this.#conflicting = [];
    this.other = null;
    this.justSaved = false;
    this.draft = structuredClone(empty);
    this.#saved = JSON.stringify(empty);
  }

  /** Discards unsaved changes. */
  undo(): void {
    this.reset(JSON.parse(this.#saved) as D);
  }

  #merge(saved: D, edit: Edit | null): void {
    const isTheirs = edit !== null && edit.revision !== this.#own;
    const base = JSON.parse(this.#saved) as D;
    const changed = (Object.keys(saved) as (keyof D)[]).filter((field) => !same(saved[field], base[field]));
    for (const field of changed) {
      if (same(this.draft[field], base[field])) this.draft[field] = structuredClone(saved[field]);
      else if (isTheirs) this.#conflicting = [...this.#conflicting.filter((one) => one !== field), field];
    }
    this.other = isTheirs ? edit : null;
  }
}
