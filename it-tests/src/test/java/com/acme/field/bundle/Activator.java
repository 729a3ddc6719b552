package com.acme.field.bundle;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Calls 100 times, 10 of which throw. */
public final class Activator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    int sum = 0;
    int thrown = 0;
    for (int i = 0; i < 100; i++) {
      try {
        sum += Task.call(i);
      } catch (IllegalStateException e) {
        thrown++;
      }
    }
    String loader = Task.class.getClassLoader().getClass().getName();
    System.out.println(loader + " gave " + sum + ", threw " + thrown);
  }

  @Override
  public void stop(BundleContext context) {}
}
