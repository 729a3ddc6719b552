/**
 * Applications of the field: odd class loaders, code that exists in memory only, module systems.
 */
package com.acme.field;
