/**
 * Lets the server go before the processes of handlers where both want the processors: it feeds all of them, so that they wait when it waits.
 *
 * G1 An idle machine gives handlers all it has, as before. G2 Where the system does not allow it, everything works but this.
 */
import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** On Linux a third of the server's weight. */
const LOWER_BY = 5;

export function giveWay(pid: number): void {
  try {
    const nice = Math.min(getPriority() + LOWER_BY, constants.priority.PRIORITY_LOW);
    setPriority(pid, nice);
    // A session of its own is weighed as a group, whatever its processes' own priorities are.
    if (process.platform === 'linux') writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {
    // Not permitted, not known to this kernel, or gone already.
  }
}
