/** What many machines would send to each other, computed from what few were measured to cost; docs/scale.md has the figures. */
package io.mailslot.benchmarks.scale;
