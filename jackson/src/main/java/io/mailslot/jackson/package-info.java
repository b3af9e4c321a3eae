/** Values as JSON, for mailslots: {@link io.mailslot.jackson.JsonCodec}. */
package io.mailslot.jackson;
