using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG12xx: what fires events besides a call.</summary>
internal static class TriggerRules
{
    private const string Category = "EventGen.Events";

    public static readonly DiagnosticDescriptor CannotBeCalled = Error("EVG1201", "The trigger cannot work", "The trigger of event '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor PartNotMatched = Error(
        "EVG1202", "The event cannot be made of the entity", "Event '{0}', which has a trigger, {1}; {2}");

    public static readonly DiagnosticDescriptor NotMapped = Warning(
        "EVG1203", "No watched context has the entity of the trigger",
        "Event '{0}' has a trigger on '{1}', which no watched context ({2}) seems to have, so it may never fire; add the entity to the context's model, or report its changes with ChangedAsync");

    public static readonly DiagnosticDescriptor FiresInCircle = Warning(
        "EVG1204", "A trigger fires in a circle",
        "A trigger fires in a circle that may never end: {0}; take the write out, or make sure that a condition ends the circle");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));

    private static DiagnosticDescriptor Warning(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
