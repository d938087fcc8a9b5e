/** Freezes what `$LATEST` is as the next version; without a change since the last version, that one is the answer. */
import type { FunctionRecord, FunctionSettings, VersionRecord } from './function-record.ts';
import type { Qualified } from './function-store.ts';
import type { LambdaDependencies } from './lambda-dependencies.ts';

/** Must run inside `store.exclusively`. */
export async function publishLatest(
  { store, ids }: Pick<LambdaDependencies, 'store' | 'ids'>,
  record: FunctionRecord,
  description?: string,
): Promise<Qualified> {
  const last = store.versions(record).at(-1);
  if (last && last.version === record.lastVersion && content(last.settings) === content(record.settings)) {
    return { record, settings: last.settings, version: String(last.version) };
  }
  const version: VersionRecord = {
    version: record.lastVersion + 1,
    settings: {
      ...record.settings,
      description: description ?? record.settings.description,
      revisionId: ids.uuid(),
    },
  };
  const changed: FunctionRecord = {
    ...record,
    lastVersion: version.version,
    settings: { ...record.settings, revisionId: ids.uuid() },
  };
  await store.saveVersion(changed, version);
  return { record: changed, settings: version.settings, version: String(version.version) };
}

/** What makes a version differ from another. */
function content(settings: FunctionSettings): string {
  const { lastModifiedMs: _modified, revisionId: _revision, description: _description, ...rest } = settings;
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}
