package com.acme.suspend;

import java.util.concurrent.CountDownLatch;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;

/** Calls suspend functions as Java does: with a continuation of its own. */
public class JavaCaller {
  static final class Callback implements Continuation<Object> {
    private final CountDownLatch resumed = new CountDownLatch(1);

    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      resumed.countDown();
    }
  }

  public static void call(Shop shop) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      Callback nap = new Callback();
      shop.nap(nap);
      nap.resumed.await();
      Callback deepTail = new Callback();
      shop.deepTail(3, deepTail);
      deepTail.resumed.await();
      Callback price = new Callback();
      shop.price("ab", price);
      price.resumed.await();
      Callback nothing = new Callback();
      shop.nothing(nothing);
      nothing.resumed.await();
    }
    shop.atOnce(new Callback());
  }
}
