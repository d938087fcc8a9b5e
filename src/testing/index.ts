/** For the tests of those who write workflows: a server in memory, and executions run to their end in one call. */
export { type ExecutedWorkflow, startTestServer, type TestServer } from './test-server.ts';
