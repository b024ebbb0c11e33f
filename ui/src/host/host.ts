import type {
  ClinicEvent,
  CommandError,
  Decided,
  DoneEntry,
  Language,
  LocationDraft,
  ProfileDraft,
  Queue,
  RequestDetails,
  Setup,
  StartState,
  TextKind,
  TextMeasure,
  TimebookDraft,
} from './types';

/** What the window can ask of the program it stands in. A refused call throws a {@link HostError}. */
export interface Host {
  startState(): Promise<StartState>;
  setLanguage(language: Language): Promise<StartState>;
  openPortal(): Promise<null>;
  measureText(kind: TextKind, text: string): Promise<TextMeasure>;
  readSetup(): Promise<Setup>;
  saveProfile(draft: ProfileDraft): Promise<Setup>;
  saveLocation(id: string | null, draft: LocationDraft): Promise<Setup>;
  saveTimebook(id: string | null, draft: TimebookDraft): Promise<Setup>;
  publishTimebook(id: string): Promise<Setup>;
  unpublishTimebook(id: string): Promise<Setup>;
  readQueue(): Promise<Queue>;
  readDone(): Promise<DoneEntry[]>;
  openRequest(id: string): Promise<RequestDetails>;
  confirmRequest(id: string, revision: number): Promise<Decided>;
  rejectRequest(id: string, revision: number, text: string): Promise<Decided>;
  undoDecision(id: string): Promise<null>;
  /** Told once, when the first content is on the screen. A program that does not measure may refuse. */
  windowPainted(): Promise<null>;
  /** Shows everything larger or smaller; 1 is the system's own size. */
  setZoom(factor: number): Promise<null>;
  /** Resolves when events are sure to arrive; call the answer to stop them. */
  listen(handler: (event: ClinicEvent) => void): Promise<() => void>;
}

/** A call that the program refused, with the code the window acts on. */
export class HostError extends Error {
  constructor(readonly error: CommandError) {
    super(error.code);
    this.name = 'HostError';
  }
}

/** What went wrong in a call: the program's own code, or `broken` for anything it did not foresee. */
export function commandError(thrown: unknown): CommandError {
  if (thrown instanceof HostError) return thrown.error;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'broken', reference: thrown instanceof Error ? thrown.message : String(thrown) };
}
