import type { CommandError, RequestDetails, StatusCode } from '../../host/types';
import { t } from '../../shared/texts.svelte';
import { statusName } from '../../shared/words';

type Beaten = Extract<CommandError, { code: 'alreadyDecided' }>;

const BEATEN: Partial<Record<StatusCode, string>> = {
  confirmed: 'window-beaten-confirmed',
  rejected: 'window-beaten-rejected',
  cancelled: 'window-beaten-cancelled',
  expired: 'window-beaten-expired',
};

/** «Allerede bekreftet av Ola Berg kl. 09:00», or only what it became when nobody said who. */
export function beatenText(beaten: Beaten | null, details: RequestDetails | null): string {
  if (beaten) return t(BEATEN[beaten.status] ?? 'window-beaten-other', { by: beaten.by, at: beaten.atText });
  return details ? statusName(details.status) : '';
}
