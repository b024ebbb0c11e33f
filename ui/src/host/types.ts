/**
 * The types that cross between the window and the program. The Rust side writes them; every import
 * of such a type goes through this file.
 */
export type {
  ClinicEvent,
  CommandError,
  DatabaseState,
  Decided,
  Done,
  DoneEntry,
  FieldProblem,
  Language,
  Location,
  LocationDraft,
  OpeningHours,
  PortalState,
  Problem,
  Profile,
  ProfileDraft,
  Queue,
  QueueEntry,
  QueueRow,
  RequestChannel as Channel,
  RequestDetails,
  Setup,
  StartState,
  StatusCode,
  TextKind,
  TextMeasure,
  Timebook,
  TimebookDraft,
  TimebookType,
} from './bindings';
