import type { DatabaseState, PortalState, StalledJob } from '../types';

/** The initial state of a fake clinic. */
export type Scene = {
  /** Nothing is set up yet. */
  empty: boolean;
  /** No request waits. */
  quiet: boolean;
  /** How many more requests wait than the demo's fourteen. */
  crowd: number;
  /** Rows that cannot be read, by the names that the database has for them. */
  unreadable: string[];
  /** How many answers could not be delivered. */
  undelivered: number;
  database: DatabaseState;
  /** The problem with the database has been fixed: the next try opens it. */
  fixed: boolean;
  portal: PortalState;
  portalOpen: boolean;
  /** The background jobs that are failing. */
  stalled: StalledJob[];
};

const LISTENING: PortalState = { kind: 'listening', url: 'http://127.0.0.1:8750' };

/** The demo clinic without problems. */
export const DEMO: Scene = {
  empty: false,
  quiet: false,
  crowd: 0,
  unreadable: [],
  undelivered: 0,
  database: { kind: 'ready' },
  fixed: false,
  portal: LISTENING,
  portalOpen: true,
  stalled: [],
};

/** Scenes for the URL (`?scene=setup`), to look at each page in a browser. */
export const SCENES: Record<string, Partial<Scene>> = {
  setup: { empty: true, quiet: true },
  quiet: { quiet: true },
  undelivered: { undelivered: 1 },
  undeliveredMany: { undelivered: 130 },
  crowd: { crowd: 99_986 },
  unreadable: { unreadable: ['booking 0190-1 (channel)'] },
  starting: { database: { kind: 'starting' } },
  unavailable: { database: { kind: 'unavailable', reason: 'connection refused (127.0.0.1:5432)' } },
  newer: { database: { kind: 'newerThanProgram', found: 7, known: 4 } },
  notwritable: { database: { kind: 'folderNotWritable', path: '/srv/klinikk/ressurstimebok' } },
  inuse: { database: { kind: 'folderInUse', path: '/srv/klinikk/ressurstimebok' } },
  notmoved: {
    database: {
      kind: 'notMoved',
      from: 'C:\\Users\\Kari\\AppData\\Roaming\\ressurstimebok',
      to: 'C:\\Users\\Kari\\AppData\\Local\\ressurstimebok',
      reason: 'There is not enough space on the disk. (os error 112)',
    },
  },
  several: { database: { kind: 'severalClinics', count: 3 } },
  notdemo: { database: { kind: 'notTheDemo' } },
  broken: { database: { kind: 'broken', reference: '01a21385-4e82-73b7-9338-25aaabb88dd6' } },
  taken: { portal: { kind: 'addressTaken', address: '127.0.0.1:8750' } },
  closed: { portalOpen: false },
  stalled: { stalled: [{ job: 'deliver', reference: '0190f3a2-7c1e-7a30-9d5b-2f64a1c8e0b7' }] },
  off: { portal: { kind: 'off' } },
};
