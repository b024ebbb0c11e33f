import { t } from '../../shared/texts.svelte';

const MINUTE = 60_000;

/** How long a request has waited: «nå», «38 min», «2 t 10 min», «3 d 4 t». */
export function ageText(requestedAt: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(requestedAt)) / MINUTE));
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return t('window-age-now');
  if (hours === 0) return t('window-age-minutes', { minutes });
  if (hours < 24) return t('window-age-hours', { hours, minutes: minutes % 60 });
  return t('window-age-days', { days: Math.floor(hours / 24), hours: hours % 24 });
}
