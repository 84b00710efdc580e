package io.universalmiddleware.gateway.identity.authorize;

/** What an authorization request is found to be. */
sealed interface ReadRequest {

    /** It is to be answered. */
    record Valid(AuthorizationRequest request) implements ReadRequest {}

    /** The application is to be told why it is not. */
    record Refused(ReturnAddress back, AuthorizationError error) implements ReadRequest {}

    /** Nobody knows whom to tell: the browser goes nowhere. @param why for the user */
    record Unusable(String why) implements ReadRequest {}
}
