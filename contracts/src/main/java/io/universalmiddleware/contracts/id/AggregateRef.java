package io.universalmiddleware.contracts.id;

/**
 * An aggregate reference names the thing whose commands and events are kept in order.
 *
 * @param type the aggregate's type, for instance {@code gopro.Course}
 * @param id the id within tenant and type, 1 to 200 characters
 */
public record AggregateRef(TenantId tenant, String type, String id) {

    /** The key of its Kafka records, which decides partition and order: {@code tenant/type/id}. */
    public String recordKey() {
        return tenant.value() + '/' + type + '/' + id;
    }
}
