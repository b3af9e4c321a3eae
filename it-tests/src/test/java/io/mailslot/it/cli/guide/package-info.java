/** The guides, run as their readers run them. */
package io.mailslot.it.cli.guide;
