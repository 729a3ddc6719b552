package com.acme.generated;

/** Not public: a proxy of it is in this package. */
interface Hidden {
  byte[] image(Object[] parts, char kind);
}
