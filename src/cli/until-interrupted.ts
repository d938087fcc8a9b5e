/** A terminal's Ctrl-C reaches every process of the foreground, and npm passes it on besides: what follows so soon is the same one. */
const SAME_KEY_MS = 500;

/** Resolves on Ctrl-C or a termination signal; a second one ends the process at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined;
    const onSignal = (exitCode: number) => (): void => {
      firstMs ??= Date.now();
      if (Date.now() - firstMs > SAME_KEY_MS) process.exit(exitCode);
      resolve();
    };
    process.on('SIGINT', onSignal(130));
    process.on('SIGTERM', onSignal(143));
  });
}
