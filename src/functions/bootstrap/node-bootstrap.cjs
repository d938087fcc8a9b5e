'use strict';
/**
 * Loads one Node handler and answers its invocations. Runs inside the function's own process, and so uses nothing but Node.
 *
 * Requests come on descriptor 3: u32 length of the metadata, u32 length of the payload, metadata (JSON), payload (JSON).
 * Frames leave on descriptor 4: one byte of type, u32 length, bytes.
 * B1 Writes on 4 are synchronous: what was said before a crash or `process.exit` is heard. B2 An invocation is answered once; what comes
 * later from it is dropped. B3 Console and stdout travel as frames too, so that log lines keep their order among each other and before
 * the answer; descriptors 1 and 2 are left to native code and to the handler's own children. B4 The end of descriptor 3 ends the process.
 */
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const util = require('node:util');
const { pathToFileURL } = require('node:url');
const { Writable } = require('node:stream');

const REQUEST_FD = 3;
const READ_BYTES = 65_536;
/** Requests up to this size are read without new buffers, which would make the garbage collector run more often. */
const KEPT_BYTES = 524_288;
const FRAME_FD = 4;
const MAX_RESPONSE_BYTES = 6_291_556;
const FRAME = { ready: 0x49, initFailed: 0x46, result: 0x52, error: 0x45, output: 0x4c, message: 0x4d };
const EXIT_AFTER_REJECTION = 128;
const EXIT_AFTER_EXCEPTION = 129;
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

const env = process.env;
const taskRoot = env.LAMBDA_TASK_ROOT;
const exit = process.exit.bind(process);
/** The invocation being served; `undefined` between invocations and while the handler loads. */
let current;

// --- frames ------------------------------------------------------------------------------------------------------------

function writeFrame(type, content) {
  const isText = typeof content === 'string';
  const length = isText ? Buffer.byteLength(content) : content.length;
  const frame = Buffer.allocUnsafe(5 + length);
  frame[0] = type;
  frame.writeUInt32BE(length, 1);
  if (isText) frame.write(content, 5);
  else frame.set(content, 5);
  for (let offset = 0; offset < frame.length; ) {
    try {
      offset += fs.writeSync(FRAME_FD, frame, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') exit(1);
    }
  }
}

// --- answers to CloudFormation -----------------------------------------------------------------------------------------

let reachesOwnServer = false;

/**
 * CloudFormation's response URLs are https without a port, and handlers rely on it: they keep host and path and drop the rest. Ours have both, so
 * that such a request finds its way, https to this server's own host goes to where the server listens.
 */
function reachOwnServer() {
  if (reachesOwnServer) return;
  reachesOwnServer = true;
  const own = env.AWS_ENDPOINT_URL && URL.canParse(env.AWS_ENDPOINT_URL) ? new URL(env.AWS_ENDPOINT_URL) : undefined;
  if (own?.protocol !== 'http:') return;
  const https = require('node:https');
  const { request } = https;
  https.request = (...args) => {
    const [options, ...rest] = args;
    const isPlain = typeof options === 'object' && !(options instanceof URL);
    const isOwn = isPlain && (options.hostname ?? options.host) === own.hostname;
    if (!isOwn || !(options.port === undefined || Number(options.port) === 443)) return request(...args);
    return require('node:http').request({ ...options, port: own.port, protocol: 'http:', agent: undefined }, ...rest);
  };
  require('node:module').syncBuiltinESMExports();
}

// --- logs --------------------------------------------------------------------------------------------------------------

function logLine(level, text) {
  writeFrame(FRAME.message, `${new Date().toISOString()}\t${current ? current.id : undefined}\t${level}\t${text}`);
}

function patchOutput() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => logLine(level, util.format(...values));
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, callback) => {
      writeFrame(FRAME.output, typeof chunk === 'string' ? Buffer.from(chunk, toEncoding(encoding)) : chunk);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
  }
}

function toEncoding(encoding) {
  return typeof encoding === 'string' ? encoding : 'utf8';
}

// --- errors, in AWS's shapes -------------------------------------------------------------------------------------------

class RuntimeError extends Error {
  constructor(name, message, cause) {
    super(message);
    this.name = name;
    if (cause?.stack) this.stack = `${name}: ${cause.stack}`;
  }
}

/** Paths as they are at AWS: what a workflow records must not depend on where this installation keeps its data. */
function asDeployed(text) {
  return text.replaceAll(taskRoot, '/var/task').replaceAll(__filename, '/var/runtime/index.mjs');
}

function looksLikeError(value) {
  return value !== null && typeof value === 'object' && 'name' in value && 'message' in value && 'stack' in value;
}

function errorObject(error) {
  try {
    if (util.types.isNativeError(error) || looksLikeError(error)) {
      return {
        errorType: String(error.name),
        errorMessage: asDeployed(String(error.message)),
        trace: asDeployed(String(error.stack)).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
}

function logError(label, object) {
  const { trace, ...rest } = object;
  logLine('ERROR', `${label} \t${JSON.stringify({ ...rest, stack: trace })}`);
}

function tooLarge() {
  return JSON.stringify({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  });
}

// --- answering ---------------------------------------------------------------------------------------------------------

/** Becomes idle: from now on only the next request, or the end of the pipe, wakes this process. */
function finish(invocation, type, text) {
  if (invocation.isSettled) return;
  invocation.isSettled = true;
  whenLoopEmpties = undefined;
  const fits = Buffer.byteLength(text) <= MAX_RESPONSE_BYTES;
  writeFrame(fits ? type : FRAME.error, fits ? text : tooLarge());
  if (current === invocation) current = undefined;
  requests.ref();
}

function serialise(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function succeed(invocation, value) {
  let text;
  try {
    text = serialise(value);
  } catch (error) {
    fail(invocation, error);
    return;
  }
  finish(invocation, FRAME.result, text);
}

function fail(invocation, error) {
  if (invocation.isSettled) return;
  const object = errorObject(error);
  logError('Invoke Error', object);
  finish(invocation, FRAME.error, JSON.stringify(object));
}

/** What to do once nothing is left to run: a callback that was called early is answered then, a forgotten one is `null`. */
let whenLoopEmpties;

function answerWhenLoopEmpties(invocation, isAsync) {
  whenLoopEmpties = () => {
    if (!isAsync) {
      finish(invocation, FRAME.result, 'null');
      return;
    }
    const reason =
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';
    fail(invocation, new RuntimeError('Runtime.NodeJsExit', reason));
  };
}

function makeContext(invocation, done) {
  const meta = invocation.meta;
  let waitsForEmptyEventLoop = true;
  const callback = (error, value) => {
    if (invocation.isSettled) return;
    if (error !== undefined && error !== null) fail(invocation, error);
    else if (waitsForEmptyEventLoop) whenLoopEmpties = () => succeed(invocation, value);
    else succeed(invocation, value);
  };
  const context = {
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: meta.clientContext === undefined ? undefined : JSON.parse(meta.clientContext),
    identity: undefined,
    invokedFunctionArn: meta.functionArn,
    awsRequestId: invocation.id,
    getRemainingTimeInMillis: () => Math.max(0, meta.deadlineMs - Date.now()),
    done,
    succeed: (value) => done(null, value),
    fail: (error) => done(error === undefined || error === null ? 'handled' : error),
  };
  Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
    enumerable: true,
    get: () => waitsForEmptyEventLoop,
    set: (value) => {
      waitsForEmptyEventLoop = value;
    },
  });
  return { context, callback };
}

function isThenable(value) {
  return value !== null && typeof value === 'object' && typeof value.then === 'function';
}

function invokePlain(handler, invocation, event) {
  const done = (error, value) => {
    if (error !== undefined && error !== null) fail(invocation, error);
    else succeed(invocation, value);
  };
  const { context, callback } = makeContext(invocation, done);
  answerWhenLoopEmpties(invocation, util.types.isAsyncFunction(handler));
  const result = handler(event, context, callback);
  if (isThenable(result)) {
    result.then(
      (value) => succeed(invocation, value),
      (error) => fail(invocation, error),
    );
  }
}

// --- streaming handlers: answered whole ---------------------------------------------------------------------------------

class ResponseStream extends Writable {
  chunks = [];
  size = 0;

  setContentType() {}

  _write(chunk, _encoding, callback) {
    this.size += chunk.length;
    // Past the limit the answer is an error anyway: what is kept stays bounded.
    if (this.size <= MAX_RESPONSE_BYTES) this.chunks.push(chunk);
    callback();
  }
}

function defineStreaming() {
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[STREAMING] = 'response';
      if (typeof options?.highWaterMark === 'number') handler.highWaterMark = options.highWaterMark;
      return handler;
    },
    HttpResponseStream: {
      from(stream, prelude) {
        stream.write(JSON.stringify(prelude));
        stream.write(Buffer.alloc(8));
        return stream;
      },
    },
  };
}

function invokeStreaming(handler, invocation, event) {
  const stream = new ResponseStream();
  stream.on('error', (error) => fail(invocation, error));
  stream.on('finish', () => {
    if (stream.size > MAX_RESPONSE_BYTES) finish(invocation, FRAME.error, tooLarge());
    else finish(invocation, FRAME.result, Buffer.concat(stream.chunks).toString('utf8'));
  });
  const { context } = makeContext(invocation, () => {});
  answerWhenLoopEmpties(invocation, true);
  Promise.resolve(handler(event, stream, context)).catch((error) => fail(invocation, error));
}

// --- loading -----------------------------------------------------------------------------------------------------------

function splitHandler(name) {
  if (name.includes('..')) {
    throw new RuntimeError(
      'Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(name);
  const match = /^([^.]*)\.(.*)$/.exec(base);
  if (!match) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  return { folder: name.slice(0, name.length - base.length), module: match[1], members: match[2].split('.') };
}

function isEsModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (!file.endsWith('.js')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch {
      if (folder === taskRoot || folder === path.dirname(folder)) return false;
    }
  }
}

async function loadModule(folder, name) {
  const stem = path.resolve(taskRoot, folder, name);
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => stem + extension).find((candidate) => isFile(candidate));
  if (file === undefined) {
    const located = require.resolve(name, { paths: [path.resolve(taskRoot, folder), taskRoot] });
    return require(located);
  }
  return isEsModule(file) ? await import(pathToFileURL(file).href) : require(file);
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

async function loadHandler(name) {
  const { folder, module, members } = splitHandler(name);
  let found;
  try {
    found = await loadModule(folder, module);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
  for (const member of members) found = found?.[member] ?? found?.default?.[member];
  if (found === undefined || found === null) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  return found;
}

/** What loads at AWS and fails here wants a word beside AWS's own. */
function explainMissingSdk(error) {
  if (error?.name !== 'Runtime.ImportModuleError') return;
  const name = /^Error(?: \[\w+\])?: Cannot find (?:module|package) '(@(?:aws-sdk|smithy)\/[^'/]+)/.exec(
    error.message,
  )?.[1];
  if (name === undefined) return;
  logLine(
    'WARN',
    `AWS's Node.js runtimes carry ${name} themselves. Here it comes from the project: run 'npm install ${name}' next to its template (code that is packed as it stands wants it in its own folder, beside a package.json), then deploy again.`,
  );
}

// --- the loop ----------------------------------------------------------------------------------------------------------

/** Set once the handler is loaded: until then nothing of ours keeps the event loop alive. */
let requests;

function serve(handler) {
  const run = handler[STREAMING] ? invokeStreaming : invokePlain;
  let frame = Buffer.allocUnsafeSlow(KEPT_BYTES);
  let size = 0;
  const onBytes = (length, bytes) => {
    if (size + length > frame.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (size + length));
      frame.copy(larger, 0, 0, size);
      frame = larger;
    }
    bytes.copy(frame, size, 0, length);
    size += length;
    if (size < 8) return true;
    const payloadAt = 8 + frame.readUInt32BE(0);
    const end = payloadAt + frame.readUInt32BE(4);
    if (size < end) return true;
    const [meta, payload] = [frame.toString('utf8', 8, payloadAt), frame.toString('utf8', payloadAt, end)];
    size = 0;
    if (frame.length > KEPT_BYTES) frame = Buffer.allocUnsafeSlow(KEPT_BYTES);
    begin(run, handler, meta, payload);
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: onBytes };
  requests = new net.Socket({ fd: REQUEST_FD, readable: true, writable: false, onread });
  requests.resume();
  for (const event of ['end', 'close', 'error']) requests.on(event, () => exit(0));
}

function begin(run, handler, metaText, payload) {
  const meta = JSON.parse(metaText);
  const invocation = { id: meta.requestId, meta, isSettled: false };
  current = invocation;
  if (meta.traceId !== undefined) env._X_AMZN_TRACE_ID = meta.traceId;
  requests.unref();
  try {
    // Loading https takes a while: only those who are asked by CloudFormation wait for it.
    if (payload.includes('"ResponseURL"')) reachOwnServer();
    run(handler, invocation, JSON.parse(payload));
  } catch (error) {
    fail(invocation, error);
  }
}

function dieOf(label, error, code) {
  const object = errorObject(error);
  logError(label, object);
  const text = JSON.stringify(object);
  if (requests === undefined) writeFrame(FRAME.initFailed, text);
  else if (current !== undefined) finish(current, FRAME.error, text);
  exit(code);
}

process.on('uncaughtException', (error) => dieOf('Uncaught Exception', error, EXIT_AFTER_EXCEPTION));
process.on('unhandledRejection', (reason) => {
  const error = new RuntimeError(
    'Runtime.UnhandledPromiseRejection',
    String(reason),
    util.types.isNativeError(reason) ? reason : undefined,
  );
  dieOf('Unhandled Promise Rejection', error, EXIT_AFTER_REJECTION);
});
process.on('beforeExit', () => {
  const act = whenLoopEmpties;
  whenLoopEmpties = undefined;
  act?.();
});

patchOutput();
defineStreaming();
loadHandler(env._HANDLER).then(
  (handler) => {
    serve(handler);
    writeFrame(FRAME.ready, '');
  },
  (error) => {
    explainMissingSdk(error);
    dieOf('Uncaught Exception', error, 1);
  },
);
