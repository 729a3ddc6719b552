package io.heddle.agent.weave.advice;

/** The kinds of advice, from the cheapest to those that hand the whole call over. */
public enum AdviceKind {
  /** Constant labels. */
  CELLS(CellsAdvice.class),
  /** Constant labels of a run that is listed while in flight, or that is outermost. */
  RUN(RunAdvice.class),
  /** Labels or outcome from the call, or a result that completes later. */
  VALUES(ValuesAdvice.class),
  /** Constant labels, and a result that may come later. */
  LATER(LaterAdvice.class),
  /** A result that begins when somebody subscribes to it. */
  PUBLISHER(PublisherAdvice.class),
  /** A suspend function of Kotlin. */
  SUSPEND(SuspendAdvice.class),
  /** A method that resumes continuations of Kotlin: no advice, see {@link Resumption}. */
  RESUMPTION(Resumption.class),
  /** A call that an adapter is told of. */
  ADAPTER(AdapterAdvice.class),
  /** A future of the JDK gets its result. */
  COMPLETED(CompletedAdvice.class),
  /** A future of the JDK has its result, and somebody may wait for it. */
  COMPLETES(CompletesAdvice.class);

  private final Class<?> advice;

  AdviceKind(Class<?> advice) {
    this.advice = advice;
  }

  Class<?> advice() {
    return advice;
  }
}
