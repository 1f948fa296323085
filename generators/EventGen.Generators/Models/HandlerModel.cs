namespace EventGen.Generators.Models;

/// <summary>One method that handles one event.</summary>
/// <param name="Event">The event's payload type.</param>
/// <param name="IsReferenced">Whether the event is not one of the project's own: another assembly declares it, or it is a group.</param>
/// <param name="FullName">Type and method, which orders handlers: <c>Shop.Receipts.SendAsync</c>.</param>
/// <param name="Signature">The full name with parameter types, and which of them are taken by reference: tells overloads apart.</param>
/// <param name="Name">The name in failures, logs and descriptors.</param>
/// <param name="Order">Where it stands among the event's handlers.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="DeclaringType">The type to call it through: a static method's own; an instance method's when a derived class hides it.</param>
/// <param name="Method">The method's name, escaped.</param>
/// <param name="Class">The class whose instance it is called on; <see langword="null"/> for a static method.</param>
/// <param name="TakesReference">Whether it takes the event by reference: of two overloads, <c>in</c> in the call finds that one.</param>
/// <param name="Arguments">What it takes after the event.</param>
/// <param name="EmitsNothing">Whether it is certain that no emit stands within its call.</param>
/// <param name="Delivery">How it is attempted.</param>
/// <param name="Suppressions">What code that calls it has to silence.</param>
internal sealed record HandlerModel(
    TypeName Event,
    bool IsReferenced,
    string FullName,
    string Signature,
    string Name,
    int Order,
    HandlerReturn Returns,
    string? DeclaringType,
    string Method,
    HandlerClassModel? Class,
    bool TakesReference,
    EquatableArray<ArgumentModel> Arguments,
    bool EmitsNothing,
    DeliveryModel Delivery,
    SuppressionModel Suppressions)
{
    /// <summary>The event as it is passed to the method.</summary>
    public string Payload => TakesReference ? "in payload" : "payload";

    public bool TakesContext => Arguments.Any(static argument => argument.Kind == ArgumentKind.Context);

    public bool TakesToken => Arguments.Any(static argument => argument.Kind == ArgumentKind.Token);

    /// <summary>Whether each call opens a service scope.</summary>
    public bool NeedsScope => Class is { IsScoped: true } || Arguments.Any(static argument => argument.IsService);

    /// <summary>Whether it works only on a bus that has a provider: services it can do without are no reason.</summary>
    public bool NeedsProvider => Arguments.Any(static argument => argument.Kind == ArgumentKind.Required) || Class is { NeedsProvider: true };

    public bool IsAsynchronous => Returns != HandlerReturn.Void;
}
