/** Access control lists as far as they are kept: the canned ones, recorded and told but not enforced. */
import { canonicalUserId } from './s3-environment.ts';

interface Grant {
  readonly Grantee: { readonly Type: string; readonly ID?: string; readonly URI?: string };
  readonly Permission: string;
}

const group = (name: string, Permission: string): Grant => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
  Permission,
});

const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  'public-read': [group('global/AllUsers', 'READ')],
  'public-read-write': [group('global/AllUsers', 'READ'), group('global/AllUsers', 'WRITE')],
  'authenticated-read': [group('global/AuthenticatedUsers', 'READ')],
  'log-delivery-write': [group('s3/LogDelivery', 'WRITE'), group('s3/LogDelivery', 'READ_ACP')],
};

/** The output of GetBucketAcl and GetObjectAcl. */
export function aclOutput(account: string, canned: string | undefined) {
  const ID = canonicalUserId(account);
  return {
    Owner: { ID },
    Grants: [{ Grantee: { Type: 'CanonicalUser', ID }, Permission: 'FULL_CONTROL' }, ...(CANNED[canned ?? ''] ?? [])],
  };
}
