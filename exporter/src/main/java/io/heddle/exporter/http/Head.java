package io.heddle.exporter.http;

/** What the head of an answer tells, but for its length. */
record Head(int status, String contentType, boolean gzip) {}
