/** Small applications that the tests fork and Heddle weaves; outside of Heddle's own package. */
package com.acme;
