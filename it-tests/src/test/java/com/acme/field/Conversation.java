package com.acme.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Answers each line of the standard input with one line, {@code #N answer}, until there is none.
 */
public final class Conversation {
  private Conversation() {}

  /** Carries out a command. */
  @FunctionalInterface
  public interface Command {
    /** Returns what it came to, in one line. */
    Object carryOut(String name, String argument) throws Exception;
  }

  /** Says that it is ready, and listens. */
  public static void hold(Command command) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      Object answer;
      try {
        answer = command.carryOut(words[0], words.length > 1 ? words[1] : "");
      } catch (Throwable e) {
        answer = "threw " + e;
      }
      System.out.println("#" + ++number + " " + answer);
    }
  }
}
