/** A command line as the reader would type it: one who has called `npx stepwell` need not have `stepwell` on the path. */
export function asTyped(line: string): string {
  return process.env['npm_command'] === 'exec' ? line.replaceAll(/\bstepwell (?=[a-z])/g, 'npx stepwell ') : line;
}
