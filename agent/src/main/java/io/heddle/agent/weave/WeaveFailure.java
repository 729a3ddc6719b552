package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.classes.ClassHeader;

/** Describes in plain words why a class could not be woven. */
final class WeaveFailure {
  private WeaveFailure() {}

  static String of(Throwable error, byte[] bytes) {
    if (bytes.length < 8 || (bytes[0] & 0xFF) != 0xCA || (bytes[1] & 0xFF) != 0xFE) {
      return "bad bytes: not a class file";
    }
    String message = String.valueOf(error.getMessage());
    if (error instanceof IllegalArgumentException && isAboutVersion(message)) {
      return "unknown class-file version " + ClassHeader.major(bytes);
    }
    if (error instanceof IndexOutOfBoundsException
        || error instanceof NegativeArraySizeException
        || isDamaged(error)) {
      return "bad bytes: the class file is damaged";
    }
    return error.getClass().getSimpleName() + ": " + message;
  }

  /** Returns true for the message of ASM, and for the older and the present one of Byte Buddy. */
  private static boolean isAboutVersion(String message) {
    return message.contains("Unsupported class file")
        || message.contains("class version")
        || message.contains("is not supported by the current version");
  }

  /** Returns true if ASM cannot read the constant pool, for which it gives no message. */
  private static boolean isDamaged(Throwable error) {
    return error instanceof IllegalArgumentException
        && (error.getMessage() == null || error.getMessage().equals("not a class file"));
  }

  /** Warns of a class that stays as it was. What tells of a failure may fail too: unseen then. */
  static void warn(WarningSink warnings, String className, Throwable error) {
    try {
      warnings.warn("weave", "class " + className + " is left as it was: " + error, error);
    } catch (Throwable e) {
      // the class loads all the same
    }
  }
}
