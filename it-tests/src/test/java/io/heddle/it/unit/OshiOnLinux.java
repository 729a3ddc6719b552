package io.heddle.it.unit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.jar.JarFile;

/** Builds Heddle's loader over the agent jar that it is given, and samples itself with OSHI. */
public final class OshiOnLinux {
  private OshiOnLinux() {}

  public static void main(String[] arguments) throws Exception {
    Constructor<?> made =
        Class.forName("io.heddle.premain.AgentClassLoader")
            .getDeclaredConstructor(JarFile.class, ClassLoader.class);
    made.setAccessible(true);
    ClassLoader heddle =
        (ClassLoader)
            made.newInstance(new JarFile(arguments[0]), ClassLoader.getPlatformClassLoader());
    Class<?> source = heddle.loadClass("io.heddle.agent.os.OshiProcesses");
    Constructor<?> create = source.getDeclaredConstructor();
    create.setAccessible(true);
    Class<?> type = heddle.loadClass("io.heddle.agent.os.ProcessReading");
    Object reading = type.getConstructor().newInstance();
    Method read = source.getDeclaredMethod("read", long.class, type);
    read.setAccessible(true);
    long self = ProcessHandle.current().pid();
    System.out.println("read " + read.invoke(create.newInstance(), self, reading));
    System.out.println("resident " + type.getField("residentBytes").get(reading));
    System.out.println("module " + heddle.loadClass("com.sun.jna.Native").getModule().getName());
    System.out.println("application " + own("com.sun.jna.Native"));
  }

  private static String own(String name) {
    try {
      return Class.forName(name).getName();
    } catch (ClassNotFoundException e) {
      return "none";
    }
  }
}
