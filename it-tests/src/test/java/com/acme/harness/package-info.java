/** Applications that tests of several packages fork, and what other applications share. */
package com.acme.harness;
