import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';

import App from '../App.svelte';
import { FakeHost } from '../host/fake';
import type { Scene } from '../host/fake/scene';

/** A member of staff who uses the window with the fake clinic. */
export class Desk {
  private constructor(
    readonly host: FakeHost,
    readonly user: UserEvent,
  ) {}

  /** Opens the window and waits until it has reported its first paint. */
  static async open(scene: Partial<Scene> = {}): Promise<Desk> {
    const host = new FakeHost(scene);
    render(App, { props: { host } });
    await waitFor(() => expect(host.painted).toBe(true));
    return new Desk(host, userEvent.setup());
  }

  /** The patients in the list, from the top. */
  patients(): string[] {
    return this.rows().map((row) => row.querySelector('td:nth-child(3)')?.firstChild?.textContent ?? '');
  }

  rows(): HTMLElement[] {
    return screen.queryAllByTestId('queue-row');
  }

  chosen(): string | undefined {
    return this.rows().find((row) => row.getAttribute('aria-selected') === 'true')?.dataset['id'];
  }

  /** Chooses a row by its patient and waits for the details. */
  async choose(patient: string): Promise<void> {
    const row = this.rows()[this.patients().indexOf(patient)];
    expect(row, `a row for ${patient}`).toBeDefined();
    await this.user.click(row as HTMLElement);
    await this.reads(patient);
  }

  /** Waits until the details of a patient's request are on the screen, ready to be decided. */
  async reads(patient: string): Promise<void> {
    await waitFor(() => {
      expect(screen.getByTestId('detail').querySelector('h2')).toHaveProperty('textContent', patient);
      expect(screen.getByTestId('detail').querySelector('h2 + p')?.textContent).toContain('•••••');
    });
  }

  /** The patient of the oldest request of the demo. */
  readonly firstPatient = 'Line Danser';

  press(keys: string): Promise<void> {
    return this.user.keyboard(keys);
  }

  click(testid: string): Promise<void> {
    return this.user.click(screen.getByTestId(testid));
  }

  /** The form control with this name. */
  field(name: string): HTMLInputElement {
    const found = document.querySelector<HTMLInputElement>(`[name="${name}"]`);
    expect(found, `a field named ${name}`).not.toBeNull();
    return found as HTMLInputElement;
  }

  /** Replaces the text of a field. */
  async write(name: string, text: string): Promise<void> {
    await this.user.clear(this.field(name));
    if (text !== '') await this.user.type(this.field(name), text);
  }

  /** What the form says is wrong with a field, as a screen reader would find it. */
  problem(name: string): string | undefined {
    const field = this.field(name);
    if (field.getAttribute('aria-invalid') !== 'true') return undefined;
    const ids = (field.getAttribute('aria-describedby') ?? '').split(' ');
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  }
}

/** Fails with the rules that the page breaks; contrast is measured in a real browser instead. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`)).toEqual([]);
}
