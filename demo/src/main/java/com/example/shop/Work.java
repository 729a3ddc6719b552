package com.example.shop;

/** Something that the service does again and again. */
interface Work {
  /** The {@code i}th time, from 0. */
  void once(int i) throws Exception;
}
