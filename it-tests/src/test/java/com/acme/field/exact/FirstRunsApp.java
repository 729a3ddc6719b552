package com.acme.field.exact;

import com.acme.harness.Pause;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The first and the second of a kind, and how long each took. */
public final class FirstRunsApp {
  // an instance that nobody has any more is no box
  private static final List<Object> KEPT = new ArrayList<>();

  private FirstRunsApp() {}

  /**
   * The application.
   *
   * @param arguments {@code wasm}, or {@code process} and two programs
   */
  public static void main(String[] arguments) throws Exception {
    for (String place : new String[] {"first", "second"}) {
      if (arguments[0].equals("wasm")) {
        byte[] module = read("shop");
        timed(
            place,
            () -> Instance.builder(Parser.parse(module)).withImportValues(imports()).build());
      } else {
        String program = arguments[place.equals("first") ? 1 : 2];
        timed(place, () -> new ProcessBuilder(program, "-c", "exit 0").start().waitFor());
      }
      Pause.at(place);
    }
  }

  private static ImportValues imports() {
    return ImportValues.builder()
        .addFunction(
            WasiPreview1.builder()
                .withOptions(WasiOptions.builder().build())
                .build()
                .toHostFunctions())
        .build();
  }

  private interface Task {
    Object run() throws Exception;
  }

  private static void timed(String what, Task task) throws Exception {
    long begin = System.nanoTime();
    Object result = task.run();
    long nanos = System.nanoTime() - begin;
    System.out.println(what + " took " + nanos);
    KEPT.add(result);
  }

  private static byte[] read(String module) throws IOException {
    String name = "/wasm/" + module + ".wasm";
    try (InputStream in = Objects.requireNonNull(FirstRunsApp.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
