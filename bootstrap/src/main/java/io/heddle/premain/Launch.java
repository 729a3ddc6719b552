package io.heddle.premain;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The hop: boot part into the boot loader, agent into its own loader, one call. */
public final class Launch {
  private static final String AGENT = "io.heddle.agent.Agent";
  private static final String REPLY = "heddle.reply.";
  private static final Object LOCK = new Object();

  // the loader of the attachment that is in place, null before the first and after a detach
  private static @Nullable AgentLoader loader;

  private Launch() {}

  /** Before main. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    if (isJdkTool()) {
      return;
    }
    synchronized (LOCK) {
      if (loader != null) {
        // -javaagent given twice: the first one counts
        return;
      }
      start(ownJar(), "premain", arguments == null ? "" : arguments, instrumentation);
    }
  }

  /** In a running JVM, by the command line or by any other tool that loads agents. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    String text = arguments == null ? "" : arguments;
    Request request = text.startsWith("@") ? Request.parse(text) : Request.plain(text, ownJar());
    if (request.command.equals("forget")) {
      // here, not in the agent: after a detach there is none to ask
      System.clearProperty(REPLY + request.rest);
      return;
    }
    String reply;
    synchronized (LOCK) {
      reply = answer(request, instrumentation);
    }
    if (!request.nonce.isEmpty()) {
      System.setProperty(REPLY + request.nonce, reply);
    }
  }

  private static String answer(Request request, Instrumentation instrumentation) throws Exception {
    String inPlace = BootPart.hashInPlace();
    if (!inPlace.isEmpty() && !request.hash.isEmpty() && !inPlace.equals(request.hash)) {
      return "{\"ok\":false,\"error\":\"another version of Heddle was in this JVM before and its"
          + " boot classes cannot be unloaded: use that version, or restart the JVM\"}";
    }
    if (request.command.equals("attach") && loader == null) {
      return start(request.jar, "attach", request.rest, instrumentation);
    }
    if (loader == null) {
      return "{\"ok\":false,\"error\":\"Heddle is not in this JVM\"}";
    }
    String reply = call(loader, request.command, request.rest, instrumentation);
    if (request.command.equals("detach")) {
      loader.close();
      loader = null;
    }
    return reply;
  }

  /** A JVM that runs a tool of the JDK itself, such as javac or jps. */
  private static boolean isJdkTool() {
    String main = System.getProperty("jdk.module.main", "");
    return main.startsWith("jdk.") || main.startsWith("java.");
  }

  private static String start(
      String jarPath, String command, String rest, Instrumentation instrumentation)
      throws Exception {
    AgentLoader fresh = new AgentLoader(new JarFile(jarPath), ClassLoader.getPlatformClassLoader());
    loader = fresh;
    boolean started = false;
    try {
      if (BootPart.hashInPlace().isEmpty()) {
        BootPart.define(fresh.jar(), instrumentation);
      }
      fresh.defineStart();
      String reply = call(fresh, command, rest, instrumentation);
      started = reply.startsWith("{\"ok\":true");
      return reply;
    } finally {
      if (!started) {
        loader = null;
        fresh.close();
      }
    }
  }

  @SuppressWarnings("unchecked") // as Agent is declared
  private static String call(
      AgentLoader agent, String command, String rest, Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Object made = agent.loadClass(AGENT).getConstructor().newInstance();
    return ((BiFunction<String[], Instrumentation, String>) made)
        .apply(new String[] {command, rest}, instrumentation);
  }

  private static String ownJar() throws URISyntaxException {
    URL jar = Launch.class.getProtectionDomain().getCodeSource().getLocation();
    String path = jar.getPath();
    // URI and Path are 1 ms of a start: only for a name that the URL encodes
    return path.indexOf('%') < 0 ? path : Path.of(jar.toURI()).toString();
  }

  /** What the command line asks for: {@code @nonce,command,hash,jar,rest}. */
  private static final class Request {
    final String nonce;
    final String command;
    final String hash;
    final String jar;
    final String rest;

    private Request(String nonce, String command, String hash, String jar, String rest) {
      this.nonce = nonce;
      this.command = command;
      this.hash = hash;
      this.jar = jar;
      this.rest = rest;
    }

    static Request plain(String arguments, String jar) {
      return new Request("", "attach", "", jar, arguments);
    }

    static Request parse(String text) throws IOException {
      String[] parts = text.substring(1).split(",", 5);
      if (parts.length < 4) {
        throw new IOException("malformed request of the command line");
      }
      String jar = URLDecoder.decode(parts[3], StandardCharsets.UTF_8);
      return new Request(parts[0], parts[1], parts[2], jar, parts.length > 4 ? parts[4] : "");
    }
  }
}
