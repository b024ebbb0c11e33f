import type { Edit, ExceptionDraft, ExceptionScope, FieldProblem, OpeningException, Setup } from '../types';
import { checkDate, comparable, isoDate, savedDate, shortDate } from './dates';
import { checkTime, minutes, Problems, textProblem } from './rules';

const DAY = 86_400_000;
const MOST_DATES = 366;
const MOST_PERIODS = 20;
/** The most exceptions that are not over. */
const MOST = 500;

function isWholeDay({ change }: ExceptionDraft): boolean {
  return change === 'closed' || change === 'holidayOpen';
}

function isKnown(scope: ExceptionScope, { locations, timebooks }: Setup): boolean {
  if (scope.kind === 'clinic') return true;
  return (scope.kind === 'location' ? locations : timebooks).some((one) => one.id === scope.id);
}

function checkDates(problems: Problems, { first, last }: ExceptionDraft): void {
  const wrong = { first: checkDate(first), last: last.trim() === '' ? null : checkDate(last) };
  problems.add('first', wrong.first);
  problems.add('last', wrong.last);
  if (wrong.first || wrong.last) return;
  const one = last.trim() === '';
  const [begins, ends] = [comparable(first), comparable(one ? first : last)];
  const days = (Date.parse(ends) - Date.parse(begins)) / DAY;
  if (days < 0) problems.add('last', { kind: 'endBeforeStart' });
  else if (days >= MOST_DATES) problems.add('last', { kind: 'tooMany', most: MOST_DATES });
  else if (ends < isoDate(0)) problems.add(one ? 'first' : 'last', { kind: 'past' });
}

function checkPeriods(problems: Problems, { periods }: ExceptionDraft): void {
  if (periods.length === 0) problems.add('periods', { kind: 'empty' });
  if (periods.length > MOST_PERIODS) {
    problems.add('periods', { kind: 'tooMany', most: MOST_PERIODS });
    return;
  }
  const before: [number, number][] = [];
  periods.forEach((one, index) => {
    checkTime(problems, `periods.${index}.from`, one.from);
    checkTime(problems, `periods.${index}.to`, one.to);
    const [from, to] = [minutes(one.from.trim()), minutes(one.to.trim())];
    if (from === undefined || to === undefined) return;
    if (to <= from) {
      problems.add(`periods.${index}.to`, { kind: 'endBeforeStart' });
      return;
    }
    if (before.some((other) => from < other[1] && other[0] < to)) problems.add(`periods.${index}.from`, { kind: 'overlap' });
    before.push([from, to]);
  });
}

/** What is wrong with an exception; `isNew` when it would be one more. */
export function checkException(draft: ExceptionDraft, setup: Setup, isNew: boolean): FieldProblem[] {
  const problems = new Problems();
  if (!isKnown(draft.scope, setup)) problems.add('scope', { kind: 'unknown' });
  checkDates(problems, draft);
  if (!isWholeDay(draft)) checkPeriods(problems, draft);
  problems.optional('note', textProblem(draft.note, 100));
  if (isNew && setup.exceptions.length >= MOST) problems.add('first', { kind: 'tooMany', most: MOST });
  return problems.found;
}

/** A draft without problems as the program returns it. */
export function savedException(id: string, draft: ExceptionDraft, edit: Edit): OpeningException {
  const [first, ends] = [savedDate(draft.first), draft.last.trim() === '' ? '' : savedDate(draft.last)];
  const last = ends === first ? '' : ends;
  return {
    id,
    scope: { ...draft.scope },
    first,
    last,
    datesText: last === '' ? shortDate(first) : `${shortDate(first)} – ${shortDate(last)}`,
    change: draft.change,
    periods: isWholeDay(draft) ? [] : draft.periods.map(({ from, to }) => ({ from: from.trim(), to: to.trim() })),
    note: draft.note.trim() || null,
    edit,
  };
}

/** Exceptions by their dates. */
export function byDates(exceptions: OpeningException[]): OpeningException[] {
  const key = ({ first, last }: OpeningException): string => `${comparable(first)} ${comparable(last || first)}`;
  return exceptions.toSorted((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}
