/**
 * An error that a workflow sees: a value, never thrown across a module's border.
 * `error` is its name (`States.QueryEvaluationError`), `cause` its text; AWS leaves out either at times.
 */
export interface WorkflowError {
  readonly error?: string;
  readonly cause?: string;
}
