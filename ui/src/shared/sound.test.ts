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
    resume = async (): Promise<void> => {
      resumed += 1;
      this.state = 'running';
    };
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

it('tones do not pile up while the sound is stopped: when it runs again, only a request that has just come is heard', async () => {
  vi.resetModules();
  const { playArrival } = await import('./sound');
  let played = 0;
  let now = 0;
  let state = 'suspended';
  const waiting: (() => void)[] = [];
  const node = { frequency: {}, gain: { setValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() }, connect: () => node, stop: vi.fn(), start: () => (played += 1) };
  vi.stubGlobal('AudioContext', class {
    currentTime = 0;
    get state(): string {
      return state;
    }
    resume = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
    createOscillator = (): unknown => node;
    createGain = (): unknown => node;
  });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const runsAgain = async (): Promise<void> => {
    state = 'running';
    for (const resumed of waiting.splice(0)) resumed();
    await new Promise(setImmediate);
    state = 'suspended';
  };

  for (; now <= 9000; now += 3000) playArrival();
  expect([played, waiting.length]).toEqual([0, 4]);
  now -= 1000;
  await runsAgain();
  expect(played, 'the latest came two seconds ago').toBe(1);

  now = 20_000;
  playArrival();
  now += 3000;
  await runsAgain();
  expect(played, 'it came too long ago').toBe(1);
});
