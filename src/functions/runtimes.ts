/** Which of AWS's runtime names run here, and how. */
import { createHash } from 'node:crypto';

export type RuntimeKind = 'node' | 'python' | 'provided';

/** The names that AWS takes for new functions and that this runner serves, in AWS's order. */
export const SUPPORTED_RUNTIMES: readonly string[] = [
  'nodejs18.x',
  'nodejs20.x',
  'nodejs22.x',
  'nodejs24.x',
  'python3.8',
  'python3.9',
  'python3.10',
  'python3.11',
  'python3.12',
  'python3.13',
  'python3.14',
  'provided',
  'provided.al2',
  'provided.al2023',
];

const OLDEST_NODE_MAJOR = 18;

/** `undefined`: a runtime that cannot run here. Later Node and Python names than those listed are taken, too. */
export function runtimeKind(runtime: string): RuntimeKind | undefined {
  const node = /^nodejs(\d+)\.x$/.exec(runtime);
  if (node) return Number(node[1]) >= OLDEST_NODE_MAJOR ? 'node' : undefined;
  if (/^python3\.\d+$/.test(runtime)) return 'python';
  return /^provided(\.al2|\.al2023)?$/.test(runtime) ? 'provided' : undefined;
}

/** What AWS shows of the exact build that a function runs on. Ours is named after the runtime, so that it is stable. */
export function runtimeVersionArn(runtime: string, region: string): string {
  return `arn:aws:lambda:${region}::runtime:${createHash('sha256').update(runtime).digest('hex')}`;
}

/** `nodejs20.x` → `nodejs:20`, as the log's first line has it. */
export function runtimeVersionName(runtime: string): string {
  return runtime
    .replace(/^(nodejs|python)/, '$1:')
    .replace(/^provided\./, 'provided:')
    .replace(/\.x$/, '');
}
