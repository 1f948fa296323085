namespace EventGen.Cli.Reading;

/// <summary>That a method may emit an event.</summary>
/// <param name="Method">Type and method, as the code has them: <c>Shop.Receipts.SendAsync</c>.</param>
/// <param name="EventType">The payload's full name, or that of a group.</param>
/// <param name="Callers">The methods of the assembly from which it is reached, itself first.</param>
internal sealed record EmitCall(string Method, string EventType, IReadOnlyCollection<string> Callers);
