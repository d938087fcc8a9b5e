/** Function logs on their way to CloudWatch Logs: each function has the group `/aws/lambda/NAME` of its account and region. */
import type { LogLine } from '../../functions/function-runner.ts';
import type { LogWriter } from '../logs/log-writer.ts';

export function cloudWatchSink(writer: LogWriter): (line: LogLine) => void {
  return ({ functionArn, functionName, logStream, timestampMs, message }) => {
    const [, , , region = '', account = ''] = functionArn.split(':');
    // A log event is never empty: an empty line is a line of its end alone.
    const text = message === '' ? '\n' : message;
    writer.write(
      { region, account, group: `/aws/lambda/${functionName}`, stream: logStream },
      { timestampMs, message: text },
    );
  };
}
