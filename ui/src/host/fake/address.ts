import { FakeHost } from '../fake';
import { SCENES } from './scene';

/**
 * The fake for the scene named in the URL, such as `?scene=setup`. It is stored in `window.fake`, so that
 * patients and colleagues can be played in the console: `fake.arrive()`,
 * `fake.colleagueConfirms('request-2')`.
 */
export function fakeFromAddress(search: string): FakeHost {
  const scene = new URLSearchParams(search).get('scene') ?? '';
  const fake = new FakeHost(SCENES[scene]);
  setInterval(() => fake.deliver(), 1000);
  Object.assign(window, { fake });
  return fake;
}
