/** How often a state may be tried again after an error, as its definition says. */
type Raw = Readonly<Record<string, unknown>>;

const DEFAULT_ATTEMPTS = 3;
/** These are matched by their own name only. */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** `undefined`: no retrier matches. */
export function maxRetries(state: unknown, error: string | undefined): number | undefined {
  const retriers = (state as Raw | undefined)?.['Retry'];
  if (!Array.isArray(retriers) || error === undefined) return undefined;
  for (const retrier of retriers as readonly Raw[]) {
    const names = retrier['ErrorEquals'];
    if (!Array.isArray(names) || !names.some((name) => isMatch(String(name), error))) continue;
    const most = retrier['MaxAttempts'];
    return typeof most === 'number' ? most : DEFAULT_ATTEMPTS;
  }
  return undefined;
}

function isMatch(name: string, error: string): boolean {
  if (name === error) return true;
  if (TERMINAL.has(error)) return false;
  return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
}
