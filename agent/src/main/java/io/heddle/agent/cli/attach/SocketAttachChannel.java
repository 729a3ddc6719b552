package io.heddle.agent.cli.attach;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.VirtualMachine;
import net.bytebuddy.agent.VirtualMachine.ForHotSpot.Connection;

/**
 * The attach channel for a Java without the module jdk.attach: byte-buddy-agent speaks the
 * protocol, over a Unix socket of the JDK's. Its own sockets need JNA's native part, which the
 * agent jar has for no Linux.
 */
final class SocketAttachChannel implements AttachChannel {
  // as the JDK's: 10 s until a JVM has answered the signal
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 100;
  private static final String PROTOCOL = "1";
  private static final String RETURN_CODE = "return code: ";
  // of the JDK's InvocationAdapter, which loads agents of Java
  private static final int NO_JAR = 100;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Connection connection;
  private final VirtualMachine vm;

  private SocketAttachChannel(Connection connection) throws IOException {
    this.connection = connection;
    this.vm = VirtualMachine.ForHotSpot.attach("", pid -> connection);
  }

  static AttachChannel open(long pid) throws IOException, AttachException {
    if (PerfData.of(pid).refusesAttach()) {
      // else it would answer the signal with a dump of its threads
      throw new AttachException("The VM does not support the attach mechanism");
    }
    try {
      return new SocketAttachChannel(new SocketFiles().connect(Long.toString(pid)));
    } catch (IllegalStateException e) {
      throw new AttachException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Properties readProperties() throws IOException, AttachException {
    try {
      return vm.getSystemProperties();
    } catch (IllegalStateException e) {
      throw new AttachException(String.valueOf(e.getMessage()), e);
    }
  }

  // not vm.loadAgent, which does not read the code of an agent that fails
  @Override
  public void loadAgent(String jar, String options) throws IOException, AttachException {
    String reply = send("load", "instrument", "false", jar + "=" + options);
    int end = reply.indexOf('\n');
    String status = end < 0 ? reply : reply.substring(0, end);
    String message = end < 0 ? "" : reply.substring(end + 1).strip();
    if (!status.equals("0")) {
      throw new AttachException(message.isEmpty() ? "status " + status : message);
    }
    int code = code(message);
    if (code == NO_JAR) {
      throw new AttachException("Agent JAR not found or no Agent-Class attribute");
    }
    if (code != 0) {
      throw new AttachException("Agent failed", code);
    }
  }

  private String send(String... command) throws IOException {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    Connection.Response response = connection.execute(PROTOCOL, command);
    try {
      byte[] part = new byte[1024];
      for (int read = response.read(part); read >= 0; read = response.read(part)) {
        reply.write(part, 0, read);
      }
    } finally {
      response.close();
    }
    return reply.toString(StandardCharsets.UTF_8);
  }

  /** Returns the code in the answer of a JVM that loaded an agent; one that has none loaded it. */
  static int code(String message) {
    String code =
        message.startsWith(RETURN_CODE) ? message.substring(RETURN_CODE.length()) : message;
    try {
      return Integer.parseInt(code.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    vm.detach();
  }

  /** Finds the socket of a JVM, which it makes when it gets a signal. */
  private static final class SocketFiles extends Connection.Factory.ForSocketFile {
    SocketFiles() {
      super(PerfData.TEMPORARY.toString(), ATTEMPTS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void kill(String pid, int signal) {
      try {
        // the shell's: many images have a shell and no program of that name
        int status =
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
          throw new IllegalStateException("signal " + signal + " is not permitted");
        }
      } catch (IOException e) {
        throw new IllegalStateException(
            "this Java has no module jdk.attach, and here is no shell to signal it;"
                + " run the command with a full JDK",
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    protected Connection doConnect(File socket) throws IOException {
      requireOwn(socket.toPath());
      return new SocketConnection(UnixDomainSocketAddress.of(socket.toPath()));
    }

    /** Anyone may put a file into the directory: the socket of a JVM is its user's alone. */
    private static void requireOwn(Path socket) throws IOException {
      PosixFileAttributes found = Files.readAttributes(socket, PosixFileAttributes.class);
      Optional<String> user = ProcessHandle.current().info().user();
      boolean ours =
          user.isEmpty() || user.get().equals("root") || user.get().equals(found.owner().getName());
      if (!ours || !OWNERS.containsAll(found.permissions())) {
        throw new IOException(socket + " is not the socket of a JVM of this user");
      }
    }
  }

  /** A socket of its own for each command, as the protocol wants it. */
  private static final class SocketConnection
      extends Connection.OnPersistentByteChannel<SocketChannel> {
    private final UnixDomainSocketAddress address;

    SocketConnection(UnixDomainSocketAddress address) {
      this.address = address;
    }

    @Override
    protected SocketChannel connect() throws IOException {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(address);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    protected void write(SocketChannel channel, byte[] bytes) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }

    @Override
    protected int read(SocketChannel channel, byte[] bytes) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes));
    }

    @Override
    protected void close(SocketChannel channel) throws IOException {
      channel.close();
    }

    @Override
    public void close() {
      // nothing is open between two commands
    }
  }
}
