package com.example;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.LongAdder;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/** The least that an agent does that times methods with Byte Buddy as its documentation shows. */
public final class MinimalAgent {
  /** Time of all calls, in nanoseconds. */
  public static final LongAdder NANOS = new LongAdder();

  private MinimalAgent() {}

  /** Called before main. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    new AgentBuilder.Default()
        .type(ElementMatchers.nameStartsWith("com.example.many."))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Timing.class).on(ElementMatchers.nameStartsWith("m"))))
        .installOn(instrumentation);
  }

  /** The advice. */
  public static final class Timing {
    private Timing() {}

    @Advice.OnMethodEnter
    static long enter() {
      return System.nanoTime();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter long begin) {
      NANOS.add(System.nanoTime() - begin);
    }
  }
}
