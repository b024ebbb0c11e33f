import type { QueueModel } from './queue.svelte';

const MOVES: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: -Infinity,
  End: Infinity,
};

/** Whether the focused element handles the key itself, to scroll or to press. */
function belongsToTarget(key: string, target: EventTarget | null, panel: HTMLElement | undefined): boolean {
  if (!(target instanceof Element)) return false;
  if (key === 'Enter' || key === ' ') return target.closest('button, a, select, summary, input') !== null;
  return key.length > 1 && panel !== undefined && panel.contains(target);
}

function focusedRow(target: EventTarget | null): string | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-testid="queue-row"]') : null;
  return row?.dataset['id'];
}

/** Handles a key of the queue. Returns true when the key has a meaning there. */
export function actOn(key: string, event: KeyboardEvent, model: QueueModel, panel?: HTMLElement): boolean {
  if (key === 'Escape' && model.chosenId !== null) return leave(event.target, model, panel);
  if (belongsToTarget(key, event.target, panel)) return false;
  const step = MOVES[key];
  if (step !== undefined) model.move(step);
  else if (key === 'Enter' || key === ' ') enter(focusedRow(event.target), model, panel);
  else if (key === 'b' && model.canDecide) void model.confirm();
  else if (key === 'a' && model.canDecide) model.rejecting = true;
  else if (key === 'r' && model.session.view === 'queue') void changeOrder(model);
  else return false;
  return true;
}

/** Takes the other order and keeps the keyboard on the chosen row. */
async function changeOrder(model: QueueModel): Promise<void> {
  await model.setOrder(model.order.value === 'arrival' ? 'start' : 'arrival');
  if (model.chosenId !== null) model.focusWishes += 1;
}

function enter(row: string | undefined, model: QueueModel, panel?: HTMLElement): void {
  if (row !== undefined) void model.choose(row);
  if (model.chosenId !== null) panel?.focus();
}

/** Esc moves from the details to the row, and from the row to no choice. */
function leave(target: EventTarget | null, model: QueueModel, panel?: HTMLElement): boolean {
  const row = document.querySelector<HTMLElement>('[data-testid="queue-row"][aria-selected="true"]');
  const inPanel = target instanceof Node && panel?.contains(target);
  if (inPanel) row?.focus();
  // In a narrow window the list is hidden while a request is open, so there is no row to focus.
  if (!inPanel || document.activeElement !== row) void model.choose(null);
  return true;
}
