/** A failure that the CLI reports in one line. Anything else is a bug and shows its stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;
  /** AWS's exception name, when a service refused. */
  readonly awsCode?: string;

  constructor(message: string, options: { exitCode?: number; awsCode?: string } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.awsCode = options.awsCode;
  }
}
