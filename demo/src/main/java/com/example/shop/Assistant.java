package com.example.shop;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;

/** Asks a model that may look for things and book them, which at times fails. */
final class Assistant implements Work {
  /** What the service can be asked. */
  interface Helper {
    /** The answer. */
    String ask(String question);
  }

  /** What the model may call. */
  static final class Tools {
    private int asked;

    @Tool
    String find(String what) {
      return what + " is on the third shelf";
    }

    @Tool
    String book(String what) {
      if (asked++ % 3 == 0) {
        throw new IllegalStateException(what + " is sold out");
      }
      return what + " is yours";
    }
  }

  private final Helper helper =
      AiServices.builder(Helper.class).chatModel(new ScriptedModel()).tools(new Tools()).build();

  @Override
  public void once(int i) throws Exception {
    Thread.sleep(100);
    helper.ask("a loom, please");
  }
}
