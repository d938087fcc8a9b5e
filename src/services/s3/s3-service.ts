/**
 * Amazon S3: buckets and objects in the data directory.
 *
 * Metadata and small objects are records, larger bytes are files; see `object-store.ts` for what holds when the process dies.
 */
import type { Operation, Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Records } from '../../store/records.ts';
import { BlobStore } from './blob-store.ts';
import type { Notifications } from './notifications/notifications.ts';
import type { ObjectEvent } from './object-event.ts';
import { ObjectStore } from './object-store.ts';
import { s3Operations } from './s3-operations.ts';
import { UploadStore } from './upload-store.ts';

export interface S3Options {
  readonly records: Records;
  /** A folder of its own for the bytes. Absent: a temporary one that goes with `stop`, nothing synced. */
  readonly dataDir?: string;
  readonly clock: Clock;
  /** Called for every change of an object, once it is durable. What it throws is lost: it must not fail. */
  readonly onObjectEvent?: (event: ObjectEvent) => void;
  /** Delivers what buckets' notification configurations ask for. Absent: configurations are kept and nothing is delivered. */
  readonly notifications?: Notifications;
}

export interface S3Service extends Service {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Resolves when what an unclean stop left behind was removed; nothing needs to wait for it. */
  readonly cleaned: Promise<void>;
  /** Lets go of the folder. Call it when no request is under way, before the records are closed. */
  stop(): Promise<void>;
}

/** @throws if the folder cannot be used. */
export function createS3Service({ records, dataDir, clock, onObjectEvent, notifications }: S3Options): S3Service {
  const blobs = new BlobStore(dataDir);
  const store = new ObjectStore(records, blobs, () => clock.now());
  const uploads = new UploadStore(records, store);
  // What cannot be removed now will be tried at the next start.
  const cleaned = store
    .removeOrphans(() => uploads.files())
    .then(
      () => {},
      () => {},
    );
  const emit = async (event: ObjectEvent): Promise<void> => {
    onObjectEvent?.(event);
    await notifications?.publish(event, store.buckets.get(event.bucket));
  };
  const checkNotifications: Notifications['checked'] = async (configuration, request) =>
    notifications ? notifications.checked(configuration, request) : configuration;
  return {
    model: 's3',
    operations: s3Operations({ store, uploads, now: () => clock.now(), emit, checkNotifications }),
    cleaned,
    async stop() {
      await cleaned;
      await blobs.close();
    },
  };
}
