package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.CloseReason;
import io.heddle.exporter.http.FixedResponseBody;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ResponseMemory;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the responses of one connection: at once if a response is a few bytes, else while it is
 * made, if there is memory for it and when it is its turn. Not thread-safe.
 */
final class ResponseSender {
  private static final String BUSY = "too many requests at the same time";

  private final TimedSocket socket;
  private final ServerContext site;
  private final HeadWriter heads;

  ResponseSender(TimedSocket socket, ServerContext site) throws IOException {
    this.socket = socket;
    this.site = site;
    this.heads = new HeadWriter(socket.output(), site.counters());
  }

  /**
   * Sends a response, or another one that says why it cannot be made.
   *
   * @throws IOException if the client has not got all of it: the connection is of no use any more
   */
  void send(Response response, ResponseOptions delivery) throws IOException, InterruptedException {
    Response instead = response;
    if (!(response.body() instanceof FixedResponseBody)) {
      instead = sendLong(response, delivery);
    }
    if (instead != null && instead.body() instanceof FixedResponseBody fixed) {
      sendBytes(instead, fixed.bytes(), delivery.plain());
    }
  }

  private void sendBytes(Response response, byte[] bytes, ResponseOptions delivery)
      throws IOException {
    socket.sending();
    try {
      heads.ofLength(response, bytes.length, delivery);
      if (!delivery.headOnly()) {
        socket.output().write(bytes);
      }
    } catch (IOException e) {
      socket.close(CloseReason.CLIENT_GONE);
      throw e;
    } catch (RuntimeException | Error e) {
      // a part of it may be on its way: nothing else can be said on this connection
      site.report(e);
      socket.close(CloseReason.FAILED);
      throw new IOException(e);
    }
  }

  /** Sends a long response; returns null if it is sent, else the response to send in its place. */
  private @Nullable Response sendLong(Response response, ResponseOptions delivery)
      throws IOException, InterruptedException {
    long bytes = ChunkBuffer.HELD_BYTES + (delivery.gzip() ? FastGzip.HELD_BYTES : 0);
    try {
      bytes += response.body().heldBytes();
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
    ResponseMemory.Claim claim = site.memory().claim(bytes, socket);
    if (claim == null) {
      return Response.busy(BUSY);
    }
    ResponseStream outlet = new ResponseStream(socket, heads, response, delivery);
    try {
      ChunkBuffer pieces = new ChunkBuffer(site.turns(), outlet);
      return pieces.begin() ? stream(response, delivery, outlet, pieces) : Response.busy(BUSY);
    } catch (OutOfMemoryError e) {
      if (!outlet.hasBegun() && !socket.isClosing()) {
        return failed(e);
      }
      socket.close(CloseReason.FAILED);
      throw new IOException(e);
    } finally {
      claim.release();
    }
  }

  private @Nullable Response stream(
      Response response, ResponseOptions delivery, ResponseStream outlet, ChunkBuffer pieces)
      throws IOException {
    try {
      long begin = System.nanoTime();
      write(response.body(), delivery.gzip(), pieces);
      response.body().written(System.nanoTime() - begin - pieces.waitedNanos());
      pieces.leave();
      if (outlet.hasBegun()) {
        pieces.end();
      } else {
        sendBytes(response, pieces.all(), delivery);
      }
      return null;
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      return afterFailure(e, outlet, pieces);
    } finally {
      pieces.leave();
    }
  }

  private @Nullable Response afterFailure(
      Throwable cause, ResponseStream outlet, ChunkBuffer pieces) throws IOException {
    if (outlet.isSatisfied()) {
      // a body that is asked for its head only is stopped by an exception
      outlet.complete();
      return null;
    }
    if (outlet.isBroken()) {
      socket.close(CloseReason.CLIENT_GONE);
      throw new IOException(cause);
    }
    if (!outlet.hasBegun()) {
      return failed(cause);
    }
    if (!pieces.missedTurn()) {
      site.report(cause);
    }
    socket.close(pieces.missedTurn() ? CloseReason.NO_TURN : CloseReason.FAILED);
    throw new IOException(cause);
  }

  /** Reports a failure and returns the response that the client gets. */
  Response failed(Throwable cause) {
    site.report(cause);
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
