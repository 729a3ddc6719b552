package io.heddle.premain;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Puts the boot classes into the boot loader and the agent into its own, then calls the agent. */
public final class AgentLauncher {
  private static final String AGENT = "io.heddle.agent.Agent";
  private static final String ADDRESS = "heddle.address";
  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS = 8;
  private static final String MANAGED =
      "this JVM has a security manager, and Heddle does not run under one";
  private static final Object LOCK = new Object();

  // the loader of the attachment that is in place, null before the first and after a detach
  private static @Nullable AgentClassLoader loader;
  // of the attachment that has left last, to tell when it is gone
  private static WeakReference<@Nullable AgentClassLoader> left = new WeakReference<>(null);
  // what a running JVM is doing for a request, or null; guarded by LOCK
  private static @Nullable AttachRequest going;

  private AgentLauncher() {}

  /** Starts the agent before main. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    if (hasSecurityManager()) {
      System.err.println("heddle: off, ".concat(MANAGED));
      return;
    }
    if (isJdkTool()) {
      return;
    }
    synchronized (LOCK) {
      if (loader != null || going != null) {
        sayIgnored(); // -javaagent given twice, or attached meanwhile: the first one counts
        return;
      }
      JdkPreload.begin();
      start(ownJar(), "premain", arguments == null ? "" : arguments, "", instrumentation);
    }
  }

  /** Carries out a request in a running JVM, of the command line or any tool that loads agents. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    AttachRequest request = AttachRequest.parse(arguments == null ? "" : arguments, ownJar());
    if (request.command.equals("forget")) {
      // here, not in the agent: after a detach there is none to ask
      RequestThread.forget(request.forgotten());
    } else if (request.isUnanswered() && isIdle()) {
      // a tool that loads the agent by other means finds all done when that returns
      carryOut(request, instrumentation);
    } else {
      RequestThread.begin(request, instrumentation);
    }
  }

  private static boolean isIdle() {
    synchronized (LOCK) {
      return going == null;
    }
  }

  /** Carries out a request, after those that came before, and returns the answer. */
  static String carryOut(AttachRequest request, Instrumentation instrumentation) throws Exception {
    synchronized (LOCK) {
      while (going != null) {
        request.waitsFor(going);
        LOCK.wait(LOOK_MILLIS);
      }
      going = request;
      request.begins();
    }
    try {
      return answer(request, instrumentation);
    } finally {
      synchronized (LOCK) {
        going = null;
        LOCK.notifyAll();
      }
    }
  }

  private static String answer(AttachRequest request, Instrumentation instrumentation)
      throws Exception {
    if (hasSecurityManager()) {
      return "{\"ok\":false,\"error\":\"" + MANAGED + "\"}";
    }
    String inPlace = BootClasses.hashInPlace();
    if (!inPlace.isEmpty() && !request.hash.isEmpty() && !inPlace.equals(request.hash)) {
      return "{\"ok\":false,\"error\":\"another version of Heddle was in this JVM before and its"
          + " boot classes cannot be unloaded: use that version, or restart the JVM\"}";
    }
    if (request.command.equals("collected")) {
      return isCollected(request.rest.equals("gc"))
          ? "{\"ok\":true,\"collected\":true}"
          : "{\"ok\":true,\"collected\":false}";
    }
    if (request.command.equals("attach") && loader == null) {
      return start(request.jar, request.command, request.rest, request.property(), instrumentation);
    }
    if (request.command.equals("plan") && loader == null) {
      try {
        return start(
            request.jar, request.command, request.rest, request.property(), instrumentation);
      } finally {
        leave();
      }
    }
    if (loader == null) {
      return "{\"ok\":false,\"error\":\"Heddle is not in this JVM\"}";
    }
    if (request.command.equals("attach") && request.isUnanswered()) {
      // by another tool, which cannot be told
      sayIgnored();
      return "";
    }
    if (!loader.isIntact()) {
      // half a detach would be worse than none
      return "{\"ok\":false,\"error\":\"the agent jar was changed while this JVM runs, and Heddle"
          + " stays in it as it is: restart the JVM with the new jar\"}";
    }
    String reply = call(loader, request.command, request.rest, request.property(), instrumentation);
    if (request.command.equals("detach")) {
      leave();
    }
    return reply;
  }

  /** Lets go of the agent, if it is there. */
  private static void leave() throws IOException {
    AgentClassLoader agent = loader;
    loader = null;
    if (agent != null) {
      agent.close();
      left = new WeakReference<>(agent);
    }
  }

  /**
   * Returns true once the class loader of what has left is gone, false if it is not soon.
   *
   * @param collect true to ask the JVM for collections, which may stop the application for long
   */
  private static boolean isCollected(boolean collect) throws InterruptedException {
    for (int look = 0; look < LOOKS && !left.refersTo(null); look++) {
      if (collect) {
        System.gc();
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return left.refersTo(null);
  }

  /**
   * Says that this agent is ignored: where one is in place, another one changes nothing, with any
   * settings and any jar.
   */
  private static void sayIgnored() {
    String address = System.getProperty(ADDRESS);
    System.err.println(
        "heddle: this agent is ignored, one of Heddle is in this JVM already"
            .concat(address == null ? "" : ", at ".concat(address)));
  }

  /** Returns true under a security manager. JDK 24 and later have none, and may lose the method. */
  @SuppressWarnings("removal")
  private static boolean hasSecurityManager() {
    return Runtime.version().feature() < 24 && System.getSecurityManager() != null;
  }

  /** Returns true if this JVM runs a tool of the JDK itself, such as javac or jps. */
  private static boolean isJdkTool() {
    String main = System.getProperty("jdk.module.main", "");
    return main.startsWith("jdk.") || main.startsWith("java.");
  }

  private static String start(
      String jarPath, String command, String rest, String property, Instrumentation instrumentation)
      throws Exception {
    AgentClassLoader fresh =
        new AgentClassLoader(new JarFile(jarPath), ClassLoader.getPlatformClassLoader());
    loader = fresh;
    boolean started = false;
    try {
      if (BootClasses.hashInPlace().isEmpty()) {
        BootClasses.define(fresh.jar(), instrumentation);
      }
      fresh.defineStart();
      String reply = call(fresh, command, rest, property, instrumentation);
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
      AgentClassLoader agent,
      String command,
      String rest,
      String property,
      Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Object made = agent.loadClass(AGENT).getConstructor().newInstance();
    return ((BiFunction<String[], Instrumentation, String>) made)
        .apply(new String[] {command, rest, property}, instrumentation);
  }

  private static String ownJar() throws URISyntaxException {
    URL jar = AgentLauncher.class.getProtectionDomain().getCodeSource().getLocation();
    String path = jar.getPath();
    // URI and Path are 1 ms of a start: only for a name that the URL encodes
    return path.indexOf('%') < 0 ? path : Path.of(jar.toURI()).toString();
  }
}
