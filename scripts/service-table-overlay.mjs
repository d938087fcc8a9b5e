/**
 * Facts about the wire that botocore's models do not hold, because its parsers do not need them or because a service moved on:
 * the element names of the Query protocol that SQS still answers to, the error codes of that protocol, and the root elements of S3's answers.
 */

const sqsEntries = (name) => [`${name}List`, { member: name }];

export const shapeOverlay = {
  sqs: {
    ActionNameList: { member: 'ActionName' },
    AWSAccountIdList: { member: 'AWSAccountId' },
    AttributeNameList: { member: 'AttributeName' },
    MessageAttributeNameList: { member: 'MessageAttributeName' },
    MessageSystemAttributeList: { member: 'MessageSystemAttributeName' },
    MessageList: { member: 'Message' },
    QueueUrlList: { member: 'QueueUrl' },
    TagKeyList: { member: 'TagKey' },
    StringList: { member: 'StringListValue' },
    BinaryList: { member: 'BinaryListValue' },
    TagMap: { name: 'Tag', key: 'Key', value: 'Value' },
    QueueAttributeMap: { name: 'Attribute', key: 'Name', value: 'Value' },
    MessageSystemAttributeMap: { name: 'Attribute', key: 'Name', value: 'Value' },
    MessageBodyAttributeMap: { name: 'MessageAttribute', key: 'Name', value: 'Value' },
    MessageBodySystemAttributeMap: { name: 'MessageSystemAttribute', key: 'Name', value: 'Value' },
    ...Object.fromEntries(
      [
        'BatchResultErrorEntry',
        'ChangeMessageVisibilityBatchRequestEntry',
        'ChangeMessageVisibilityBatchResultEntry',
        'DeleteMessageBatchRequestEntry',
        'DeleteMessageBatchResultEntry',
        'SendMessageBatchRequestEntry',
        'SendMessageBatchResultEntry',
      ].map(sqsEntries),
    ),
  },
};

const simpleQueueService = (code, status) => ({ code: `AWS.SimpleQueueService.${code}`, status });

export const errorOverlay = {
  sqs: {
    QueueDoesNotExist: simpleQueueService('NonExistentQueue'),
    QueueNameExists: { code: 'QueueAlreadyExists' },
    QueueDeletedRecently: simpleQueueService('QueueDeletedRecently'),
    PurgeQueueInProgress: simpleQueueService('PurgeQueueInProgress', 403),
    MessageNotInflight: simpleQueueService('MessageNotInflight'),
    UnsupportedOperation: simpleQueueService('UnsupportedOperation'),
    EmptyBatchRequest: simpleQueueService('EmptyBatchRequest'),
    TooManyEntriesInBatchRequest: simpleQueueService('TooManyEntriesInBatchRequest'),
    BatchEntryIdsNotDistinct: simpleQueueService('BatchEntryIdsNotDistinct'),
    BatchRequestTooLong: simpleQueueService('BatchRequestTooLong'),
    InvalidBatchEntryId: simpleQueueService('InvalidBatchEntryId'),
    OverLimit: { code: 'OverLimit', status: 403 },
    ReceiptHandleIsInvalid: { code: 'ReceiptHandleIsInvalid' },
    RequestThrottled: { code: 'RequestThrottled', status: 403 },
    ResourceNotFoundException: { code: 'ResourceNotFoundException', status: 404 },
  },
};

const configurationLists = ['Analytics', 'IntelligentTiering', 'Inventory', 'Metrics'].map((kind) => [
  `ListBucket${kind}Configurations`,
  `ListBucket${kind}ConfigurationsResult`,
]);

export const rootNameOverlay = {
  s3: {
    CompleteMultipartUpload: 'CompleteMultipartUploadResult',
    CreateMultipartUpload: 'InitiateMultipartUploadResult',
    CreateSession: 'CreateSessionResult',
    DeleteObjects: 'DeleteResult',
    GetBucketAccelerateConfiguration: 'AccelerateConfiguration',
    GetBucketAcl: 'AccessControlPolicy',
    GetBucketCors: 'CORSConfiguration',
    GetBucketLifecycle: 'LifecycleConfiguration',
    GetBucketLifecycleConfiguration: 'LifecycleConfiguration',
    GetBucketLocation: 'LocationConstraint',
    GetBucketLogging: 'BucketLoggingStatus',
    GetBucketNotification: 'NotificationConfiguration',
    GetBucketNotificationConfiguration: 'NotificationConfiguration',
    GetBucketReplication: 'ReplicationConfiguration',
    GetBucketRequestPayment: 'RequestPaymentConfiguration',
    GetBucketTagging: 'Tagging',
    GetBucketVersioning: 'VersioningConfiguration',
    GetBucketWebsite: 'WebsiteConfiguration',
    GetObjectAcl: 'AccessControlPolicy',
    GetObjectAttributes: 'GetObjectAttributesResponse',
    GetObjectTagging: 'Tagging',
    ListBuckets: 'ListAllMyBucketsResult',
    ListDirectoryBuckets: 'ListAllMyDirectoryBucketsResult',
    ListMultipartUploads: 'ListMultipartUploadsResult',
    ListObjectVersions: 'ListVersionsResult',
    ListObjects: 'ListBucketResult',
    ListObjectsV2: 'ListBucketResult',
    ListParts: 'ListPartsResult',
    ...Object.fromEntries(configurationLists),
  },
};

/** An operation that moved to another address: clients of before and after are both about. */
const moved = (requestUri, input, output) => ({
  http: { method: 'POST', requestUri },
  input: { shape: input },
  output: { shape: output },
});

const pageInBody = {
  type: 'structure',
  members: {
    Filter: { shape: 'ListFilterByPost' },
    NextToken: { shape: 'NextToken' },
    PageSize: { shape: 'MaxItems' },
  },
};

/** In the form of botocore's models, added to them. */
export const modelOverlay = {
  lambda: {
    // The quota of functions as Step Functions knows them; botocore's model has made room for managed instances.
    shapes: { MemorySize: { type: 'integer', min: 128, max: 10_240, box: true } },
  },
  sesv2: {
    operations: {
      ListConfigurationSetsByPost: moved(
        '/v2/email/list-configuration-sets',
        'ListByPostRequest',
        'ListConfigurationSetsResponse',
      ),
      ListEmailIdentitiesByPost: moved('/v2/email/list-identities', 'ListByPostRequest', 'ListEmailIdentitiesResponse'),
    },
    shapes: {
      ListByPostRequest: pageInBody,
      ListFilterByPost: { type: 'map', key: { shape: 'NextToken' }, value: { shape: 'NextToken' } },
    },
  },
};
