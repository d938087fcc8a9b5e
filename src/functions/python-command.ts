/**
 * Finds the interpreter behind `python3` once: version managers put a slow shell script there, which every process would pay for.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const SEARCH_MS = 10_000;

export class PythonCommand {
  readonly #command: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #search: Promise<void> | undefined;
  #path: string;

  constructor(command: string, environment: Readonly<Record<string, string | undefined>>) {
    this.#command = command;
    this.#environment = environment;
    this.#path = command;
  }

  /** The interpreter, once `resolve` has found it; the plain command until then, or if there is none. */
  get path(): string {
    return this.#path;
  }

  resolve(): Promise<void> {
    this.#search ??= promisify(execFile)(this.#command, ['-c', 'import sys; print(sys.executable)'], {
      env: { ...this.#environment },
      timeout: SEARCH_MS,
    }).then(
      ({ stdout }) => {
        this.#path = stdout.trim() || this.#command;
      },
      () => {
        // The start of the first process will tell what is wrong; a Python installed meanwhile is found by the next search.
        this.#search = undefined;
      },
    );
    return this.#search;
  }
}
