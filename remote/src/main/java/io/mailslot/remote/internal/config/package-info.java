/** What a bridge's configuration is made of: names, patterns of names, sizes and times. */
package io.mailslot.remote.internal.config;
