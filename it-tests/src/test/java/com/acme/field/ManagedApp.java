package com.acme.field;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Permission;
import java.util.concurrent.Callable;

/** Does what permissions are asked for, and says what became of it. */
public final class ManagedApp {
  private ManagedApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(ManagedApp::carryOut);
  }

  @SuppressWarnings("removal")
  private static Object carryOut(String name, String argument) throws Exception {
    switch (name) {
      case "use" -> {
        return use();
      }
      case "install" -> System.setSecurityManager(new SecurityManager());
      case "install-loud" -> System.setSecurityManager(new Loud());
      default -> throw new IllegalArgumentException(name);
    }
    return "done";
  }

  private static String use() {
    StringBuilder said = new StringBuilder();
    attempt(said, "greet", () -> greet("you"));
    attempt(said, "late", () -> new Late().greet("late"));
    attempt(said, "home", () -> System.getProperty("user.home") != null);
    attempt(said, "version", () -> System.getProperty("java.version") != null);
    attempt(said, "execute", () -> new ProcessBuilder("true").start().waitFor());
    attempt(said, "read", () -> Files.exists(Path.of("/etc/passwd")));
    attempt(said, "thread", ManagedApp::thread);
    attempt(said, "loader", () -> new URLClassLoader(new URL[0]).getURLs().length);
    return said.toString();
  }

  private static void attempt(StringBuilder said, String what, Callable<?> task) {
    try {
      said.append(what).append(' ').append(task.call()).append("; ");
    } catch (Throwable e) {
      said.append(what).append(' ').append(e).append("; ");
    }
  }

  private static String thread() throws InterruptedException {
    Thread thread = new Thread(() -> greet("thread"));
    thread.start();
    thread.join();
    return "ran";
  }

  private static String greet(String whom) {
    return "hello " + whom;
  }

  /** Loaded when it is first used, if need be under the security manager. */
  private static final class Late {
    String greet(String whom) {
      return "hello " + whom;
    }
  }

  /** Permits everything to the application, and tells what it is asked for on its thread. */
  @SuppressWarnings("removal")
  private static final class Loud extends SecurityManager {
    private final Thread main = Thread.currentThread();

    @Override
    public void checkPermission(Permission permission) {
      if (Thread.currentThread() == main) {
        System.out.println("asked for " + permission);
      }
    }
  }
}
