import type { CommandError, RequestDetails, StatusCode } from '../../host/types';
import { t } from '../../shared/texts.svelte';
import { statusName } from '../../shared/words';

/** A colleague decided first. */
export type AlreadyDecided = Extract<CommandError, { code: 'alreadyDecided' }>;

const ALREADY: Partial<Record<StatusCode, string>> = {
  confirmed: 'window-already-confirmed',
  rejected: 'window-already-rejected',
  cancelled: 'window-already-cancelled',
  expired: 'window-already-expired',
};

/** «Allerede bekreftet av Ola Berg kl. 09:00», or only the new status when the colleague is not known. */
export function alreadyDecidedText(alreadyDecided: AlreadyDecided | null, details: RequestDetails | null): string {
  if (alreadyDecided) return t(ALREADY[alreadyDecided.status] ?? 'window-already-other', { by: alreadyDecided.by, at: alreadyDecided.atText });
  return details ? statusName(details.status) : '';
}
