/**
 * A storm of random operations on one home by several JVMs that are killed at random moments. Every random choice comes
 * from one seed, so that a storm can be played again; what the operating system makes of it differs each time.
 */
package io.mailslot.it.storm;
