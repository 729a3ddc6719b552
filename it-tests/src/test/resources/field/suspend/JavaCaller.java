package com.acme.suspend;

import java.util.concurrent.CountDownLatch;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;

/** Calls suspend functions as Java does: with a continuation of its own. */
public class JavaCaller {
  static final class Callback implements Continuation<Object> {
    private final CountDownLatch ended;

    Callback(int calls) {
      ended = new CountDownLatch(calls);
    }

    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      ended.countDown();
    }

    /** A function that came to its end at once resumes nobody. */
    void returned(Object result) {
      if (result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
        ended.countDown();
      }
    }
  }

  public static void call(Shop shop) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      Callback nap = new Callback(1);
      nap.returned(shop.nap(nap));
      nap.ended.await();
      Callback deepTail = new Callback(1);
      deepTail.returned(shop.deepTail(3, deepTail));
      deepTail.ended.await();
      Callback price = new Callback(1);
      price.returned(shop.price("ab", price));
      price.ended.await();
      Callback nothing = new Callback(1);
      nothing.returned(shop.nothing(nothing));
      nothing.ended.await();
    }
    shop.atOnce(new Callback(1));
    Callback shared = new Callback(2);
    shared.returned(shop.nap(shared));
    shared.returned(shop.nap(shared));
    shared.ended.await();
  }
}
