package io.universalmiddleware.contracts.settings;

/** The operator's tenant is the one whose administrators run the platform. */
public final class OperatorTenant {
    /** Which tenant that is. */
    public static final Setting<String> SETTING = Setting.text(
            "um.operator-tenant",
            "operator",
            "The tenant whose administrators manage every tenant's edge, and see dead letters that name no tenant: records that are no commands.");

    private OperatorTenant() {}
}
