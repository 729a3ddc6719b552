package com.acme.rule;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** What rules ask for with {@code annotated}. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Measured {}
