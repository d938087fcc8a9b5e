/** AWS calls as the console makes them: JSON over HTTP, without a client library. */

const TARGETS = {
  states: ['AWSStepFunctions', '1.0'],
  sqs: ['AmazonSQS', '1.0'],
  dynamodb: ['DynamoDB_20120810', '1.0'],
};

export function awsCalls(url) {
  const answerOf = async (response, what) => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text.slice(0, 400)}`);
    return text;
  };
  return {
    async json(service, operation, params) {
      const [prefix, version] = TARGETS[service];
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` },
        body: JSON.stringify(params),
      });
      return JSON.parse(await answerOf(response, operation));
    },
    /** The Query protocol: SNS, SES. Answers the first element of a name, if asked for. */
    async form(version, Action, params, wanted) {
      const body = new URLSearchParams({ Action, Version: version, ...params });
      const text = await answerOf(await fetch(url, { method: 'POST', body }), Action);
      return wanted && new RegExp(`<${wanted}>([^<]*)<`).exec(text)?.[1];
    },
    async put(path, body, type = 'text/plain') {
      await answerOf(await fetch(url + path, { method: 'PUT', body, headers: { 'content-type': type } }), path);
    },
    async invoke(name, event) {
      const response = await fetch(`${url}/2015-03-31/functions/${name}/invocations`, { method: 'POST', body: event });
      return answerOf(response, name);
    },
  };
}
