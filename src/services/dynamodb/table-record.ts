/** A table as it is kept and described. What the service model does not know stays inside: it never leaves. */
export type Item = Record<string, AttributeValue>;
/** One type and its value; bytes are base64 text here. */
export type AttributeValue = Record<string, unknown>;

export interface KeySchemaElement {
  AttributeName: string;
  KeyType: string;
}

export interface AttributeDefinition {
  AttributeName: string;
  AttributeType: string;
}

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
  NumberOfDecreasesToday?: number;
  LastIncreaseDateTime?: number;
  LastDecreaseDateTime?: number;
}

export interface IndexRecord {
  IndexName: string;
  KeySchema: KeySchemaElement[];
  Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
  ProvisionedThroughput?: Throughput;
  OnDemandThroughput?: unknown;
  IndexArn?: string;
  IndexStatus?: string;
  ItemCount?: number;
  IndexSizeBytes?: number;
}

export interface StreamSpecification {
  StreamEnabled: boolean;
  StreamViewType?: string;
}

export interface TableRecord {
  TableName: string;
  TableArn: string;
  TableId: string;
  /** Epoch seconds, as all times here. */
  CreationDateTime: number;
  TableStatus: string;
  AttributeDefinitions: AttributeDefinition[];
  KeySchema: KeySchemaElement[];
  ProvisionedThroughput: Throughput;
  BillingModeSummary?: { BillingMode: string; LastUpdateToPayPerRequestDateTime?: number };
  TableThroughputModeSummary?: unknown;
  GlobalSecondaryIndexes?: IndexRecord[];
  LocalSecondaryIndexes?: IndexRecord[];
  StreamSpecification?: StreamSpecification;
  LatestStreamLabel?: string;
  LatestStreamArn?: string;
  SSEDescription?: unknown;
  TableClassSummary?: { TableClass: string; LastUpdateDateTime?: number };
  OnDemandThroughput?: unknown;
  DeletionProtectionEnabled: boolean;
  ItemCount?: number;
  TableSizeBytes?: number;
  /** Name of the attribute that says when an item expires; absent: none does. */
  timeToLive?: string;
  pointInTimeRecovery?: { sinceSeconds: number; periodDays: number };
}
