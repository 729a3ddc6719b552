package com.acme.field;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Compiles classes into memory, defines them by several kinds of loaders, and runs them. */
public final class CompiledApp {
  private static final String[] PARENTS_FIRST = {
    "made.Task",
    "made.BaseJob",
    "made.MidJob",
    "made.Quiet",
    "made.Deep",
    "made.Mail",
    "made.Other",
    "made.Both"
  };

  private static Map<String, Class<?>> classes = new HashMap<>();
  private static ClassLoader loader = CompiledApp.class.getClassLoader();

  private CompiledApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(CompiledApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "define" -> define(argument);
      case "load" -> type(argument).getName();
      case "use" -> use(argument);
      default -> "unknown command " + name;
    };
  }

  private static Map<String, byte[]> compiled(String quiet) throws Exception {
    Map<String, String> sources = new TreeMap<>();
    sources.put("made.Task", "public interface Task { Object execute(String x); }");
    sources.put(
        "made.BaseJob",
        "public abstract class BaseJob { public abstract Object work(); public Object run() { return"
            + " work(); } }");
    sources.put("made.MidJob", "public abstract class MidJob extends BaseJob { }");
    sources.put("made.Quiet", "public interface Quiet extends " + quiet + " { }");
    String work = "public Object work() { return getClass().getSimpleName(); }";
    String execute = "public Object execute(String x) { return x; }";
    sources.put("made.Deep", "public class Deep extends MidJob { " + work + " }");
    sources.put(
        "made.Marked",
        "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public"
            + " @interface Marked { }");
    sources.put("made.Mail", "public class Mail implements Task { @Marked " + execute + " }");
    sources.put("made.Other", "public class Other implements Quiet { " + work + execute + " }");
    sources.put(
        "made.Both", "public class Both extends BaseJob implements Task { " + work + execute + "}");
    sources.replaceAll((name, text) -> "package made; " + text);
    return MemoryCompiler.compile(sources);
  }

  /** In another way each time, so that one run of the agent has to cope with all. */
  private static String define(String how) throws Exception {
    classes = new HashMap<>();
    loader = CompiledApp.class.getClassLoader();
    Map<String, byte[]> files = compiled("java.io.Serializable");
    switch (how) {
      case "on-demand" -> loader = new MemoryLoader(loader, files, false);
      case "encrypted" -> loader = new MemoryLoader(loader, files, true);
      case "below" ->
          loader = new MemoryLoader(new MemoryLoader(loader, files, false), Map.of(), false);
      case "quiet-task" -> loader = new MemoryLoader(loader, compiled("Task"), false);
      case "side-by-side" -> classes = PeerLoader.define(files, PARENTS_FIRST);
      default -> throw new IllegalArgumentException(how);
    }
    return "defined " + how;
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    Class<?> known = classes.get("made." + name);
    return known != null ? known : loader.loadClass("made." + name);
  }

  /** Runs every method of an instance five times. */
  private static String use(String name) throws Exception {
    Object made = type(name).getDeclaredConstructor().newInstance();
    StringBuilder said = new StringBuilder();
    for (Method method : type(name).getMethods()) {
      for (int i = 0; i < 5 && method.getDeclaringClass() != Object.class; i++) {
        said.append(
            method.getParameterCount() == 0 ? method.invoke(made) : method.invoke(made, "x"));
      }
    }
    return said.toString();
  }
}
