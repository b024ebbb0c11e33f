import { describe, expect, it } from 'vitest';

import { Form } from './form.svelte';

describe('a form', () => {
  it('follows changes made elsewhere only while it is untouched', () => {
    const form = new Form({ name: 'A', city: 'B' });
    form.follow({ name: 'A2', city: 'B' });
    expect(form.draft.name).toBe('A2');
    form.draft.city = 'typed';
    form.follow({ name: 'A3', city: 'B3' });
    expect(form.snapshot()).toEqual({ name: 'A2', city: 'typed' });
    form.undo();
    expect(form.snapshot()).toEqual({ name: 'A3', city: 'B3' });
  });

  it('counts what was typed while saving as a change of its own', () => {
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

  it('drops a problem when its field is changed, and those that lie under it', () => {
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
