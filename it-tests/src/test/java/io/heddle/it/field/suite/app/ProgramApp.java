package io.heddle.it.field.suite.app;

import com.acme.harness.Pause;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs the main method of a program, and stands still once more before it ends. A program that has
 * a {@code mainWithExitCode} is asked for its exit status, so that it does not end the JVM.
 */
public final class ProgramApp {
  private ProgramApp() {}

  /** Arguments: the main class of the program and its arguments. */
  public static void main(String[] arguments) throws Exception {
    int status = 0;
    try {
      status = run(Class.forName(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      System.out.println("ended by " + thrown);
      if (thrown != null) {
        thrown.printStackTrace();
      }
      status = 1;
    }
    System.out.flush();
    Pause.at("ended");
    System.exit(status);
  }

  private static int run(Class<?> program, String[] arguments) throws Exception {
    for (Method method : program.getMethods()) {
      if (method.getName().equals("mainWithExitCode")) {
        return (int) method.invoke(null, (Object) arguments);
      }
    }
    program.getMethod("main", String[].class).invoke(null, (Object) arguments);
    return 0;
  }
}
