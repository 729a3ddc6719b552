package com.example;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.ServerSocket;

/** What any agent with a transformer and an exporter costs a start: both, and nothing else. */
public final class EmptyAgent implements ClassFileTransformer {
  private EmptyAgent() {}

  /** Called before main. */
  public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
    instrumentation.addTransformer(new EmptyAgent(), true);
    // bound until the JVM ends; no thread accepts: one that does delays the end by 300 ms
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    System.err.println(listener.getLocalPort());
  }
}
