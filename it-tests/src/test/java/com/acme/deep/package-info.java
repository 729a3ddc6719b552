/** Applications whose stacks overflow. */
package com.acme.deep;
