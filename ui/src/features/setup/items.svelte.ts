import type { BasedOn, Edit } from '../../host/types';
import { Form } from '../../shared/form.svelte';

/** Chosen instead of an item: a new one. */
export const NEW = 'new';

type Item = { id: string; edit: Edit };

/** How the items of one kind become forms. */
type Kind<T, D> = {
  /** An item as its form's draft. */
  draftOf: (item: T) => D;
  /** The draft of a new item. */
  empty: () => D;
  /** Whether an item was saved from a draft. */
  isFrom: (item: T, draft: D) => boolean;
  /** Chosen when nothing else is; the first item, or a new one, when not given. */
  home?: string;
};

/** The saved items of one kind, a form for each and for a new one, and the chosen one. */
export class Items<T extends Item, D extends object> {
  list = $state.raw<T[]>([]);
  /** An id, {@link NEW}, or the kind's home. */
  chosenId = $state<string>(NEW);
  readonly newForm: Form<D>;
  #forms = $state.raw<Record<string, Form<D>>>({});
  #isRead = false;

  constructor(readonly kind: Kind<T, D>) {
    this.newForm = new Form(kind.empty());
    this.chosenId = kind.home ?? NEW;
  }

  get chosen(): T | null {
    return this.list.find((one) => one.id === this.chosenId) ?? null;
  }

  /** The form of the chosen item, or of a new one. */
  get form(): Form<D> {
    return this.#forms[this.chosenId] ?? this.newForm;
  }

  formOf(id: string): Form<D> | undefined {
    return id === NEW ? this.newForm : this.#forms[id];
  }

  /** Whether any form has unsaved changes. */
  get dirty(): boolean {
    return this.newForm.dirty || Object.values(this.#forms).some((form) => form.dirty);
  }

  /** What a save of the chosen item is based on; null for a new one. */
  get basedOn(): BasedOn | null {
    return this.chosen && { id: this.chosen.id, revision: this.form.revision ?? 0 };
  }

  /** What a deletion of the chosen item is based on. */
  get shown(): BasedOn {
    return { id: this.chosen?.id ?? NEW, revision: this.chosen?.edit.revision ?? 0 };
  }

  /** Takes over the saved items; forms with unsaved changes keep their text. */
  follow(list: T[]): void {
    const { kind, chosenId } = this;
    const wasEmpty = this.list.length === 0;
    this.list = list;
    this.#forms = Object.fromEntries(list.map((item) => [item.id, this.#followed(item)]));
    this.newForm.follow(kind.empty());
    const home = kind.home ?? list[0]?.id ?? NEW;
    const isGone = chosenId !== NEW && chosenId !== kind.home && list.every((one) => one.id !== chosenId);
    // If there was nothing to choose from, what a colleague has made is chosen, unless a new one is being typed.
    const isFirst = chosenId === NEW && wasEmpty && (!this.#isRead || !this.newForm.dirty);
    if (isGone || isFirst) this.chosenId = home;
    this.#isRead = true;
  }

  /** A colleague saved an item first: their version is shown beside what is typed. */
  meet(item: T): void {
    this.#forms[item.id]?.follow(this.kind.draftOf(item), item.edit);
  }

  /** Chooses the item that was just saved from a draft. A colleague may have made another one meanwhile. */
  chooseSaved(draft: D, before: Set<string>): void {
    const made = this.list.filter((one) => !before.has(one.id));
    const saved = made.find((one) => this.kind.isFrom(one, draft)) ?? made[0];
    this.chosenId = saved?.id ?? NEW;
    this.form.justSaved = true;
    this.newForm.reset(this.kind.empty());
  }

  #followed(item: T): Form<D> {
    const draft = this.kind.draftOf(item);
    const form = this.#forms[item.id];
    form?.follow(draft, item.edit);
    return form ?? new Form(draft, item.edit);
  }
}
