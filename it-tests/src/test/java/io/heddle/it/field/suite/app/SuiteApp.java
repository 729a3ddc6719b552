package io.heddle.it.field.suite.app;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests in a jar and writes the outcome of each to a file. Arguments: that file, the jar,
 * the number of phases, and patterns of classes to leave out. Standard output is for the phases
 * alone, so the tests' own output is thrown away.
 */
public final class SuiteApp {
  private static final String TESTS = "(.*\\.)?(Test[^.$]*|[^.$]*Test)";

  private SuiteApp() {}

  /** Runs the tests, says {@code ready: ended}, and ends when it is told to. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    String[] leftOut = Arrays.copyOfRange(arguments, 3, arguments.length);
    LauncherDiscoveryRequest tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(arguments[1]))))
            .filters(ClassNameFilter.includeClassNamePatterns(TESTS))
            .filters(ClassNameFilter.excludeClassNamePatterns(leftOut))
            .build();
    Phases phases = new Phases(Integer.parseInt(arguments[2]), in, out);
    try (BufferedWriter writer = Files.newBufferedWriter(Path.of(arguments[0]))) {
      LauncherFactory.create().execute(tests, new OutcomeListener(writer, phases));
    }
    phases.end();
    out.println("ready: ended");
    in.readLine();
    System.exit(0);
  }
}
