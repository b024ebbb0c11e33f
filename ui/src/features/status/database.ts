import type { DatabaseState } from '../../host/types';
import { t } from '../../shared/texts.svelte';

/** The explanation of a database problem: what it is, the technical fact, and what the user can do. */
export type Explanation = { title: string; what: string; fact?: string; steps: string[] };

/** Explains each state in which the clinic's data cannot be used. */
export function explain(database: Exclude<DatabaseState, { kind: 'ready' }>): Explanation {
  switch (database.kind) {
    case 'starting':
      return { title: t('window-database-starting'), what: t('window-database-starting-what'), steps: [] };
    case 'unavailable':
      return {
        title: t('window-database-unavailable'),
        what: t('window-database-unavailable-what'),
        fact: database.reason,
        steps: [t('window-database-unavailable-do-wait'), t('window-database-unavailable-do-check')],
      };
    case 'newerThanProgram':
      return {
        title: t('window-database-newer'),
        what: t('window-database-newer-what'),
        fact: t('window-database-newer-fact', { found: database.found, known: database.known }),
        steps: [t('window-database-newer-do-update'), t('window-database-newer-do-keep')],
      };
    case 'folderNotWritable':
      return {
        title: t('window-database-not-writable'),
        what: t('window-database-not-writable-what'),
        fact: database.path,
        steps: [t('window-database-not-writable-do-access'), t('window-database-not-writable-do-space')],
      };
    case 'folderInUse':
      return {
        title: t('window-database-in-use'),
        what: t('window-database-in-use-what'),
        fact: database.path,
        steps: [t('window-database-in-use-do-close'), t('window-database-in-use-do-server')],
      };
    case 'notMoved':
      return {
        title: t('window-database-not-moved'),
        what: t('window-database-not-moved-what'),
        fact: t('window-database-not-moved-fact', { from: database.from, to: database.to, reason: database.reason }),
        steps: [t('window-database-not-moved-do-room'), t('window-database-not-moved-do-there')],
      };
    case 'severalClinics':
      return {
        title: t('window-database-several'),
        what: t('window-database-several-what'),
        fact: t('window-database-several-fact', { count: database.count }),
        steps: [t('window-database-several-do-choose'), t('window-database-several-do-ask')],
      };
    case 'notTheDemo':
      return {
        title: t('window-database-not-the-demo'),
        what: t('window-database-not-the-demo-what'),
        steps: [t('window-database-not-the-demo-do-start'), t('window-database-not-the-demo-do-folder')],
      };
    case 'broken':
      return {
        title: t('window-database-broken'),
        what: t('window-database-broken-what'),
        fact: t('window-database-broken-fact', { reference: database.reference }),
        steps: [
          t('window-database-broken-do-copy'),
          t('window-database-broken-do-backup'),
          t('window-database-broken-do-help'),
        ],
      };
  }
}
