/** Applications whose own methods the tests name in rules: Heddle does not measure itself. */
package com.example;
