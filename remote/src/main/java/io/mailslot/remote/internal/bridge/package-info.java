/**
 * The bridge of a home. {@link io.mailslot.remote.internal.bridge.Standby} waits for its turn, and then keeps a
 * {@link io.mailslot.remote.internal.bridge.Duty} until the end: outboxes whose feeds give frames to the engine, inlets that
 * write what it brings to local mailslots, and the desk that answers those who open remote names.
 *
 * <p>Each effect outside of this process (a frame stored, a message appended, a mark written, a message taken) is one step, in
 * an order in which nothing is lost wherever the process ends; {@link io.mailslot.remote.internal.bridge.BridgePoint} names the
 * places between the steps.
 */
package io.mailslot.remote.internal.bridge;
