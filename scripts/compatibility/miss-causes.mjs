/** Why a recorded case does not pass. Every miss must be named here; the generator refuses one that is not. First match counts. */
const older = (what) => `recorded before AWS showed ${what}; newer recordings have it, and so do we`;

export const missCauses = [
  [/invoke_json_values\.0\.0/, 'numbers are JavaScript numbers: 0.0 prints as 0'],
  [/MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH/, 'the recording holds numbers where AWS sends their text'],
  [
    /same_parameters/,
    `${older('encryptionConfiguration')}; and the first update gives a revision although, as recorded, it changes nothing: another recording shows that such an update gives none`,
  ],
  [/start_execution_sync|retry_extended_input|start_version_execution/, older('redrive counts')],
  [
    /sfn_api\.(create_|describe_)|sfn_api_express\.create_describe_delete|sfn_api_versioning\.|sfn_api_logs\./,
    older('encryptionConfiguration'),
  ],
  [/invalid_secret_name/, 'a name is checked against the service model before the service says its own sentence'],
  [
    /logs-logs\.partial_log_levels/,
    'the case waits for a log event of an execution that, at its level, logs none: the log is empty here as at AWS',
  ],
];

export function causeOf(id) {
  return missCauses.find(([pattern]) => pattern.test(id))?.[1];
}
