/** A bundle for OSGi; a test packs it into a jar of its own. */
package com.acme.field.bundle;
