package com.acme.tasks;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import io.heddle.api.Heddle;
import io.heddle.api.MetricsBackend;
import io.heddle.api.RunnerType;
import io.heddle.api.TaskOutcome;
import java.io.InputStream;
import java.time.Duration;

/** Reports seven tasks, two of which fail, each of one or two calls of a wasm function. */
public final class WasmTasksApp {
  private WasmTasksApp() {}

  public static void main(String[] arguments) throws Exception {
    WasiPreview1 wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build();
    byte[] wasm;
    try (InputStream in = WasmTasksApp.class.getResourceAsStream("/wasm/shop.wasm")) {
      wasm = in.readAllBytes();
    }
    Store store = new Store().addFunction(wasi.toHostFunctions());
    Instance shop = store.instantiate("shop", Parser.parse(wasm));
    MetricsBackend backend = Heddle.backend();
    for (int i = 0; i < 7; i++) {
      backend.taskStarted(RunnerType.WASM);
      long begin = System.nanoTime();
      TaskOutcome outcome = TaskOutcome.SUCCESS;
      try {
        shop.export("add").apply(i, 1);
        if (i < 2) {
          shop.export("trap").apply();
        }
      } catch (RuntimeException e) {
        outcome = TaskOutcome.FAILURE;
      }
      backend.taskCompleted(RunnerType.WASM, outcome, Duration.ofNanos(System.nanoTime() - begin));
    }
    shop.export("add").apply(1, 1); // no task's
    System.out.println("ready");
    System.in.read();
  }
}
