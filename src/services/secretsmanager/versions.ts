/** Versions and their stages. A version without stages is deprecated: the newest hundred are kept. */
import { invalidParameter } from './secret-errors.ts';
import { CURRENT, PREVIOUS, type SecretRecord, type VersionRecord } from './secret-record.ts';

type Versions = SecretRecord['versions'];

const MAX_DEPRECATED = 100;
const MAX_STAGES = 20;

export function versionWith(secret: SecretRecord, stage: string): string | undefined {
  return Object.entries(secret.versions).find(([, { stages }]) => stages.includes(stage))?.[0];
}

/** Puts stages on a version and takes them from others; what was AWSCURRENT becomes AWSPREVIOUS. */
export function moveStages(versions: Versions, versionId: string, stages: readonly string[]): Versions {
  const isNewCurrent = stages.includes(CURRENT) && !versions[versionId]?.stages.includes(CURRENT);
  const moved = Object.entries(versions).map(([id, version]): [string, VersionRecord] => {
    if (id === versionId) {
      const kept = isNewCurrent ? version.stages.filter((stage) => stage !== PREVIOUS) : version.stages;
      return [id, { ...version, stages: [...new Set([...kept, ...stages])] }];
    }
    const wasCurrent = isNewCurrent && version.stages.includes(CURRENT);
    const left = version.stages.filter((stage) => !stages.includes(stage) && !(isNewCurrent && stage === PREVIOUS));
    return [id, { ...version, stages: wasCurrent ? [...left, PREVIOUS] : left }];
  });
  return Object.fromEntries(moved);
}

/** Takes the oldest deprecated versions out. */
export function dropDeprecated(versions: Versions): { readonly kept: Versions; readonly dropped: readonly string[] } {
  const deprecated = Object.entries(versions)
    .filter(([, { stages }]) => stages.length === 0)
    .sort(([, a], [, b]) => b.createdMs - a.createdMs);
  const dropped = deprecated.slice(MAX_DEPRECATED).map(([id]) => id);
  const kept = Object.fromEntries(Object.entries(versions).filter(([id]) => !dropped.includes(id)));
  return { kept, dropped };
}

/** @throws {ApiError} */
export function checkStages(stages: readonly string[]): void {
  if (stages.length > MAX_STAGES) throw invalidParameter(`A version can have at most ${MAX_STAGES} staging labels.`);
}

/** What DescribeSecret tells: deprecated versions are left out. */
export function versionsToStages(secret: SecretRecord): Record<string, readonly string[]> {
  const staged = Object.entries(secret.versions).filter(([, { stages }]) => stages.length > 0);
  return Object.fromEntries(staged.map(([id, { stages }]) => [id, stages]));
}
