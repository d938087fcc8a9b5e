/**
 * The integrations that Step Functions optimises, with the patterns that each supports besides request-response.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
import type { ServiceIntegration } from './state-machine.ts';

type Suffix = 'sync' | 'sync:2' | 'waitForTaskToken';
type Actions = Readonly<Record<string, readonly Suffix[]>>;

function same(suffixes: readonly Suffix[], ...actions: readonly string[]): Actions {
  return Object.fromEntries(actions.map((action) => [action, suffixes]));
}

const optimised: Readonly<Record<string, Actions>> = {
  apigateway: same(['waitForTaskToken'], 'invoke'),
  athena: {
    ...same(['sync'], 'startQueryExecution'),
    ...same([], 'stopQueryExecution', 'getQueryExecution', 'getQueryResults'),
  },
  batch: same(['sync'], 'submitJob'),
  bedrock: { invokeModel: ['waitForTaskToken'], createModelCustomizationJob: ['sync'] },
  bedrockagentcore: same([], 'invokeHarness'),
  codebuild: {
    ...same(['sync'], 'startBuild', 'startBuildBatch', 'retryBuild', 'retryBuildBatch'),
    ...same(
      [],
      'stopBuild',
      'batchDeleteBuilds',
      'batchGetReports',
      'stopBuildBatch',
      'deleteBuildBatch',
      'batchGetBuilds',
    ),
  },
  databrew: same(['sync'], 'startJobRun'),
  dynamodb: same([], 'getItem', 'putItem', 'updateItem', 'deleteItem'),
  ecs: same(['sync', 'waitForTaskToken'], 'runTask'),
  eks: {
    ...same(['sync'], 'createCluster', 'deleteCluster', 'createNodegroup', 'deleteNodegroup', 'runJob'),
    ...same(['sync'], 'createFargateProfile', 'deleteFargateProfile'),
    call: [],
  },
  elasticmapreduce: {
    ...same(['sync'], 'createCluster', 'terminateCluster', 'addStep'),
    ...same(
      [],
      'cancelStep',
      'setClusterTerminationProtection',
      'modifyInstanceFleetByName',
      'modifyInstanceGroupByName',
    ),
  },
  'emr-containers': same(['sync'], 'createVirtualCluster', 'deleteVirtualCluster', 'startJobRun'),
  'emr-serverless': {
    ...same(['sync'], 'createApplication', 'startApplication', 'stopApplication', 'deleteApplication'),
    ...same(['sync'], 'startJobRun', 'cancelJobRun'),
  },
  events: same(['waitForTaskToken'], 'putEvents'),
  glue: same(['sync'], 'startJobRun'),
  http: same([], 'invoke'),
  lambda: same(['waitForTaskToken'], 'invoke'),
  mediaconvert: same(['sync'], 'createJob'),
  sagemaker: {
    ...same(['sync'], 'createTrainingJob', 'createTransformJob', 'createHyperParameterTuningJob'),
    ...same(['sync'], 'createLabelingJob', 'createProcessingJob'),
    ...same([], 'createEndpoint', 'createEndpointConfig', 'createModel', 'updateEndpoint'),
  },
  sns: same(['waitForTaskToken'], 'publish'),
  sqs: same(['waitForTaskToken'], 'sendMessage'),
  states: same(['sync', 'sync:2', 'waitForTaskToken'], 'startExecution'),
};

/** Whether AWS has the integration with this pattern. Any call of an AWS SDK counts, save for running a job. */
export function isAwsIntegration(ref: ServiceIntegration): boolean {
  if (ref.service.startsWith('aws-sdk:')) return ref.pattern !== 'RUN_JOB';
  const actions = Object.hasOwn(optimised, ref.service) ? optimised[ref.service] : undefined;
  const suffixes = actions && Object.hasOwn(actions, ref.action) ? actions[ref.action] : undefined;
  if (suffixes === undefined) return false;
  switch (ref.pattern) {
    case 'REQUEST_RESPONSE':
      return true;
    case 'WAIT_FOR_TASK_TOKEN':
      return suffixes.includes('waitForTaskToken');
    case 'RUN_JOB':
      return suffixes.includes(ref.version === 2 ? 'sync:2' : 'sync');
  }
}
