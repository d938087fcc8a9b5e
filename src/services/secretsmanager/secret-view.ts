import type { SecretRecord } from './secret-record.ts';

/** What DescribeSecret and ListSecrets have in common. */
export function secretView(secret: SecretRecord) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Type: secret.type,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: new Date(secret.changedMs),
    ...(secret.accessedMs !== undefined && { LastAccessedDate: new Date(secret.accessedMs) }),
    ...(secret.deleted && { DeletedDate: new Date(secret.deleted.atMs) }),
    ...(secret.tags.length > 0 && { Tags: secret.tags }),
    CreatedDate: new Date(secret.createdMs),
  };
}
