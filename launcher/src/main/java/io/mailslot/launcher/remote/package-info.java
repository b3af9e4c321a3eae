/**
 * Commands about other machines. Only {@link io.mailslot.launcher.remote.BridgeRun}, {@link
 * io.mailslot.launcher.remote.ServerText} and {@link io.mailslot.launcher.remote.StreamMaking} load what the bridge consists of; who asks a bridge that runs does so through a mailslot of the home.
 */
package io.mailslot.launcher.remote;
