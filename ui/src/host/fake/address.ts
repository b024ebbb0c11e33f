import { FakeHost } from '../fake';
import { SCENES } from './scene';

/**
 * The fake that an address asks for, such as `?scene=setup`. It is left in `window.fake`, so that the
 * console can play the other parts: `fake.arrive()`, `fake.colleagueConfirms('request-2')`.
 */
export function fakeFromAddress(search: string): FakeHost {
  const scene = new URLSearchParams(search).get('scene') ?? '';
  const fake = new FakeHost(SCENES[scene]);
  setInterval(() => fake.deliver(), 1000);
  Object.assign(window, { fake });
  return fake;
}
