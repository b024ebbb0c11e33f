import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { Desk } from '../test/desk';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.removeItem('sound');
});

it('a new request makes one sound, many at once no more, and none when the user has turned it off', async () => {
  let played = 0;
  let resumed = 0;
  let now = 0;
  const node = { frequency: {}, gain: { setValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() }, connect: () => node, stop: vi.fn(), start: () => (played += 1) };
  vi.stubGlobal('AudioContext', class {
    currentTime = 0;
    state = 'suspended';
    resume = (): Promise<void> => Promise.resolve((resumed += 1)).then(() => {});
    createOscillator = (): unknown => node;
    createGain = (): unknown => node;
  });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const desk = await Desk.open();
  expect(played).toBe(0);
  desk.host.arrive('Kari Bakken');
  await waitFor(() => expect(played).toBe(1));
  expect(resumed).toBe(1);
  for (let patient = 0; patient < 5; patient += 1) desk.host.arrive();
  await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('20'));
  expect(played).toBe(1);

  now += 3000;
  desk.host.arrive();
  await waitFor(() => expect(played).toBe(2));
  now += 3000;
  await desk.press('?');
  await desk.user.click(desk.field('sound'));
  desk.host.arrive();
  await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('22'));
  expect(played).toBe(2);
});
