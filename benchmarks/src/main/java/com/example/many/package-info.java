/** The class of which an application with many classes is made. */
@NullMarked
package com.example.many;

import org.jspecify.annotations.NullMarked;
