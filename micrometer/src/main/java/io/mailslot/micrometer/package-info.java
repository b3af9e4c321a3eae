/** Meters of a home, for Micrometer: {@link io.mailslot.micrometer.MailslotMetrics}. */
package io.mailslot.micrometer;
