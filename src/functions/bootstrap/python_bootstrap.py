"""Loads one Python handler and answers its invocations. Runs inside the function's own process; standard library only.

Requests come on descriptor 3: u32 length of the metadata, u32 length of the payload, metadata (JSON), payload (JSON).
Frames leave on descriptor 4: one byte of type, u32 length, bytes.
B1 Writes on 4 are unbuffered: what was said before a crash or an exit is heard. B2 `print`, `logging` and errors travel as frames too, so that
log lines keep their order among each other and before the answer; descriptors 1 and 2 are left to native code and to the handler's own
children. B3 The end of descriptor 3 ends the process.
"""
import decimal
import importlib
import io
import json
import logging
import os
import struct
import sys
import time
import traceback

REQUEST_FD = 3
FRAME_FD = 4
MAX_RESPONSE_BYTES = 6_291_556
READY, INIT_FAILED, RESULT, ERROR, OUTPUT, MESSAGE = b"I", b"F", b"R", b"E", b"L", b"M"

TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
# From 3.12 on AWS's runtimes write text as it is, older ones escape what is not ASCII; the name counts, not this machine's Python.
ESCAPES_TEXT = os.environ.get("AWS_EXECUTION_ENV", "") in {"AWS_Lambda_python3.%d" % minor for minor in range(12)}


class Fault(Exception):
    """A failure that the runtime itself finds, with AWS's name for it."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace or []


def write_frame(frame_type, content):
    data = memoryview(frame_type + struct.pack(">I", len(content)) + content)
    while data:
        data = data[os.write(FRAME_FD, data) :]


def read_exactly(size):
    """The next `size` bytes; None once the server has gone."""
    data = os.read(REQUEST_FD, size)
    if len(data) == size:
        return data
    if not data:
        return None
    parts, missing = [data], size - len(data)
    while missing:
        data = os.read(REQUEST_FD, min(missing, 1 << 20))
        if not data:
            return None
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)


class FrameWriter(io.RawIOBase):
    def __init__(self, descriptor):
        super().__init__()
        self.descriptor = descriptor

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def write(self, data):
        data = bytes(data)
        write_frame(OUTPUT, data)
        return len(data)


class FrameLogHandler(logging.Handler):
    def emit(self, record):
        try:
            flush_output()
            write_frame(MESSAGE, self.format(record).encode("utf-8", "surrogateescape"))
        except Exception:
            self.handleError(record)


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestIdFilter.request_id
        return True


def flush_output():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def redirect_output():
    # Nobody reads standard input; a handler that does finds its end instead of waiting.
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = FrameWriter(descriptor)
        text = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors="surrogateescape", line_buffering=True)
        setattr(sys, name, text)
    logging.Formatter.converter = time.gmtime
    handler = FrameLogHandler()
    handler.setFormatter(
        logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    )
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)


def as_deployed(text):
    """Paths as they are at AWS: what a workflow records must not depend on where this installation keeps its data."""
    return text.replace(TASK_ROOT, "/var/task")


def error_json(message, error_type, trace, request_id):
    error = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return json.dumps(error, ensure_ascii=ESCAPES_TEXT)


def log_error(message, error_type, trace):
    lines = ["[ERROR] {}: {}".format(error_type, message)]
    if trace:
        lines.append("Traceback (most recent call last):")
        lines.extend(entry.rstrip("\n") for entry in trace)
    write_frame(MESSAGE, "\n".join(lines).encode("utf-8", "surrogateescape"))


def user_frames(tb):
    """The traceback without this file's frames at its top, a list of AWS's lines."""
    frames = traceback.extract_tb(tb)
    while frames and frames[0].filename == __file__:
        frames = frames[1:]
    return [as_deployed(line) for line in traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])]


def describe(error):
    """(message, type, trace) of whatever was raised."""
    if isinstance(error, Fault):
        return error.message, error.error_type, error.trace
    try:
        message = str(error)
    except Exception:
        message = "<unprintable {} object>".format(type(error).__name__)
    return message, type(error).__name__, user_frames(error.__traceback__)


def load_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '{}': {}".format(name, error))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '{}': {}".format(module_name, as_deployed(str(error))))
    except SyntaxError as error:
        trace = ['  File "{}" Line {}\n    {}'.format(as_deployed(str(error.filename)), error.lineno, error.text)]
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, as_deployed(str(error))), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '{}' missing on module '{}'".format(function_name, module_name))


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class ClientContext:
    def __init__(self, fields):
        self.custom = fields.get("custom")
        self.env = fields.get("env")
        self.client = fields.get("client")


class LambdaContext:
    def __init__(self, meta):
        environment = os.environ
        self.aws_request_id = meta["requestId"]
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = meta["functionArn"]
        self.tenant_id = None
        self.identity = CognitoIdentity()
        client_context = meta.get("clientContext")
        self.client_context = None if client_context is None else ClientContext(json.loads(client_context))
        self._epoch_deadline_time_in_ms = meta["deadlineMs"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._epoch_deadline_time_in_ms - time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        fields = ("aws_request_id", "function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb")
        return "LambdaContext([{}])".format(",".join("{}={}".format(name, getattr(self, name)) for name in fields))


def to_plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type {} is not JSON serializable".format(value.__class__.__name__))


def marshal(result):
    """Bytes and binary files are answered as they are, everything else as JSON."""
    if isinstance(result, (bytes, bytearray)):
        return bytes(result)
    if isinstance(result, io.IOBase) and result.readable() and not isinstance(result, io.TextIOBase):
        return result.read()
    try:
        return json.dumps(result, default=to_plain, ensure_ascii=ESCAPES_TEXT).encode("utf-8", "surrogatepass")
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: {}".format(error))


def invoke(handler, meta, payload):
    RequestIdFilter.request_id = meta["requestId"]
    if "traceId" in meta:
        os.environ["_X_AMZN_TRACE_ID"] = meta["traceId"]
    try:
        try:
            event = json.loads(payload)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: {}".format(error))
        frame, answer = RESULT, marshal(handler(event, LambdaContext(meta)))
        flush_output()
    except Exception as error:
        flush_output()
        message, error_type, trace = describe(error)
        log_error(message, error_type, trace)
        frame, answer = ERROR, error_json(message, error_type, trace, meta["requestId"]).encode("utf-8", "replace")
    if len(answer) > MAX_RESPONSE_BYTES:
        frame = ERROR
        answer = json.dumps(
            {
                "errorType": "Function.ResponseSizeTooLarge",
                "errorMessage": "Response payload size exceeded maximum allowed payload size ({} bytes).".format(MAX_RESPONSE_BYTES),
            }
        ).encode()
    write_frame(frame, answer)


def bound_memory():
    """A backstop for leaps that are quicker than the server's watch over resident memory."""
    try:
        import resource

        limit = int(os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]) * 2 + 256
        resource.setrlimit(resource.RLIMIT_DATA, (limit << 20, limit << 20))
    except (ImportError, ValueError, OSError):
        pass


def serve(handler):
    while True:
        head = read_exactly(8)
        if head is None:
            return
        meta_size, payload_size = struct.unpack(">II", head)
        meta = read_exactly(meta_size)
        payload = read_exactly(payload_size)
        if meta is None or payload is None:
            return
        invoke(handler, json.loads(meta), payload)


def main():
    for descriptor in (REQUEST_FD, FRAME_FD):
        os.set_inheritable(descriptor, False)
    bound_memory()
    redirect_output()
    # The folder of this file came first in the path; AWS has the function's own there.
    sys.path[0] = TASK_ROOT
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        flush_output()
        message, error_type, trace = describe(error)
        log_error(message, error_type, trace)
        write_frame(INIT_FAILED, error_json(message, error_type, trace, "").encode("utf-8", "replace"))
        # Threads that the module started would keep the process.
        os._exit(1)
    flush_output()
    write_frame(READY, b"")
    serve(handler)
    os._exit(0)


main()
