/** What is kept of functions, their versions and their aliases. */

/** Everything of a function that a published version freezes. */
export interface FunctionSettings {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Name of the code's folder: the SHA-256 of the package in hexadecimal. */
  readonly codeId: string;
  readonly codeBytes: number;
  readonly architectures: readonly string[];
  readonly ephemeralStorageMb: number;
  readonly tracingMode: string;
  readonly logging: LoggingSettings;
  readonly deadLetterTarget?: string;
  readonly kmsKeyArn?: string;
  readonly snapStartApplyOn: string;
  readonly vpc?: { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[] };
  readonly lastModifiedMs: number;
  readonly revisionId: string;
}

export interface LoggingSettings {
  readonly LogFormat: string;
  readonly LogGroup: string;
  readonly ApplicationLogLevel?: string;
  readonly SystemLogLevel?: string;
}

export interface PolicyRecord {
  readonly revisionId: string;
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}

export interface FunctionRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** What `$LATEST` is. */
  readonly settings: FunctionSettings;
  /** Numbers of deleted versions are not given out again. */
  readonly lastVersion: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  /** By qualifier; the empty one is the function's own. */
  readonly policies: Readonly<Record<string, PolicyRecord>>;
}

export interface VersionRecord {
  readonly version: number;
  readonly settings: FunctionSettings;
}

export interface AliasRecord {
  readonly name: string;
  readonly functionVersion: string;
  readonly description: string;
  /** Share of the invocations, between 0 and 1, that further versions get. */
  readonly additionalWeights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}
