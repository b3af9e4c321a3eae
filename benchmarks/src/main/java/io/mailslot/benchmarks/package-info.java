/** Measurements; {@code benchmarks/README.md} says how to run them. */
package io.mailslot.benchmarks;
