/**
 * Ends handler processes when this server dies without a chance to do so itself.
 *
 * Idle bootstraps end by themselves when their pipe closes; a handler that hangs, or a process that it started, would not. So a small shell, apart
 * from this server's process group, is told of every process group as it begins and ends, and kills what is left once its input closes.
 * N1 It costs one process for the whole runner, started with the first handler. N2 Without a shell everything works but this.
 */
import { type ChildProcess, spawn } from 'node:child_process';

const SCRIPT = `
live=' '
while read -r change group; do
  case "$change" in
    +) live="$live$group " ;;
    -) case "$live" in *" $group "*) live="\${live%% $group *} \${live#* $group }" ;; esac ;;
  esac
done
for group in $live; do kill -9 "-$group"; done 2>/dev/null
`;

export class ProcessGuardian {
  #shell: ChildProcess | undefined;

  begins(group: number): void {
    this.#tell(`+ ${group}\n`);
  }

  ends(group: number): void {
    if (this.#shell) this.#tell(`- ${group}\n`);
  }

  stop(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #tell(line: string): void {
    this.#shell ??= start();
    this.#shell.stdin?.write(line);
  }
}

function start(): ChildProcess {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  shell.on('error', () => {});
  shell.stdin?.on('error', () => {});
  shell.unref();
  return shell;
}
