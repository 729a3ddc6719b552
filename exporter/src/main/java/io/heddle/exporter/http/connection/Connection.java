package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.Response;
import io.heddle.exporter.http.ServerContext;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One open connection, whose thread answers one request after the other until the client or the
 * server closes.
 */
final class Connection implements Runnable {
  private static final int LINGER_BYTES = 256 * 1024;

  private final ServerContext context;
  private final Connections connections;
  private final TimedSocket socket;
  private @Nullable Thread thread;

  Connection(Socket socket, ServerContext context, Connections connections) {
    this.context = context;
    this.connections = connections;
    this.socket = new TimedSocket(socket, context);
  }

  void runsOn(Thread worker) {
    this.thread = worker;
  }

  @Nullable Thread thread() {
    return thread;
  }

  TimedSocket socket() {
    return socket;
  }

  @Override
  public void run() {
    try {
      socket.open();
      answerAll();
      linger();
    } catch (IOException | InterruptedException e) {
      // the client went away, was too slow, or the server is closing
    } catch (Throwable e) {
      // never to the handler of uncaught exceptions: that one is the application's
      context.report(e);
    } finally {
      socket.close(null);
      connections.ended(this);
    }
  }

  /** Answers requests until the server is the one to close; a client that left is an exception. */
  private void answerAll() throws IOException, InterruptedException {
    RequestReader reader = new RequestReader(socket, context.hosts());
    ResponseSender sender = new ResponseSender(socket, context);
    while (answer(reader, sender)) {
      reader.prepareNext();
    }
  }

  /** Answers the next request; returns false if it was the last one. */
  private boolean answer(RequestReader reader, ResponseSender sender)
      throws IOException, InterruptedException {
    RequestReader.Incoming incoming;
    try {
      incoming = reader.read();
    } catch (RequestReader.RefusedException e) {
      socket.responding();
      sender.send(e.response(), e.options());
      return false;
    }
    if (incoming == null) {
      // the client has closed between two requests
      return false;
    }
    socket.responding();
    Response response;
    try {
      response = context.router().handle(incoming.request());
    } catch (RuntimeException | LinkageError e) {
      response = sender.failed(e);
    }
    sender.send(response, incoming.options());
    return incoming.options().keepAlive();
  }

  /**
   * Drops unread input before the end: closing with it resets the connection, and the client may
   * lose the response.
   */
  private void linger() throws IOException {
    socket.lingering();
    byte[] dropped = new byte[1024];
    int n = 0;
    for (int total = 0; n >= 0 && total < LINGER_BYTES; total += n) {
      n = socket.input().read(dropped);
    }
  }
}
