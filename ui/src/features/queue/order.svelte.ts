import type { QueueEntry, QueueOrder } from '../../host/types';

const STORED = 'queue-order';

/** The order in which this desk wants the queue, kept on this machine. */
export class ChosenOrder {
  value = $state<QueueOrder>(rememberedOrder());
  /** It was changed since the window opened. */
  changed = $state(false);

  /** Answers with whether this is another order than before. */
  choose(order: QueueOrder): boolean {
    if (order === this.value) return false;
    this.value = order;
    this.changed = true;
    rememberOrder(order);
    return true;
  }
}

/** The order chosen last at this desk; by arrival when there is none. */
function rememberedOrder(): QueueOrder {
  try {
    return localStorage.getItem(STORED) === 'start' ? 'start' : 'arrival';
  } catch {
    return 'arrival';
  }
}

function rememberOrder(order: QueueOrder): void {
  try {
    localStorage.setItem(STORED, order);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

/** Whether a row stands after another in an order, as the program has it. */
export function standsAfter(order: QueueOrder, row: QueueEntry, other: QueueEntry): boolean {
  if (order === 'arrival') return row.requestedAt > other.requestedAt;
  return row.startsAt === other.startsAt ? row.id > other.id : row.startsAt > other.startsAt;
}
