package io.heddle.agent.weave.classes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which class files are compared. */
public final class Sha256 {
  private Sha256() {}

  /** Returns the SHA-256 hash of these bytes. */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
