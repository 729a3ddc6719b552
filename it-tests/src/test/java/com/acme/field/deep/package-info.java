/** Applications whose stacks overflow. */
package com.acme.field.deep;
