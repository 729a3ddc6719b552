package io.heddle.exporter.http;

/** An answer in memory: what it takes is known before a slow client gets the first byte. */
record Answer(Head head, Chunks body) {}
