package com.acme.odd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods that let go of their argument while they run: what they walk does not fit the heap. */
public class KeptApp {
  /** One MiB, and the way to the next one. */
  public static class Node {
    private static int left;
    private final byte[] bytes = new byte[1 << 20];
    private Node next;

    static Node first() {
      left = 200;
      return new Node();
    }

    Node next() {
      if (next == null && left-- > 0) {
        next = new Node();
      }
      return next;
    }

    public String name() {
      return "node";
    }
  }

  static int plain(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int listed(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int labeled(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int judged(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int outer(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int staged(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static int gauged(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  static CompletionStage<Integer> later(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return CompletableFuture.completedFuture(count);
  }

  int own(Node node) {
    int count = 0;
    while (node != null) {
      count++;
      node = node.next();
    }
    return count;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("plain " + plain(Node.first()));
    System.out.println("listed " + listed(Node.first()));
    System.out.println("labeled " + labeled(Node.first()));
    System.out.println("judged " + judged(Node.first()));
    System.out.println("outer " + outer(Node.first()));
    System.out.println("staged " + staged(Node.first()));
    System.out.println("gauged " + gauged(Node.first()));
    System.out.println("later " + later(Node.first()).toCompletableFuture().join());
    System.out.println("own " + new KeptApp().own(Node.first()));
    System.out.println("ready");
    System.in.read();
  }
}
