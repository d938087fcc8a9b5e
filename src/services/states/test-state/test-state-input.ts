/** TestState's request on the wire. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export interface TestStateInput {
  /** Of one state or, with `stateName`, of a whole machine. */
  readonly definition: string;
  readonly stateName?: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly inspectionLevel?: InspectionLevel;
  readonly revealSecrets?: boolean;
  readonly variables?: string;
  readonly context?: string;
  readonly mock?: MockInput;
  readonly stateConfiguration?: StateConfiguration;
}

export type InspectionLevel = 'INFO' | 'DEBUG' | 'TRACE';

export interface MockInput {
  readonly result?: string;
  readonly errorOutput?: { readonly error?: string; readonly cause?: string };
  readonly fieldValidationMode?: FieldValidationMode;
}

export type FieldValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

export interface StateConfiguration {
  readonly retrierRetryCount?: number;
  readonly errorCausedByState?: string;
  readonly mapIterationFailureCount?: number;
  readonly mapItemReaderData?: string;
}
