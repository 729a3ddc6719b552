/** What rules name: a rule may not name a class of Heddle's own packages. */
package com.acme.stress;
