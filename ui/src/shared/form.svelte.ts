import type { FieldProblem } from '../host/types';
import { problemText } from './words';

/** A form: what the person has typed, what is saved, and what is wrong with each field. */
export class Form<D extends object> {
  draft = $state() as D;
  saving = $state(false);
  /** True from a save until the next change. */
  justSaved = $state(false);
  #problems = $state.raw<FieldProblem[]>([]);
  #saved = $state('');

  constructor(saved: D) {
    this.draft = structuredClone(saved);
    this.#saved = JSON.stringify(saved);
  }

  get dirty(): boolean {
    return JSON.stringify(this.draft) !== this.#saved;
  }

  get problems(): FieldProblem[] {
    return this.#problems;
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
    this.#saved = JSON.stringify(sent);
    this.justSaved = !this.dirty;
  }

  /** Changed elsewhere: an untouched form follows, unsaved changes stay. */
  follow(saved: D): void {
    if (JSON.stringify(saved) === this.#saved) return;
    if (this.dirty) this.#saved = JSON.stringify(saved);
    else this.#take(saved);
  }

  /** Starts over. */
  reset(empty: D): void {
    this.#problems = [];
    this.justSaved = false;
    this.#take(empty);
  }

  /** Gives up unsaved changes. */
  undo(): void {
    this.reset(JSON.parse(this.#saved) as D);
  }

  #take(saved: D): void {
    this.draft = structuredClone(saved);
    this.#saved = JSON.stringify(saved);
  }
}
