package com.example.budget;

import com.example.Body;

/** Forty methods of about 4 ns that a rule matches. */
public final class FortyMethods {
  /** Calls each of them once. */
  public long callAll(long seed) {
    return m0(seed) + m1(seed) + m2(seed) + m3(seed) + m4(seed) + m5(seed) + m6(seed) + m7(seed)
        + m8(seed) + m9(seed) + m10(seed) + m11(seed) + m12(seed) + m13(seed) + m14(seed)
        + m15(seed) + m16(seed) + m17(seed) + m18(seed) + m19(seed) + m20(seed) + m21(seed)
        + m22(seed) + m23(seed) + m24(seed) + m25(seed) + m26(seed) + m27(seed) + m28(seed)
        + m29(seed) + m30(seed) + m31(seed) + m32(seed) + m33(seed) + m34(seed) + m35(seed)
        + m36(seed) + m37(seed) + m38(seed) + m39(seed);
  }

  /** Method 0. */
  public long m0(long seed) {
    return Body.mix(seed);
  }

  /** Method 1. */
  public long m1(long seed) {
    return Body.mix(seed);
  }

  /** Method 2. */
  public long m2(long seed) {
    return Body.mix(seed);
  }

  /** Method 3. */
  public long m3(long seed) {
    return Body.mix(seed);
  }

  /** Method 4. */
  public long m4(long seed) {
    return Body.mix(seed);
  }

  /** Method 5. */
  public long m5(long seed) {
    return Body.mix(seed);
  }

  /** Method 6. */
  public long m6(long seed) {
    return Body.mix(seed);
  }

  /** Method 7. */
  public long m7(long seed) {
    return Body.mix(seed);
  }

  /** Method 8. */
  public long m8(long seed) {
    return Body.mix(seed);
  }

  /** Method 9. */
  public long m9(long seed) {
    return Body.mix(seed);
  }

  /** Method 10. */
  public long m10(long seed) {
    return Body.mix(seed);
  }

  /** Method 11. */
  public long m11(long seed) {
    return Body.mix(seed);
  }

  /** Method 12. */
  public long m12(long seed) {
    return Body.mix(seed);
  }

  /** Method 13. */
  public long m13(long seed) {
    return Body.mix(seed);
  }

  /** Method 14. */
  public long m14(long seed) {
    return Body.mix(seed);
  }

  /** Method 15. */
  public long m15(long seed) {
    return Body.mix(seed);
  }

  /** Method 16. */
  public long m16(long seed) {
    return Body.mix(seed);
  }

  /** Method 17. */
  public long m17(long seed) {
    return Body.mix(seed);
  }

  /** Method 18. */
  public long m18(long seed) {
    return Body.mix(seed);
  }

  /** Method 19. */
  public long m19(long seed) {
    return Body.mix(seed);
  }

  /** Method 20. */
  public long m20(long seed) {
    return Body.mix(seed);
  }

  /** Method 21. */
  public long m21(long seed) {
    return Body.mix(seed);
  }

  /** Method 22. */
  public long m22(long seed) {
    return Body.mix(seed);
  }

  /** Method 23. */
  public long m23(long seed) {
    return Body.mix(seed);
  }

  /** Method 24. */
  public long m24(long seed) {
    return Body.mix(seed);
  }

  /** Method 25. */
  public long m25(long seed) {
    return Body.mix(seed);
  }

  /** Method 26. */
  public long m26(long seed) {
    return Body.mix(seed);
  }

  /** Method 27. */
  public long m27(long seed) {
    return Body.mix(seed);
  }

  /** Method 28. */
  public long m28(long seed) {
    return Body.mix(seed);
  }

  /** Method 29. */
  public long m29(long seed) {
    return Body.mix(seed);
  }

  /** Method 30. */
  public long m30(long seed) {
    return Body.mix(seed);
  }

  /** Method 31. */
  public long m31(long seed) {
    return Body.mix(seed);
  }

  /** Method 32. */
  public long m32(long seed) {
    return Body.mix(seed);
  }

  /** Method 33. */
  public long m33(long seed) {
    return Body.mix(seed);
  }

  /** Method 34. */
  public long m34(long seed) {
    return Body.mix(seed);
  }

  /** Method 35. */
  public long m35(long seed) {
    return Body.mix(seed);
  }

  /** Method 36. */
  public long m36(long seed) {
    return Body.mix(seed);
  }

  /** Method 37. */
  public long m37(long seed) {
    return Body.mix(seed);
  }

  /** Method 38. */
  public long m38(long seed) {
    return Body.mix(seed);
  }

  /** Method 39. */
  public long m39(long seed) {
    return Body.mix(seed);
  }
}
