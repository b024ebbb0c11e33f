import { describe, expect, it } from 'vitest';

import type { Edit } from '../host/types';
import { Form } from './form.svelte';

const edit = (revision: number): Edit => ({ revision, by: 'Per Vik', atText: 'kl. 09:00' });

describe('a form', () => {
  it('applies changes made elsewhere to untouched fields, and keeps what is typed', () => {
    const form = new Form({ name: 'A', city: 'B' }, edit(1));
    form.follow({ name: 'A2', city: 'B' }, edit(2));
    expect(form.draft.name).toBe('A2');
    expect(form.other).toBeNull();
    form.draft.city = 'typed';
    form.follow({ name: 'A3', city: 'B3' }, edit(3));
    expect(form.snapshot()).toEqual({ name: 'A3', city: 'typed' });
    expect(form.revision).toBe(3);
    expect(form.conflicting).toEqual(['city']);
    expect(form.conflict('city')?.theirs).toBe('B3');
    expect(form.conflict('name')).toBeUndefined();
    expect(form.other).toEqual(edit(3));
    form.undo();
    expect(form.snapshot()).toEqual({ name: 'A3', city: 'B3' });
    expect(form.other).toBeNull();
  });

  it('lets the user choose between two values, and asks again when the colleague’s changes again', () => {
    const form = new Form({ name: 'A', hours: [1] }, edit(1));
    form.draft.name = 'mine';
    form.draft.hours = [2];
    form.follow({ name: 'theirs', hours: [3] }, edit(2));
    expect(form.conflicting).toEqual(['name', 'hours']);
    form.conflict('name')?.keep();
    expect(form.conflicting).toEqual(['hours']);
    form.conflict('hours', (hours) => hours.join())?.take();
    expect(form.conflicting).toEqual([]);
    expect(form.snapshot()).toEqual({ name: 'mine', hours: [3] });

    form.follow({ name: 'theirs', hours: [4] }, edit(3));
    expect(form.conflicting).toEqual([]);
    expect(form.snapshot()).toEqual({ name: 'mine', hours: [4] });
    form.follow({ name: 'theirs again', hours: [4] }, edit(4));
    expect(form.conflicting).toEqual(['name']);
    form.draft.name = 'theirs again';
    expect(form.conflicting).toEqual([]);
  });

  it('ignores an outdated answer', () => {
    const form = new Form({ name: 'A' }, edit(1));
    form.follow({ name: 'A3' }, edit(3));
    form.follow({ name: 'A2' }, edit(2));
    expect(form.snapshot()).toEqual({ name: 'A3' });
  });

  it('does not mistake its own save for a colleague’s', () => {
    const form = new Form({ name: 'A' }, edit(1));
    form.draft.name = ' sent ';
    form.saving = true;
    form.follow({ name: 'sent' }, edit(2));
    expect(form.snapshot()).toEqual({ name: ' sent ' });
    form.accept({ name: ' sent ' });
    form.answered();
    expect(form.snapshot()).toEqual({ name: 'sent' });
    expect([form.conflicting, form.other, form.revision]).toEqual([[], null, 2]);
  });

  it('sees no conflict with itself in a field that is typed in while it is being saved', () => {
    const form = new Form({ name: 'A', city: 'B' }, edit(1));
    form.draft.name = 'sent ';
    form.draft.city = 'C ';
    form.saving = true;
    form.draft.name = 'sent and more';
    form.accept({ name: 'sent ', city: 'C ' });
    form.answered();
    form.follow({ name: 'sent', city: 'C' }, edit(2));
    expect(form.snapshot()).toEqual({ name: 'sent and more', city: 'C' });
    expect([form.conflicting, form.other, form.revision, form.dirty]).toEqual([[], null, 2, true]);
    form.follow({ name: 'theirs', city: 'C' }, edit(3));
    expect(form.conflicting).toEqual(['name']);
  });

  it('keeps what was typed while saving as an unsaved change', () => {
    const form = new Form({ name: '' });
    form.draft.name = 'sent';
    const sent = form.snapshot();
    form.draft.name = 'sent and more';
    form.accept(sent);
    expect(form.dirty).toBe(true);
    expect(form.justSaved).toBe(false);
    form.follow({ name: 'sent' });
    expect(form.draft.name).toBe('sent and more');
  });

  it('removes the problems of a changed field and of those below it', () => {
    const form = new Form({ hours: [] });
    form.refuse([
      { field: 'hours.1.to', problem: { kind: 'endBeforeStart' } },
      { field: 'hours.10.to', problem: { kind: 'overlap' } },
    ]);
    form.edited('hours.1');
    expect(form.problem('hours.1.to')).toBeUndefined();
    expect(form.problem('hours.10.to')).toBeDefined();
    form.edited('hours');
    expect(form.problems).toEqual([]);
  });
});
