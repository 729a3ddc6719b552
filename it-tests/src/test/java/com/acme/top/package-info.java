/** An application whose figures the command top shows. */
package com.acme.top;
