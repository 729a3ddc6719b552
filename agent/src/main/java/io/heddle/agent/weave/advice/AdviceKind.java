package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.classified.ClassifiedCallAdvice;
import io.heddle.agent.weave.advice.classified.ClassifiedRunAdvice;
import io.heddle.agent.weave.advice.classified.LabeledClassifiedCallAdvice;
import io.heddle.agent.weave.advice.classified.LabeledClassifiedRunAdvice;

/** The kinds of advice, from the cheapest to those that hand the whole call over. */
public enum AdviceKind {
  /** Constant labels. */
  CELLS(ConstantLabelAdvice.class),
  /** Constant labels of a run that is listed while in flight, or that is outermost. */
  RUN(TrackedRunAdvice.class),
  /** One or two labels that start with the receiver or an argument. */
  LABELED(LabeledCallAdvice.class),
  /** Such labels of a run that is listed while in flight, or that is outermost. */
  LABELED_RUN(LabeledRunAdvice.class),
  /** Constant labels, and an outcome by the result. */
  CLASSIFIED(ClassifiedCallAdvice.class),
  /** Constant labels and such an outcome of a run that is listed while in flight, or outermost. */
  CLASSIFIED_RUN(ClassifiedRunAdvice.class),
  /** Labels as of {@link #LABELED}, and an outcome by the result. */
  LABELED_CLASSIFIED(LabeledClassifiedCallAdvice.class),
  /** Such labels and outcome of a run that is listed while in flight, or that is outermost. */
  LABELED_CLASSIFIED_RUN(LabeledClassifiedRunAdvice.class),
  /** Labels or outcome from the call, or a result that completes later. */
  VALUES(DynamicLabelAdvice.class),
  /** Constant labels, and a result that may come later. */
  LATER(AsyncResultAdvice.class),
  /** A result that begins when it is subscribed to. */
  PUBLISHER(PublisherAdvice.class),
  /** A suspend function of Kotlin. */
  SUSPEND(SuspendAdvice.class),
  /** A method that resumes continuations of Kotlin: no advice, see {@link ContinuationResume}. */
  RESUMPTION(ContinuationResume.class),
  /** A call that is passed to an adapter. */
  ADAPTER(AdapterAdvice.class),
  /** A number that is added to the counter of a handle, which keeps what its first call found. */
  COUNT(DataPointRecording.Count.class),
  /** A value that a gauge is set to, likewise. */
  SET(DataPointRecording.Set.class),
  /** A change of a gauge, likewise. */
  CHANGE(DataPointRecording.Change.class),
  /** A value that is added to a histogram, likewise. */
  OBSERVE(DataPointRecording.Observe.class),
  /** A method of the JDK in which a future gets its result. */
  COMPLETED(FutureResultAdvice.class),
  /** A method of the JDK that wakes the threads that wait for a future. */
  COMPLETES(FutureWakeAdvice.class);

  private final Class<?> advice;

  AdviceKind(Class<?> advice) {
    this.advice = advice;
  }

  Class<?> advice() {
    return advice;
  }
}
