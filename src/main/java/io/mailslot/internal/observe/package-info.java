/** What others than this library see of a home that this JVM is attached to: flight recordings, management. */
package io.mailslot.internal.observe;
