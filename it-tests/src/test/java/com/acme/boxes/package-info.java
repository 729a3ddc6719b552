/** An application that has boxes of its own. */
package com.acme.boxes;
