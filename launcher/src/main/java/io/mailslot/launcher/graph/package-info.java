/**
 * The picture of a home: handle tables of processes on the left, kernel objects with their usage counts on the right, arrows
 * between them. {@link io.mailslot.launcher.graph.GraphCommand} is the command; a picture is drawn of any
 * {@link io.mailslot.inspect.HomeSnapshot}, and the same for the same snapshot.
 */
package io.mailslot.launcher.graph;
