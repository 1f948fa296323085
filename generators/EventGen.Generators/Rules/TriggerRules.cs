using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG12xx: what fires events besides a call.</summary>
internal static class TriggerRules
{
    private const string Category = "EventGen.Events";

    public static readonly DiagnosticDescriptor CannotBeCalled = Error("EVG1201", "The trigger cannot work", "The trigger of event '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor PartNotMatched = Error(
        "EVG1202", "The event cannot be made of the entity", "Event '{0}', which has a trigger, {1}; {2}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
