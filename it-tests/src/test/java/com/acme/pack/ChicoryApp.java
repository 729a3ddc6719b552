package com.acme.pack;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;

/** {@link WasmCalls} with Chicory. */
public final class ChicoryApp extends WasmCalls {
  public static void main(String[] arguments) throws Exception {
    new ChicoryApp().run();
  }

  @Override
  Module load(byte[] wasm) {
    WasiPreview1 wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build();
    Store store = new Store().addFunction(wasi.toHostFunctions());
    Instance instance = store.instantiate("module", Parser.parse(wasm));
    return (function, values) -> instance.export(function).apply(values);
  }
}
