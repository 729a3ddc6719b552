package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.HttpCounters.CloseReason;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the responses of one connection: at once if a response is a few bytes, else while it is
 * rendered, if there is memory for it and a render permit. Not thread-safe.
 */
final class ResponseSender {
  private static final String TOO_MANY = "too many requests at the same time";

  private final TimedSocket socket;
  private final ServerContext context;
  private final HeadWriter heads;

  ResponseSender(TimedSocket socket, ServerContext context) throws IOException {
    this.socket = socket;
    this.context = context;
    this.heads = new HeadWriter(socket.output(), context.counters());
  }

  /**
   * Sends a response, or another one that says why it cannot be made.
   *
   * @throws IOException if the client has not got all of it: the connection is of no use any more
   */
  void send(Response response, HeadWriter.Options options)
      throws IOException, InterruptedException {
    Response shortResponse = response;
    if (!(response.body() instanceof Response.FixedBody)) {
      shortResponse = sendLong(response, options);
    }
    if (shortResponse != null && shortResponse.body() instanceof Response.FixedBody fixed) {
      sendBytes(shortResponse, fixed.bytes(), options.withoutGzip());
    }
  }

  private void sendBytes(Response response, byte[] bytes, HeadWriter.Options options)
      throws IOException {
    socket.writing();
    try {
      heads.ofLength(response, bytes.length, options);
      if (!options.headOnly()) {
        socket.output().write(bytes);
      }
    } catch (IOException e) {
      socket.close(CloseReason.CLIENT_GONE);
      throw e;
    } catch (RuntimeException | Error e) {
      // a part of it may be on its way: nothing else can be said on this connection
      context.report(e);
      socket.close(CloseReason.FAILED);
      throw new IOException(e);
    }
  }

  /** Sends a long response; returns null if it is sent, else the response to send in its place. */
  private @Nullable Response sendLong(Response response, HeadWriter.Options options)
      throws IOException, InterruptedException {
    long bytes = ResponseStream.HELD_BYTES + (options.gzip() ? FastGzip.HELD_BYTES : 0);
    try {
      bytes += response.body().heldBytes();
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
    ResponseMemory.Claim claim = context.memory().claim(bytes, socket);
    if (claim == null) {
      return Response.busy(TOO_MANY);
    }
    ResponseStream stream = null;
    try {
      stream = new ResponseStream(socket, heads, context, response, options);
      return stream.acquirePermit() ? render(response, options, stream) : Response.busy(TOO_MANY);
    } catch (OutOfMemoryError e) {
      boolean begun = stream != null && stream.hasBegun();
      if (!begun && !socket.isClosing()) {
        return failed(e);
      }
      socket.close(CloseReason.FAILED);
      throw new IOException(e);
    } finally {
      claim.release();
    }
  }

  private @Nullable Response render(
      Response response, HeadWriter.Options options, ResponseStream stream) throws IOException {
    try {
      long begin = System.nanoTime();
      write(response.body(), options.gzip(), stream);
      response.body().written(System.nanoTime() - begin - stream.waitedNanos());
      stream.releasePermit();
      if (stream.hasBegun()) {
        stream.finish();
      } else {
        sendBytes(response, stream.wholeBody(), options);
      }
      return null;
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      return afterFailure(e, stream);
    } finally {
      stream.releasePermit();
    }
  }

  private @Nullable Response afterFailure(Throwable cause, ResponseStream stream)
      throws IOException {
    if (stream.isHeadSent()) {
      // a body that is asked for its head only is stopped by an exception
      stream.complete();
      return null;
    }
    if (stream.isBroken()) {
      socket.close(CloseReason.CLIENT_GONE);
      throw new IOException(cause);
    }
    if (!stream.hasBegun()) {
      return failed(cause);
    }
    if (!stream.permitTimedOut()) {
      context.report(cause);
    }
    socket.close(stream.permitTimedOut() ? CloseReason.NO_TURN : CloseReason.FAILED);
    throw new IOException(cause);
  }

  /** Reports a failure and returns the response that the client gets. */
  Response failed(Throwable cause) {
    context.report(cause);
    return Response.error(500, "the answer could not be made");
  }

  private static void write(Response.Body body, boolean gzip, OutputStream out) throws IOException {
    if (!gzip) {
      body.writeTo(out);
      return;
    }
    FastGzip zip = new FastGzip(out);
    try {
      body.writeTo(zip);
      zip.finish();
    } finally {
      zip.release();
    }
  }
}
