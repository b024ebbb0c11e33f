import type { QueueEntry, QueueOrder } from '../../host/types';

const STORED = 'queue-order';

/** The queue's order as chosen on this machine. */
export class ChosenOrder {
  value = $state<QueueOrder>(rememberedOrder());
  /** True when it was changed since the window opened. */
  changed = $state(false);

  /** Chooses an order. Returns whether it differs from the one before. */
  choose(order: QueueOrder): boolean {
    if (order === this.value) return false;
    this.value = order;
    this.changed = true;
    rememberOrder(order);
    return true;
  }
}

/** The order last chosen on this machine; by arrival when there is none. */
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
    // Without storage the choice lasts until the window is closed.
  }
}

/** Whether a row comes after another in an order, by the program's rules. */
export function standsAfter(order: QueueOrder, row: QueueEntry, other: QueueEntry): boolean {
  if (order === 'arrival') return row.requestedAt > other.requestedAt;
  return row.startsAt === other.startsAt ? row.id > other.id : row.startsAt > other.startsAt;
}
