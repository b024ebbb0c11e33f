import type { Setup } from '../../host/types';

/** Legekontoret, oppmøtested, timebok, publiser, ferdig. */
export type GuideStep = 1 | 2 | 3 | 4 | 5;

/** The first step that is not done. */
export function firstOpenStep(setup: Setup | null): GuideStep {
  if (!setup?.profile) return 1;
  if (setup.locations.length === 0) return 2;
  if (setup.timebooks.length === 0) return 3;
  return setup.timebooks.some((one) => one.published) ? 5 : 4;
}
