/** The methods that each tool measures for the table of peers: all of this package are measured. */
@NullMarked
package com.example.peer;

import org.jspecify.annotations.NullMarked;
