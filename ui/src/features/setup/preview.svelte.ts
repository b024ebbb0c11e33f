import type { PlanEffect } from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import type { Session } from '../../shared/session.svelte';

/** What a change would do to the times, asked again whenever what is typed changes. */
export class Preview {
  /** Null until it is known, and while something typed is wrong. */
  effects = $state.raw<PlanEffect[] | null>(null);

  constructor(
    readonly session: Session,
    /** Asks the program about what the form shows now; null when there is nothing to ask. */
    readonly call: () => Promise<PlanEffect[]> | null,
  ) {}

  readonly ask = coalesce(async () => {
    const asked = this.call();
    if (!asked) {
      this.effects = null;
      return;
    }
    const answer = await this.session.attempt(() => asked);
    this.effects = answer.ok ? answer.value : null;
  });
}
