package com.acme.rule;

import com.acme.harness.Pause;
import java.io.IOException;

/** A longer work that has phases. */
public final class Plan {
  /** All of it: twice a plan and once what follows. */
  public void orchestrate() throws IOException {
    plan();
    plan();
    act();
    Pauses.of(5);
  }

  private void plan() {
    Pauses.of(10);
  }

  private void act() throws IOException {
    Pauses.of(20);
    Pause.at("inside");
  }
}
